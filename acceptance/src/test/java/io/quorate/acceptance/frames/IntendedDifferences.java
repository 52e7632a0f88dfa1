package io.quorate.acceptance.frames;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where our server is meant to answer otherwise than Apache's, and why.
final class IntendedDifferences {
    private static final String CLOSED = "closed";
    private static final String BAD_ARGUMENTS = ".* error -8 body of 0, open";
    private static final String MARSHALLING = ".* error -5 body of 0, open";
    private static final String UNKNOWN_OPERATION = "xid 7 zxid -1 error -6 body of 0, closed";
    private static final String AUTH_FAILED = ".* zxid 0 error -115 body of 0, closed";
    private static final String FINE = ".* error 0 body of .*, open";

    private static final List<Difference> ALL = List.of(
            new Difference(
                    "first: the largest length",
                    "waiting",
                    CLOSED,
                    "no handshake is longer than 64 KiB, and before it nobody can be held to account for memory"),
            new Difference(
                    "first: handshake of 100000 bytes",
                    "accepted .*",
                    CLOSED,
                    "no handshake is longer than 64 KiB, and before it nobody can be held to account for memory"),
            new Difference(
                    "later: operation -10 .*",
                    "xid (7 some zxid error -5 body of 0|0 some zxid error .* body of 21), open",
                    UNKNOWN_OPERATION,
                    "sessions are made by servers; Apache's makes one for whoever sends its operation, and answers"
                            + " with a second handshake"),
            new Difference(
                    "later: operation 20 .*",
                    CLOSED,
                    UNKNOWN_OPERATION,
                    "containers are deleted by servers; whoever asks hears why he is cut off"),
            new Difference(
                    "later: operation (3|4|6|8|12|104|106) of zeros",
                    FINE,
                    BAD_ARGUMENTS,
                    "the empty path is an invalid one, and not another name of the root"),
            new Difference(
                    "later: (operation (101|105) of ones|setWatches with null lists)",
                    MARSHALLING,
                    FINE,
                    "a null list of watches has none in it"),
            new Difference(
                    "later: ACL of -.* entries",
                    BAD_ARGUMENTS,
                    MARSHALLING,
                    "no list has fewer entries than none; Apache's takes it for an empty one and stumbles later"),
            new Difference(
                    "later: create with flags 4",
                    ".* error -101 .*",
                    BAD_ARGUMENTS,
                    "containers have an operation of their own, and it alone may make them"),
            new Difference(
                    "later: multiRead with a null path",
                    "xid 7 some zxid error -5 body of 9, open",
                    MARSHALLING,
                    "an answer that tells of an error has no body; Apache's sends the beginning of one"),
            new Difference(
                    "later: auth with (empty credentials|a digest of no password)",
                    "xid -4 zxid 0 error 0 body of 0, open",
                    AUTH_FAILED,
                    "credentials without a colon name no user"),
            new Difference(
                    "later: (operation 102 (of zeros|of ones|with a path and an end)|sasl with a (null )?token)",
                    "(.* zxid 0 error 0 body of 4, open|closed)",
                    AUTH_FAILED,
                    "SASL is not set up: Apache's pretends that it succeeded and adds no identity"));

    private IntendedDifferences() {}

    /// @param frames a pattern of the cases' names
    /// @param apache a pattern of outcomes
    /// @param ours a pattern of outcomes
    private record Difference(String frames, String apache, String ours, String why) {
        boolean concerns(FrameCase frame) {
            return Pattern.matches(frames, frame.name());
        }

        boolean covers(String apaches, String ourOutcome) {
            return Pattern.matches(apache, apaches) && Pattern.matches(ours, ourOutcome);
        }
    }

    /// Why the two may differ so in this case; empty if they may not.
    static Optional<String> reason(FrameCase frames, String apache, String ours) {
        return ALL.stream()
                .filter(difference -> difference.concerns(frames) && difference.covers(apache, ours))
                .map(Difference::why)
                .findFirst();
    }

    /// Whether a difference is expected in this case.
    static boolean expects(FrameCase frames) {
        return ALL.stream().anyMatch(difference -> difference.concerns(frames));
    }
}
