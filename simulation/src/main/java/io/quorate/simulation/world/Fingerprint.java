package io.quorate.simulation.world;

import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.Recovered;
import java.util.List;

/// A number that stands for a whole run: if one thing happens in another order, at another time or with
/// another result, it is another.
public final class Fingerprint implements Witness {
    private long value = 1;
    private long steps;

    /// Of everything so far.
    public long value() {
        return value;
    }

    /// How many steps the replicas have taken.
    public long steps() {
        return steps;
    }

    private void mix(long number) {
        value = (value ^ number) * 0x9E3779B97F4A7C15L;
        value ^= value >>> 29;
    }

    private void mix(String text) {
        mix(text.hashCode());
    }

    @Override
    public void started(ServerView server, Recovered recovered) {
        mix(server.id().value());
        mix(recovered.tree().zxid().value());
        mix(recovered.tree().digest().treeDigest());
    }

    @Override
    public void stopped(ServerView server, String why, boolean powerLost) {
        mix(server.id().value());
        mix(why);
    }

    @Override
    public void stepped(ServerView server, Event event, List<Effect> effects) {
        steps++;
        mix(server.id().value());
        mix(server.localNanos());
        mix(event.getClass().getSimpleName());
        mix(server.replica().tree().digest().treeDigest());
        for (Effect effect : effects) {
            mix(effect.getClass().getSimpleName());
        }
    }

    @Override
    public void stored(ServerView server, Event answer) {
        mix(server.id().value());
        mix(answer.getClass().getSimpleName());
    }
}
