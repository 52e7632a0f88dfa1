/// Ensembles of three server processes each on this machine: started, asked for their roles, their processor time
/// summed, ended without a trace.
///
/// Every process is started through {@link Children}, which promises that none outlives this JVM unless that is killed
/// without a chance to act. Both candidates get the same configuration, the same Java and the same JVM options; what
/// differs is the class path and the main class.
///
/// What a newcomer gets wrong: which server leads is not decided here, and it matters to a client whether its server
/// does. {@link Ensemble#followersFirst} asks anew each time.
@NullMarked
package io.quorate.benchmark.ensemble;

import org.jspecify.annotations.NullMarked;
