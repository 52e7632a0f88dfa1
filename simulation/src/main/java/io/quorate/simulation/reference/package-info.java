/// The tree and the sessions again, as simply as can be, written from the rules and not from the
/// product.
///
/// Imports {@code model} and {@code protocol} only. Promises the state after every txn, at any later
/// time. What a newcomer gets wrong: it must not call {@code tree} or {@code operation}, or it would
/// agree with their mistakes.
@NullMarked
package io.quorate.simulation.reference;

import org.jspecify.annotations.NullMarked;
