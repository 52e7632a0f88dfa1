package io.quorate.acceptance.protocol;

import java.util.Map;

/// What both servers are seen to do with one thing.
///
/// @param number on the wire; empty if it has none
/// @param note why it is so, for those who read the page
record Row(String name, String number, String apache, String quorate, String note) {
    /// For what cannot be tried with these two servers.
    static final String NOT_TRIED = "–";

    boolean agrees() {
        return apache.equals(quorate);
    }

    /// @param notes by name
    Row with(Map<String, String> notes) {
        return new Row(name, number, apache, quorate, notes.getOrDefault(name, note));
    }

    String line() {
        return "| `%s` | %s | %s | %s | %s |".formatted(name, number, apache, quorate, note);
    }
}
