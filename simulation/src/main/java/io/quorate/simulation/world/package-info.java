/// The made-up world: virtual time, chance, a network and machines that fail as a plan says.
///
/// Relies on core and storage as they are. Promises to deliver what it was told to, in virtual time,
/// and to show every step to its witnesses. What a newcomer gets wrong: a server's own clock drifts;
/// only {@link io.quorate.simulation.world.Timeline} tells the world's time.
@NullMarked
package io.quorate.simulation.world;

import org.jspecify.annotations.NullMarked;
