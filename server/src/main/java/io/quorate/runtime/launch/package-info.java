/// The commands that start, stop and watch servers from outside: `quorate up` and `quorate status`.
///
/// Relies on nothing of the other rooms. A server is a process with a `zoo.cfg`, a log and a client port that answers
/// four-letter words, so the same table shows Quorate's servers and Apache's, and mixed ensembles.
///
/// Promises that nothing has been started or written when a command refuses: directories and ports are looked at
/// first. All processes that `up` has started have ended when it ends.
///
/// What a newcomer gets wrong: what is on the screen here is what a stranger could see. Nothing in this package may
/// reach into a server, or it would show a health that clients do not have.
@NullMarked
package io.quorate.runtime.launch;

import org.jspecify.annotations.NullMarked;
