package io.quorate.shell;

import io.quorate.client.ZnodePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The words behind a command's name: flags anywhere, the others in their order. A word `--` ends the flags.
final class Arguments {
    private final Command command;
    private final Map<String, String> flags = new HashMap<>();
    private final List<String> words = new ArrayList<>();

    private Arguments(Command command) {
        this.command = command;
    }

    /// @throws CommandFailure with what is wrong, and how the command is used
    static Arguments parse(Command command, List<String> words) {
        Arguments arguments = new Arguments(command);
        arguments.read(words);
        if (arguments.words.size() < command.required()) {
            throw new CommandFailure(command.usage());
        }
        return arguments;
    }

    boolean has(String flag) {
        return flags.containsKey(flag);
    }

    @Nullable
    String value(String flag) {
        return flags.get(flag);
    }

    /// A version that must match, from `-v`.
    int version() {
        String text = flags.get("v");
        return text == null ? -1 : number(text, "-v argument must be an int value");
    }

    static int number(String text, String otherwise) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw new CommandFailure(otherwise);
        }
    }

    int count() {
        return words.size();
    }

    String word(int index) {
        return words.get(index);
    }

    /// Null if there are not so many.
    @Nullable
    String wordOrNull(int index) {
        return index < words.size() ? words.get(index) : null;
    }

    /// The word at `index` as a path.
    String path(int index) {
        return path(words.get(index));
    }

    static String path(String word) {
        try {
            ZnodePath.check(word);
            return word;
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        }
    }

    /// The word at `index` as the beginning of a sequential znode's path.
    String pathPrefix(int index) {
        try {
            ZnodePath.checkPrefix(words.get(index));
            return words.get(index);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        }
    }

    /// How the command is used.
    String usage() {
        return command.usage();
    }

    /// What is wrong, and how the command is used.
    CommandFailure wrong(String what) {
        return new CommandFailure(what + System.lineSeparator() + command.usage());
    }

    private void read(List<String> from) {
        for (int i = 0; i < from.size(); i++) {
            String word = from.get(i);
            if (word.equals("--")) {
                words.addAll(from.subList(i + 1, from.size()));
                return;
            }
            if (!looksLikeFlags(word)) {
                words.add(word);
                continue;
            }
            Flag last = readFlags(word);
            if (last != null) {
                if (i + 1 == from.size()) {
                    throw wrong("Missing argument for option: " + last.name());
                }
                i++;
                put(last, from.get(i));
            }
        }
    }

    /// A number below zero is a value, unless the command has a flag for the digit.
    private boolean looksLikeFlags(String word) {
        return word.length() > 1
                && word.charAt(0) == '-'
                && (flag(word.substring(1, 2)) != null || !Character.isDigit(word.charAt(1)));
    }

    /// Flags of one letter may share a dash, and a value may follow its flag at once (`-sR`, `-v5`).
    ///
    /// @return the flag whose value is the next word, or null
    private @Nullable Flag readFlags(String word) {
        Flag whole = flag(word.substring(1));
        if (whole != null) {
            return readFlag(whole, "");
        }
        for (int i = 1; i < word.length(); i++) {
            Flag flag = flag(word.substring(i, i + 1));
            if (flag == null) {
                throw wrong("Unrecognized option: " + word);
            }
            String rest = word.substring(i + 1);
            Flag open = readFlag(flag, rest);
            if (flag.takesValue()) {
                return open;
            }
        }
        return null;
    }

    private @Nullable Flag readFlag(Flag flag, String rest) {
        if (!flag.takesValue()) {
            put(flag, "");
        } else if (rest.isEmpty()) {
            return flag;
        } else {
            put(flag, rest.startsWith("=") ? rest.substring(1) : rest);
        }
        return null;
    }

    /// A flag given twice has both values, as if they had been given with a comma.
    private void put(Flag flag, String value) {
        flags.merge(flag.name(), value, (first, second) -> first.isEmpty() ? second : first + "," + second);
    }

    private @Nullable Flag flag(String name) {
        for (Flag flag : command.flags()) {
            if (flag.name().equals(name)) {
                return flag;
            }
        }
        return null;
    }
}
