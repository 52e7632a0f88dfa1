/// Tests of the sockets, over loopback and real sockets. What a newcomer gets wrong: nothing here waits by the clock; a
/// test that must show that something does not happen lets something else happen behind it on the same event loop.
@NullMarked
package io.quorate.transport;

import org.jspecify.annotations.NullMarked;
