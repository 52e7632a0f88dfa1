package io.quorate.simulation.plan;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Something that happens `atMillis` after the beginning of a run.
public record Action(long atMillis, Deed deed, List<Long> arguments) {
    public Action {
        if (!deed.takes(arguments.size())) {
            throw new IllegalArgumentException(
                    "'" + deed.word() + "' has " + arguments.size() + " arguments, expected '" + deed.usage() + "'");
        }
        arguments = List.copyOf(arguments);
    }

    public static Action at(long millis, Deed deed, long... arguments) {
        return new Action(millis, deed, Arrays.stream(arguments).boxed().toList());
    }

    public long argument(int index) {
        return arguments.get(index);
    }

    public int number(int index) {
        return Math.toIntExact(arguments.get(index));
    }

    /// @throws IllegalArgumentException if it is not `millis word number...`
    static Action parse(String line) {
        String[] words = line.strip().split("\\s+");
        if (words.length < 2) {
            throw new IllegalArgumentException("'" + line + "' is no action, expected 'millis deed arguments'");
        }
        List<Long> arguments = Arrays.stream(words).skip(2).map(Long::parseLong).toList();
        return new Action(Long.parseLong(words[0]), Deed.of(words[1]), arguments);
    }

    @Override
    public String toString() {
        String tail = arguments.stream().map(number -> " " + number).collect(Collectors.joining());
        return atMillis + " " + deed.word() + tail;
    }
}
