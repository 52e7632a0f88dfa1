/// A client of the service, small and without dependencies: sessions, reconnects, watches, chroot.
///
/// Relies on the codecs of {@link io.quorate.protocol.client} and on two virtual threads a session: one
/// connects and reads, one writes what waits in one go. Promises what a client may expect: requests take
/// effect and are answered in the order of the calls, a lost connection is replaced within the session's
/// timeout, watches survive that, and the event of a change is on its way to the listener before any answer
/// that shows the change.
///
/// What a newcomer gets wrong: futures complete on the thread that reads, so a stage that depends on one
/// must not wait for another call of the same client; the listener may.
@NullMarked
package io.quorate.client;

import org.jspecify.annotations.NullMarked;
