package io.quorate.acceptance.differential;

import java.util.List;
import java.util.stream.Collectors;

/// Something that one session does. Sessions are numbered; one that is not connected connects first, and one
/// that is over begins anew.
sealed interface Step {
    int session();

    /// Sends requests in one go and waits for the answers to all of them.
    record Ask(int session, List<Frame> frames) implements Step {
        @Override
        public String toString() {
            return "#" + session + " asks "
                    + frames.stream().map(Frame::toString).collect(Collectors.joining("; "));
        }
    }

    /// The connection breaks; the session lives on.
    record Leave(int session) implements Step {
        @Override
        public String toString() {
            return "#" + session + " loses its connection";
        }
    }

    /// Connects again, in one of many ways; a connection that there is breaks first.
    record Return(int session, Greeting greeting) implements Step {
        @Override
        public String toString() {
            return "#" + session + " connects again: " + greeting;
        }
    }

    /// Falls silent until the session has expired.
    record Expire(int session) implements Step {
        @Override
        public String toString() {
            return "#" + session + " expires";
        }
    }

    /// Sends bytes that are no frame, on a session's connection.
    record Babble(int session, List<Byte> bytes) implements Step {
        @Override
        public String toString() {
            return "#" + session + " sends the bytes " + bytes;
        }
    }
}
