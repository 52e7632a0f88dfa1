/// What servers say to each other: the election port and the quorum port.
///
/// Relies on {@link io.quorate.protocol.txn} for proposals and {@link io.quorate.protocol.client} for forwarded
/// requests. What a newcomer gets wrong: PING and REVALIDATE have one number but two shapes, one for each direction.
@NullMarked
package io.quorate.protocol.peer;

import org.jspecify.annotations.NullMarked;
