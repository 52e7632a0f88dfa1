/// What an application in Java does with ZooKeeper, as a program with a JVM of its own.
///
/// Relies on the client of whatever version is on its class path and on nothing else: the tests compile
/// these files once more for each version that they try. {@link io.quorate.acceptance.program.Program} runs
/// the steps it is told to. Each step is printed when it has been done, and the first surprise ends the
/// program. What a newcomer gets wrong: `Since35` may use nothing that came later, and `Since34` not even
/// that `ZooKeeper` can be closed by try-with-resources.
@NullMarked
package io.quorate.acceptance.program;

import org.jspecify.annotations.NullMarked;
