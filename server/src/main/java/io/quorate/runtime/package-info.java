/// Brings a server to life: reads its configuration, owns its threads and its clock, and introduces to each other the
/// core, the disk, the sockets and the operator.
///
/// Relies on every other room. Promises that one thread alone steps the replica
/// ({@link io.quorate.runtime.ReplicaLoop}), that effects are carried out in the order of the core, and that a failure
/// which would make the server wrong ends the process ({@link io.quorate.runtime.Emergency}). What a newcomer gets
/// wrong: nothing here decides anything about the service. If a rule about sessions, txns or peers seems to belong
/// here, it belongs in the core.
@NullMarked
package io.quorate.runtime;

import org.jspecify.annotations.NullMarked;
