/// What clients and servers say to each other: one record per shape of the wire, and their codecs.
///
/// Relies on the jute primitives of {@link io.quorate.protocol}. Decoding copies what outlives the call; nothing
/// here keeps a caller's buffer. What a newcomer gets wrong: a decoded request is only well-formed, not
/// valid; the operation that prepares it decides whether it makes sense.
@NullMarked
package io.quorate.protocol.client;

import org.jspecify.annotations.NullMarked;
