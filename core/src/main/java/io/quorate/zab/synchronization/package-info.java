/// How a learner's history becomes the leader's: a difference, a cut, or the whole state.
///
/// Relies on {@link io.quorate.protocol.txn}. What a newcomer gets wrong: a difference is only served from an unbroken
/// sequence of txns that this server knows to be its own history; what cannot be proven goes as a snapshot.
@NullMarked
package io.quorate.zab.synchronization;

import org.jspecify.annotations.NullMarked;
