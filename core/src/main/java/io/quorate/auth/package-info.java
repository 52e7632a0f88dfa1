/// Who a connection is, and what an ACL grants: schemes as pure matchers.
@NullMarked
package io.quorate.auth;

import org.jspecify.annotations.NullMarked;
