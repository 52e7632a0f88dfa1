package io.quorate.simulation.world;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Where everything random comes from: one seed, and a stream for each thing that has a name. A stream
/// depends on the seed and its name only, so that one decision more or less in one place leaves the
/// rest of the world as it was.
public record Chance(long seed) {
    public RandomGenerator stream(String name) {
        long mixed = seed;
        for (int i = 0; i < name.length(); i++) {
            mixed = (mixed ^ name.charAt(i)) * 0x9E3779B97F4A7C15L;
            mixed ^= mixed >>> 32;
        }
        return new SplittableRandom(mixed);
    }
}
