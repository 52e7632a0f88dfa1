/// Jute, ZooKeeper's serialisation: the primitives that everything on the wire and in the files is made of.
///
/// Relies on nothing. All numbers are big-endian. Readers never allocate more than the bytes that are left can mean.
@NullMarked
package io.quorate.protocol;

import org.jspecify.annotations.NullMarked;
