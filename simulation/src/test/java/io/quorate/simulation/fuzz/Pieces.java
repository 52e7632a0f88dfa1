package io.quorate.simulation.fuzz;

import io.quorate.simulation.world.Chance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Where a stream may be cut when it comes over a network: anywhere. An input is always cut in the same places.
final class Pieces {
    private static final int LONGEST_SHORT = 7;
    private static final int LONGEST_LONG = 700;

    private Pieces() {}

    /// The lengths of the pieces, some of them 1, that make up `input`.
    static List<Integer> of(byte[] input) {
        RandomGenerator chance = new Chance(Arrays.hashCode(input)).stream("pieces");
        List<Integer> lengths = new ArrayList<>();
        for (int left = input.length; left > 0; left -= lengths.getLast()) {
            int longest = chance.nextInt(4) == 0 ? LONGEST_LONG : LONGEST_SHORT;
            lengths.add(Math.min(left, 1 + chance.nextInt(longest)));
        }
        return lengths;
    }
}
