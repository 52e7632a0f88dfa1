/// What comes in and goes out over sockets: the clients' port, the election port and the quorum port.
///
/// Relies on {@link io.quorate.protocol} for the bytes and on Netty for the sockets. Promises that everything heard
/// becomes an {@link io.quorate.replica.Event} in the order of its connection, that everything said leaves in the order
/// in which it was said, that each connection's end is told exactly once, and that nobody outside can make a queue, a
/// frame or a table grow beyond its limit. What a newcomer gets wrong: the methods are called by the thread that
/// carries out effects and only put messages into a parcel; encoding and writing happen on the event loop of the
/// connection, after `flush()`. So nothing is sent before the batch it belongs to is complete.
@NullMarked
package io.quorate.transport;

import org.jspecify.annotations.NullMarked;
