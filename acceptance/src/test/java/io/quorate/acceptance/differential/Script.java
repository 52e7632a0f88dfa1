package io.quorate.acceptance.differential;

import java.util.List;
import java.util.stream.Collectors;

/// What several sessions do, one step after the other.
record Script(long seed, List<Step> steps) {
    Script with(List<Step> fewer) {
        return new Script(seed, List.copyOf(fewer));
    }

    @Override
    public String toString() {
        return steps.stream().map(step -> step + "\n").collect(Collectors.joining());
    }
}
