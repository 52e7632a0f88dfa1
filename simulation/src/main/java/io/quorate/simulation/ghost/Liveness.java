package io.quorate.simulation.ghost;

import io.quorate.model.ServerId;
import io.quorate.replica.Status;
import io.quorate.simulation.Violation;
import io.quorate.simulation.world.ServerView;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Once nothing goes wrong any more, the ensemble must come together by itself.
final class Liveness {
    private static final String ID = "LIVENESS";

    private final Voters voters;
    private final Commits commits;
    private final long patienceNanos;

    /// @param patienceNanos how long a txn may take to be committed and applied everywhere
    Liveness(Voters voters, Commits commits, long patienceNanos) {
        this.voters = voters;
        this.commits = commits;
        this.patienceNanos = patienceNanos;
    }

    /// All has had its time. Servers that are down count only if their disks were damaged.
    void check(Iterable<? extends ServerView> views, Map<ServerId, Subject> subjects) {
        Map<ServerId, ServerView> up = new TreeMap<>();
        for (ServerView view : views) {
            Subject subject = subjects.get(view.id());
            if (view.isUp()) {
                up.put(view.id(), view);
            } else if (subject != null && !subject.isDamaged()) {
                throw new Violation(ID, "server %s is down: %s", view.id(), subject.whyDown());
            }
        }
        if (!voters.isQuorum(subjects.values(), subject -> up.containsKey(subject.id()))) {
            return;
        }
        Subject leader = null;
        for (ServerId id : up.keySet()) {
            Subject subject = subjects.get(id);
            if (subject != null && subject.isEstablished()) {
                if (leader != null) {
                    throw new Violation(ID, "servers %s and %s both lead", leader, subject);
                }
                leader = subject;
            }
        }
        if (leader == null) {
            throw new Violation(ID, "nobody leads: %s", details(subjects, up));
        }
        for (ServerView view : up.values()) {
            Subject subject = subjects.get(view.id());
            if (subject != null) {
                checkServes(view, leader, subjects, up);
                checkCaughtUp(subject, up);
            }
        }
        checkNothingWaits(leader, up.get(leader.id()));
    }

    private static void checkServes(
            ServerView view, Subject leader, Map<ServerId, Subject> subjects, Map<ServerId, ServerView> up) {
        Status status = view.replica().status();
        if (!status.serving() || !status.phase().equals("broadcast")) {
            throw new Violation(
                    ID, "server %s does not serve: %s, its leader is %s", view.id(), details(subjects, up), leader);
        }
        if (status.epoch() != leader.epoch()) {
            throw new Violation(
                    ID, "server %s is in epoch %s, the leader in %s", view.id(), status.epoch(), leader.epoch());
        }
    }

    private void checkCaughtUp(Subject server, Map<ServerId, ServerView> up) {
        Past missing = commits.firstAfter(server.applied());
        if (missing == null) {
            return;
        }
        ServerId committer = missing.committedBy();
        ServerView clock = committer == null ? null : up.get(committer);
        if (clock != null && clock.localNanos() - missing.committedAtNanos() > patienceNanos) {
            throw new Violation(
                    ID,
                    "server %s has applied up to %s, but %s has been committed for long",
                    server,
                    server.applied(),
                    missing);
        }
    }

    private void checkNothingWaits(Subject leader, @Nullable ServerView view) {
        Past waiting = null;
        Past at = leader.shelf().ordered();
        while (!at.isCommitted()) {
            waiting = at;
            at = at.before();
        }
        if (view != null && waiting != null && view.localNanos() - waiting.proposedAtNanos() > patienceNanos) {
            throw new Violation(ID, "leader %s proposed %s long ago, but it is not committed", leader, waiting);
        }
    }

    private static String details(Map<ServerId, Subject> subjects, Map<ServerId, ServerView> up) {
        StringBuilder text = new StringBuilder();
        for (Subject subject : subjects.values()) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(subject)
                    .append(": ")
                    .append(up.containsKey(subject.id()) ? subject.detail() : "down");
        }
        return text.toString();
    }
}
