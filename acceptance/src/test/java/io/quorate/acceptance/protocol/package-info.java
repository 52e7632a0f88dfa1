/// The table of what the protocol has, in `docs/protocol.md`: what both servers are seen to do with each
/// thing that Apache's classes, or ours, have a name for.
///
/// Relies on {@link io.quorate.acceptance.harness}. Each class here knows one kind of things, where to find
/// all of them, and how to try each; {@link io.quorate.acceptance.protocol.ProtocolTableTest} puts the page
/// together and compares. What a newcomer gets wrong: the page is not written by hand.
/// `-Dprotocol.write=true` has the test write it anew; what has changed in it is then to be read.
@NullMarked
package io.quorate.acceptance.protocol;

import org.jspecify.annotations.NullMarked;
