/// A snapshot as a stream: in files and on the wire between leader and learner.
///
/// Relies on the jute primitives. Encoding and decoding go in steps over byte arrays, so that the caller decides on
/// threads, files and back-pressure. What a newcomer gets wrong: Apache's snapshots are fuzzy, the file's name is the
/// only zxid that all of it includes; ours are exact.
@NullMarked
package io.quorate.protocol.snapshot;

import org.jspecify.annotations.NullMarked;
