/// Everything that reads bytes from outside, under bytes that nobody meant.
///
/// A {@link io.quorate.simulation.fuzz.Target} takes any input and says by an exception that a promise was broken:
/// a decoder throws nothing but what its doc says, allocates no more than its input is worth, reads the same whatever
/// the pieces in which the bytes arrive, and what it has read can be written and read again. `src/test/resources/fuzz`
/// holds what the targets begin with: what the stock server's own classes and ours write
/// ({@link io.quorate.simulation.fuzz.Seeds} makes it anew), and inputs that once broke a promise.
///
/// What a newcomer gets wrong: the tests only mutate that corpus some thousand times, always in the same way; the
/// search for new inputs is `simulation/fuzz`, which is led by coverage and takes as long as it is given.
@NullMarked
package io.quorate.simulation.fuzz;

import org.jspecify.annotations.NullMarked;
