package io.quorate.shell;

/// An option of a command: a word after a dash.
///
/// @param value what must follow, in one word; empty: nothing
record Flag(String name, String value, String meaning) {
    static Flag of(String name, String meaning) {
        return new Flag(name, "", meaning);
    }

    boolean takesValue() {
        return !value.isEmpty();
    }

    /// How it is used.
    String usage() {
        return "-" + name + (takesValue() ? " " + value : "");
    }
}
