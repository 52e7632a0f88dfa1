package io.quorate.runtime.launch;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What one server shows of itself to a stranger who asks `srvr`.
///
/// @param epoch the epoch it works in, where somebody knows: `srvr` does not tell it, and zxids begin with it only
/// after
///     the first write of the epoch
/// @param zxid the last zxid, absent unless the server serves
/// @param connections of clients, without the one that asked
/// @param remark why there is nothing to see, or which software answers; may be empty
record ServerView(State state, OptionalLong epoch, OptionalLong zxid, OptionalInt connections, String remark) {
    enum State {
        LEADING,
        FOLLOWING,
        OBSERVING,
        STANDALONE,
        READ_ONLY,
        /// Answers, but serves no clients: it looks for a leader or is still getting in step with one.
        LOOKING,
        /// Its process runs, and its port does not answer yet.
        STARTING,
        /// Nobody answers.
        DOWN,
        NOT_STARTED,
        /// It was asked to stop.
        STOPPED,
        /// Answers something that is not a server's answer.
        UNKNOWN;

        /// Whether clients are served, as a member of an ensemble or alone.
        boolean serving() {
            return this == LEADING || this == FOLLOWING || this == OBSERVING || this == STANDALONE;
        }

        /// Whether the ensemble has somebody to order its writes, as far as this server goes.
        boolean decides() {
            return this == LEADING || this == STANDALONE;
        }
    }

    static ServerView of(State state, String remark) {
        return new ServerView(state, OptionalLong.empty(), OptionalLong.empty(), OptionalInt.empty(), remark);
    }

    ServerView withEpoch(OptionalLong epoch) {
        return new ServerView(state, epoch, zxid, connections, remark);
    }

    ServerView withRemark(String remark) {
        return new ServerView(state, epoch, zxid, connections, remark);
    }

    /// Asks the server and blocks until it answers or the time is up.
    static ServerView look(String host, int port, int timeoutMillis) {
        try {
            return parse(FourLetterWord.ask(host, port, "srvr", timeoutMillis));
        } catch (IOException e) {
            String reason = e.getMessage();
            return of(State.DOWN, reason == null ? "no answer" : reason.toLowerCase(Locale.ROOT));
        }
    }

    static ServerView parse(String answer) {
        if (answer.contains("not currently serving")) {
            return of(State.LOOKING, "");
        }
        Optional<String> mode = value(answer, "Mode");
        if (mode.isEmpty()) {
            String said = answer.lines().findFirst().orElse("");
            return of(State.UNKNOWN, said.isEmpty() ? "closed the connection without an answer" : said);
        }
        State state = switch (mode.get()) {
            case "leader" -> State.LEADING;
            case "follower" -> State.FOLLOWING;
            case "observer" -> State.OBSERVING;
            case "standalone" -> State.STANDALONE;
            case "read-only" -> State.READ_ONLY;
            default -> State.UNKNOWN;
        };
        OptionalLong zxid = value(answer, "Zxid")
                .map(text -> number(text.startsWith("0x") ? text.substring(2) : text, 16))
                .orElse(OptionalLong.empty());
        OptionalLong open =
                value(answer, "Connections").map(text -> number(text, 10)).orElse(OptionalLong.empty());
        OptionalInt connections =
                open.isPresent() ? OptionalInt.of((int) Math.max(0, open.getAsLong() - 1)) : OptionalInt.empty();
        return new ServerView(
                state,
                OptionalLong.empty(),
                zxid,
                connections,
                value(answer, "Zookeeper version").map(ServerView::release).orElse(""));
    }

    private static Optional<String> value(String answer, String key) {
        return answer.lines()
                .filter(line -> line.startsWith(key + ": "))
                .map(line -> line.substring(key.length() + 2).strip())
                .findFirst();
    }

    /// What comes before the commit and the day of the build.
    private static String release(String version) {
        return version.replaceFirst("(-[0-9a-f]{40})?,.*", "");
    }

    private static OptionalLong number(String text, int radix) {
        try {
            return OptionalLong.of(Long.parseUnsignedLong(text, radix));
        } catch (NumberFormatException e) {
            // A server that prints something else here is shown without the number.
            return OptionalLong.empty();
        }
    }
}
