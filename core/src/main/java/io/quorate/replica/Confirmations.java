package io.quorate.replica;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.zab.quorum.EnsembleConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The syncs that a leader owes an answer. Each waits until what was proposed before it is committed, and until a
/// quorum has
/// answered a ping sent after it: a leader that has been replaced without knowing it never answers. One round of pings
/// confirms
/// all syncs that came before it.
final class Confirmations {
    /// `from` is null for a client of the leader itself.
    private record Waiting(@Nullable LinkId from, Zxid after, long round) {}

    private final EnsembleConfig config;
    private final ServerId self;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final Map<LinkId, Long> awaitedPings = new HashMap<>();
    private long roundsBegun;
    private long roundsConfirmed;

    Confirmations(EnsembleConfig config, ServerId self) {
        this.config = config;
        this.self = self;
    }

    void add(@Nullable LinkId from, Zxid lastProposed) {
        waiting.add(new Waiting(from, lastProposed, roundsBegun + 1));
    }

    /// Whether a round of pings should be sent now.
    boolean wantsRound() {
        return roundsBegun == roundsConfirmed
                && !waiting.isEmpty()
                && waiting.getLast().round() > roundsBegun;
    }

    /// A round has been sent: to each link the ping with this number.
    void begun(Map<LinkId, Long> pings) {
        roundsBegun++;
        awaitedPings.clear();
        awaitedPings.putAll(pings);
    }

    /// Sees whether a quorum has answered the round that is under way.
    void observe(Collection<Learner> learners) {
        if (roundsBegun == roundsConfirmed) {
            return;
        }
        List<ServerId> answered = new ArrayList<>();
        answered.add(self);
        for (Learner learner : learners) {
            Long awaited = awaitedPings.get(learner.link());
            ServerId server = learner.server();
            if (awaited != null && server != null && learner.pingsAnswered() >= awaited) {
                answered.add(server);
            }
        }
        if (config.isQuorum(answered)) {
            roundsConfirmed = roundsBegun;
        }
    }

    /// What answering a sync means.
    interface Answer {
        /// @param from null for a client of the leader itself
        void to(@Nullable LinkId from);
    }

    /// Answers what can be answered, in order.
    void answer(Zxid committed, Zxid applied, Answer answer) {
        while (!waiting.isEmpty()) {
            Waiting first = waiting.getFirst();
            Zxid reached = first.from() == null ? applied : committed;
            if (first.round() > roundsConfirmed || first.after().isAfter(reached)) {
                return;
            }
            waiting.removeFirst();
            answer.to(first.from());
        }
    }
}
