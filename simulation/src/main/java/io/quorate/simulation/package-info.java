/// Whole ensembles in one thread, from a seed: the real core and the real storage code, in a world that
/// is made up.
///
/// `world` holds what is made up (time, network, machines), `disk` their disks, `client` who uses the
/// service, `plan` what goes wrong and when; `ghost` watches it all and knows what must never be, with
/// `reference` as its own idea of the tree and `history` for what clients were told.
///
/// It promises that the same plan gives the same run, to the last bit. What a newcomer gets wrong:
/// everything random comes from a named stream of {@link io.quorate.simulation.world.Chance}, nothing
/// from a hash order, a clock or an identity; one slip and a seed means nothing any more.
@NullMarked
package io.quorate.simulation;

import org.jspecify.annotations.NullMarked;
