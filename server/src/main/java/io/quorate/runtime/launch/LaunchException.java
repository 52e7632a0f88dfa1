package io.quorate.runtime.launch;

/// Something stands in the way of a command. The message is one whole sentence for the person at the keyboard: what,
/// where, and what to do about it.
final class LaunchException extends Exception {
    private static final long serialVersionUID = 1;

    LaunchException(String sentence) {
        super(sentence);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
