package io.quorate.admin;

import io.quorate.protocol.peer.ServerState;
import io.quorate.replica.Status;
import java.util.Locale;

/// What a server is, in the words that tools look for.
final class Mode {
    private Mode() {}

    static String of(Status status) {
        if (status.standalone()) {
            return "standalone";
        }
        if (status.readOnly()) {
            return "read-only";
        }
        return switch (status.state()) {
            case LEADING -> "leader";
            case FOLLOWING -> "follower";
            case OBSERVING -> "observer";
            case LOOKING -> "looking";
        };
    }

    static String peerState(Status status) {
        String state = status.state().name().toLowerCase(Locale.ROOT);
        return status.state() == ServerState.LOOKING ? state : state + " - " + status.phase();
    }
}
