/// The generator: a few connections, one thread, and every reply checked.
///
/// A {@link Load} drives its connections by a {@link Work} each and keeps as many requests of each in flight as it is
/// told. It relies on what every server promises, that replies come in the order of the requests, and fails where one
/// does not keep it. Requests are encoded by the client codec of `core`; those of a measurement are encoded once and
/// then patched, so that the generator, which shares the processors with the servers, costs little.
///
/// What a newcomer gets wrong: this is a closed loop. A server that stalls is asked nothing meanwhile, so its
/// percentiles tell what these clients saw, not what clients arriving at a fixed rate would have seen.
@NullMarked
package io.quorate.benchmark.load;

import org.jspecify.annotations.NullMarked;
