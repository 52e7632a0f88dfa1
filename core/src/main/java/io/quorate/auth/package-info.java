/// Who a connection is, and what an ACL grants: the schemes as pure matchers.
///
/// The interface {@link io.quorate.auth.Scheme} is also for classes of operators, which are loaded when
/// a server starts and handed in as values.
///
/// Relies on {@link io.quorate.model} only. Promises the same answer on every server for the same ACL,
/// identities and settings; nothing is remembered between calls. What a newcomer gets wrong: `super`
/// and `auth` are no schemes of ACL entries. `super` is an identity that no entry can name and that
/// passes every check; `auth` is shorthand in a request, replaced by the asker's identities before
/// anything is stored.
@NullMarked
package io.quorate.auth;

import org.jspecify.annotations.NullMarked;
