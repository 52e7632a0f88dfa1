/// The txns: what is proposed, logged and applied, and their codec.
///
/// Relies on {@link io.quorate.model} and the jute primitives. A txn is immutable and complete. What a newcomer gets
/// wrong: versions in a txn are the *new* ones, not the ones a client compared with.
@NullMarked
package io.quorate.protocol.txn;

import org.jspecify.annotations.NullMarked;
