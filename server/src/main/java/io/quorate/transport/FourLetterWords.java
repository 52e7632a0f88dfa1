package io.quorate.transport;

import org.jspecify.annotations.Nullable;

/// Answers the words an operator may say instead of a handshake: four ASCII letters at the start of a connection.
public interface FourLetterWords {
    /// The name under which the four bytes of an impatient telnet are asked for.
    String TELNET_CLOSE = "telnet close";

    /// The text to answer, or null when nobody knows the word, which closes the connection without an answer. Called
    /// on a thread of its own, so it may wait for the replica; the connection waits with it.
    ///
    /// @param word four lower-case letters, or {@link #TELNET_CLOSE}
    /// @param connections the connections of this listener at this moment
    @Nullable
    String answer(String word, ConnectionTable connections);
}
