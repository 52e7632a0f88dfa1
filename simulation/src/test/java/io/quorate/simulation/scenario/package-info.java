/// Schedules that are known to break such services, each a scenario with a name, most of them after the
/// ticket in which somebody had to learn it. A scenario passes here, and would fail on a server with that
/// fault.
///
/// They read as the schedule does: who does what, what is cut and who crashes just before what. {@link
/// io.quorate.simulation.scenario.Stage} holds the world they happen in; its judges look at every step, so
/// that a scenario asserts only what it is about, and what an invariant cannot know.
///
/// What cannot be told here, and why: what concerns observers (2959), reconfiguration and the configuration
/// in votes (3829, 4787, 2819, 2865), SASL (4886) and the read-only mode (3526), which this server does not
/// have; what lies in threads and sockets (4409, 4537, 3769, 2164 and 3756 as far as they are about
/// dialling), which the world replaces; mixed ensembles, which need the other server itself; and a leader
/// that uses up its counters (1277), as no disk makes a new leader begin with a high one.
@NullMarked
package io.quorate.simulation.scenario;

import org.jspecify.annotations.NullMarked;
