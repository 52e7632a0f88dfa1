/// The znodes and sessions, as an immutable value, and how a txn changes them.
@NullMarked
package io.quorate.tree;

import org.jspecify.annotations.NullMarked;
