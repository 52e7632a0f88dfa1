/// Real servers and real connections under every fault that one machine can bring about, judged by what
/// the simulation judges its own ensembles by.
///
/// Relies on the package `harness` for servers, cables and signals, and on the module `simulation` for
/// clients that know every operation ({@link io.quorate.simulation.client.Clients}), here connected by
/// sockets in real time, for the reference of what the service has to do, and for the judges of
/// histories.
///
/// It promises that a run that passes is explained by one history: the txns in the servers' logs.
///
/// What newcomers get wrong: taking a seed for a recipe. Here it only chooses what is asked and which
/// fault comes next; what came of it is in the servers' logs, which stay when a test failed.
@NullMarked
package io.quorate.acceptance.storm;

import org.jspecify.annotations.NullMarked;
