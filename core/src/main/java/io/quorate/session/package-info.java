/// Sessions: their ids, who keeps them alive, and when each of them is over.
///
/// Relies on {@link io.quorate.model} only; time comes in as a number with each call. A leader owns a {@link
/// io.quorate.session.SessionTracker}, which alone decides that a session is over; a learner owns a {@link
/// io.quorate.session.TouchTable}, which only remembers whom the leader should hear about. Promises the same
/// answers in the same order for the same calls. What a newcomer gets wrong: a session that has expired here
/// is not gone. It is *closing* until the txn that closes it is applied, and only then removed.
@NullMarked
package io.quorate.session;

import org.jspecify.annotations.NullMarked;
