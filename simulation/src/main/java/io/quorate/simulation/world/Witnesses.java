package io.quorate.simulation.world;

import io.quorate.model.Zxid;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.Recovered;
import java.util.List;
import java.util.function.Consumer;

/// Several witnesses, in their order.
public record Witnesses(List<Witness> all) implements Witness {
    private void each(Consumer<Witness> telling) {
        all.forEach(telling);
    }

    @Override
    public void started(ServerView server, Recovered recovered) {
        each(witness -> witness.started(server, recovered));
    }

    @Override
    public void stopped(ServerView server, String why, boolean powerLost) {
        each(witness -> witness.stopped(server, why, powerLost));
    }

    @Override
    public void damaged(ServerView server, String what) {
        each(witness -> witness.damaged(server, what));
    }

    @Override
    public void stepped(ServerView server, Event event, List<Effect> effects) {
        each(witness -> witness.stepped(server, event, effects));
    }

    @Override
    public void stored(ServerView server, Event answer) {
        each(witness -> witness.stored(server, answer));
    }

    @Override
    public void tidied(ServerView server, Zxid newestSnapshot) {
        each(witness -> witness.tidied(server, newestSnapshot));
    }

    @Override
    public void calmed() {
        each(Witness::calmed);
    }

    @Override
    public void ended(Iterable<? extends ServerView> servers) {
        each(witness -> witness.ended(servers));
    }
}
