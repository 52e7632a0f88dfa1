/// What clients asked and were told, and whether one history of the service explains it all.
///
/// Relies on {@code reference}; knows nothing of the simulated world, so that histories of real servers
/// are judged alike. What a newcomer gets wrong: an operation whose answer was lost may have happened,
/// once, or not at all.
@NullMarked
package io.quorate.simulation.history;

import org.jspecify.annotations.NullMarked;
