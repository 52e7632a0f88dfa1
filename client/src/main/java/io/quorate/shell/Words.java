package io.quorate.shell;

import java.util.ArrayList;
import java.util.List;

/// A line of input as words. Quotes of either kind at the beginning of a word group what is between them,
/// blanks included; nothing escapes anything.
final class Words {
    private Words() {}

    /// @throws CommandFailure if a quote is not closed
    static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '"' || c == '\'') {
                int end = line.indexOf(c, at + 1);
                if (end < 0) {
                    throw new CommandFailure("Quote without an end: " + line.substring(at));
                }
                words.add(line.substring(at + 1, end));
                at = end + 1;
            } else {
                int end = at;
                while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
                    end++;
                }
                words.add(line.substring(at, end));
                at = end;
            }
        }
        return words;
    }
}
