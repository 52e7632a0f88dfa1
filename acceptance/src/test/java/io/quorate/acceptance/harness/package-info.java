/// Real servers for tests: processes of Quorate and of Apache ZooKeeper, their ports, directories,
/// logs, and ends.
///
/// A test asks a {@link io.quorate.acceptance.harness.Stage} for an {@link
/// io.quorate.acceptance.harness.Ensemble} and talks to it with whatever client it is about. Servers
/// run as operators run them: Quorate from the packed archive through `zkServer.sh`, Apache's by its
/// own main class, both from a `zoo.cfg`.
///
/// What can go wrong with a server can be done to it: it is killed or frozen, its files are damaged ({@link
/// io.quorate.acceptance.harness.DataFiles}), its disk is small ({@link
/// io.quorate.acceptance.harness.Volume}), and what lies between it and others is cut, torn or slow ({@link
/// io.quorate.acceptance.harness.Cables}).
///
/// It relies on `tar` and `bash`, on the archive that the module `dist` has packed, and on loopback
/// only.
///
/// It promises that no process outlives the JVM that runs the tests, not even if that is killed, and
/// that what servers wrote stays on disk when a test failed.
///
/// What newcomers get wrong: waiting. There are no sleeps; {@link
/// io.quorate.acceptance.harness.Eventually} looks until something holds, and its patience is for slow
/// machines, not a time that anything is expected to take.
@NullMarked
package io.quorate.acceptance.harness;

import org.jspecify.annotations.NullMarked;
