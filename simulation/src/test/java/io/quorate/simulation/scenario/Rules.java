package io.quorate.simulation.scenario;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.simulation.world.Gate;
import io.quorate.simulation.world.ServerView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What a scenario has arranged for exact moments: the first rule that fits one decides what becomes of it.
final class Rules implements Gate {
    private record Rule(int server, Predicate<Object> moment, Verdict verdict, boolean once) {}

    private final List<Rule> rules = new ArrayList<>();

    /// How each server was brought in step the last time, in a leader's words.
    private final Map<ServerId, String> synchronisations = new TreeMap<>();

    void add(int server, Predicate<Object> moment, Verdict verdict) {
        rules.add(new Rule(server, moment, verdict, false));
    }

    /// For the first time only.
    void addOnce(int server, Predicate<Object> moment, Verdict verdict) {
        rules.add(new Rule(server, moment, verdict, true));
    }

    void forget() {
        rules.clear();
    }

    /// `diff`, `trunc`, `snap` or `never`.
    String synchronisationOf(ServerId server) {
        return synchronisations.getOrDefault(server, "never").split(" ", 2)[0];
    }

    @Override
    public Verdict effect(ServerView server, Effect effect) {
        if (effect instanceof Effect.Synchronised(ServerId learner, String how, Zxid _)
                && !learner.equals(server.id())) {
            synchronisations.put(learner, how);
        }
        return decide(server, effect);
    }

    @Override
    public Verdict event(ServerView server, Event event) {
        return decide(server, event);
    }

    private Verdict decide(ServerView server, Object what) {
        // A moment may add rules of its own.
        for (Rule rule : List.copyOf(rules)) {
            if (rule.server() == server.id().value() && rule.moment().test(what)) {
                if (rule.once()) {
                    rules.remove(rule);
                }
                return rule.verdict();
            }
        }
        return Verdict.PASS;
    }
}
