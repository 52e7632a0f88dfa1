package io.quorate.runtime.launch;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Tells in plain words what an election shows when servers are started one after another: with five, 1 and 2 look in
/// vain, 3 leads, 4 and 5 follow. It explains what it sees, and does not assume it.
final class Tutorial {
    /// Long enough to be seen, and for a majority to have formed if there is one.
    private static final long LOOK_MILLIS = 3_000;

    private static final long PATIENCE_MILLIS = 20_000;

    private final int total;
    private final boolean fresh;

    /// @param fresh whether the servers have no history yet
    Tutorial(int total, boolean fresh) {
        this.total = total;
        this.fresh = fresh;
    }

    private int majority() {
        return total / 2 + 1;
    }

    /// Whether there is nothing more to wait for before the next server starts.
    ///
    /// @param views of the servers started so far, in the order of their ids
    /// @param sinceMillis how long ago the last of them was started
    boolean settled(List<ServerView> views, long sinceMillis) {
        if (sinceMillis >= PATIENCE_MILLIS) {
            return true;
        }
        if (views.size() < majority()) {
            return sinceMillis >= LOOK_MILLIS
                    && views.stream().allMatch(view -> view.state() == ServerView.State.LOOKING);
        }
        return sinceMillis >= LOOK_MILLIS
                && views.stream().allMatch(view -> view.state().serving());
    }

    /// What is to be seen now that `views.size()` servers have been started.
    List<String> explain(List<ServerView> views) {
        int started = views.size();
        OptionalInt leader = IntStream.rangeClosed(1, started)
                .filter(id -> views.get(id - 1).state().decides())
                .findFirst();
        if (total == 1) {
            return List.of("One server is an ensemble of its own: it needs nobody's vote, and serves alone.");
        }
        if (leader.isPresent()) {
            return views.stream().allMatch(view -> view.state().serving())
                    ? withLeader(started, leader.getAsInt())
                    : List.of("Server " + leader.getAsInt() + " leads, but not every server follows it yet;"
                            + " server.log of the others says why.");
        }
        if (started < majority()) {
            return withoutMajority(started);
        }
        return List.of("No server leads yet, although " + started + " of " + total
                + " would be enough: their server.log says why.");
    }

    private List<String> withoutMajority(int started) {
        String enough = started + (started == 1 ? " vote of " : " votes of ") + total + (started == 1 ? " is" : " are")
                + " not more than half (it takes " + majority() + ")";
        if (started == 1) {
            return List.of("Server 1 votes for itself and nobody answers. " + enough + ", so it stays LOOKING.");
        }
        String choice = fresh
                ? "Nobody has any history, so the larger id decides, and all vote for server " + started + ". "
                : "The larger history decides, then the larger id, and all agree on one of them. ";
        return List.of("Servers " + ids(1, started) + " have exchanged votes. " + choice + capital(enough)
                + ", so they stay LOOKING.");
    }

    private List<String> withLeader(int started, int leader) {
        if (started == majority()) {
            String why = leader == started
                    ? "All vote for server " + leader
                            + (fresh ? ", the largest id among them" : ", by the larger history, then the larger id")
                    : "All vote for server " + leader + ", which has the larger history";
            return List.of(why + ". " + started + " votes of " + total + " are more than half: server " + leader
                    + " is LEADING, the others are FOLLOWING, and clients are served.");
        }
        if (started > leader) {
            return List.of("Server " + started + " has a larger id than server " + leader
                    + ", but a majority has already chosen: it hears who leads, and follows.");
        }
        return List.of("Server " + started + " hears that server " + leader + " leads, and follows.");
    }

    private static String ids(int from, int to) {
        String all = IntStream.rangeClosed(from, to).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        int comma = all.lastIndexOf(", ");
        return comma < 0 ? all : all.substring(0, comma) + " and " + all.substring(comma + 2);
    }

    private static String capital(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
