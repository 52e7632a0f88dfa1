/// One server of the ensemble as a state machine: events in, effects out.
///
/// Relies on every other room of the core and on whoever carries out its effects in order. Promises that the same
/// events
/// give the same effects, always, and that nothing is said (an acknowledgement, a vote, a reply) before what it
/// promises is
/// durable. What a newcomer gets wrong: a role never waits. Whatever takes time comes back as an event, and the role's
/// fields say what it is waiting for.
@NullMarked
package io.quorate.replica;

import org.jspecify.annotations.NullMarked;
