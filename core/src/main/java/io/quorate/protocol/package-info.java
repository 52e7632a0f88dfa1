/// Jute, ZooKeeper's serialisation: the primitives that everything on the wire and in the files is made of, and the
/// ACLs that all of it shares.
///
/// Relies on {@link io.quorate.model}. All numbers are big-endian. Whatever bytes a reader is given, it throws a
/// {@link io.quorate.protocol.MalformedException} or nothing, and it allocates no more than the bytes that are left can
/// mean. What a newcomer gets wrong: a {@link io.quorate.protocol.JuteReader} needs a whole record; where bytes trickle
/// in, a {@link io.quorate.protocol.JuteExtent} tells first how far the record reaches.
@NullMarked
package io.quorate.protocol;

import org.jspecify.annotations.NullMarked;
