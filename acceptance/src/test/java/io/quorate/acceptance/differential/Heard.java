package io.quorate.acceptance.differential;

import org.jspecify.annotations.Nullable;

/// Something that a session hears from a server, or notices about it, in words that can be compared.
///
/// @param asked what it answers; null for events, handshakes and ends of connections
/// @param error of a reply, else 0
record Heard(@Nullable Frame asked, int error, String text) {
    static Heard of(String text) {
        return new Heard(null, 0, text);
    }

    boolean isEvent() {
        return text.startsWith("event");
    }

    @Override
    public String toString() {
        return text;
    }
}
