package io.quorate.simulation.client;

import io.quorate.auth.AuthSettings;
import io.quorate.model.ServerId;
import io.quorate.operation.Preparation;
import io.quorate.operation.WriteSettings;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.replica.CleanerSettings;
import io.quorate.replica.ConnectionId;
import io.quorate.replica.Effect;
import io.quorate.replica.Effects;
import io.quorate.replica.Event;
import io.quorate.replica.Recovered;
import io.quorate.replica.Replica;
import io.quorate.replica.ServiceSettings;
import io.quorate.replica.Settings;
import io.quorate.simulation.world.ClientPorts;
import io.quorate.simulation.world.Timeline;
import io.quorate.tree.Tree;
import io.quorate.zab.quorum.EnsembleConfig;
import io.quorate.zab.quorum.Member;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// A real server alone, without a disk that fails or a network that does: it answers after a while. Connections break
/// now and then.
final class OneServer implements ClientPorts {
    static final int TICK_MILLIS = 200;
    static final ServerId ID = new ServerId(1);

    private static final long MILLI = 1_000_000;

    private final Timeline timeline;
    private final RandomGenerator random;
    private final Consumer<LoggedTxn> onCommit;
    private final Replica replica;
    private final Map<ConnectionId, Cable> cables = new LinkedHashMap<>();
    private final ArrayDeque<LoggedTxn> logged = new ArrayDeque<>();
    private final ArrayDeque<Effect> orders = new ArrayDeque<>();
    private long connections;

    OneServer(Timeline timeline, RandomGenerator random, Consumer<LoggedTxn> onCommit) {
        this.timeline = timeline;
        this.random = random;
        this.onCommit = onCommit;
        EnsembleConfig config = new EnsembleConfig(
                new TreeMap<>(Map.of(ID, new Member(ID, "127.0.0.1", 0, 0, Member.Role.PARTICIPANT, null))), 0);
        Settings settings = new Settings(
                ID,
                true,
                TICK_MILLIS,
                10,
                5,
                2 * TICK_MILLIS,
                20 * TICK_MILLIS,
                100_000,
                500,
                Preparation.USUAL_MAX_TXN_BYTES,
                ServiceSettings.DEFAULT,
                AuthSettings.DEFAULT,
                new WriteSettings(true, true, true),
                CleanerSettings.DEFAULT,
                7);
        replica = new Replica(settings, config, new Recovered(Tree.fresh(), List.of(), 0, 0, true), 1_000);
        Effects effects = new Effects();
        replica.start(tick(), effects);
        carryOut(effects.drain());
        timeline.after(MILLI, this::timePasses);
    }

    private Event.Tick tick() {
        long now = timeline.nowNanos() + 1_000 * MILLI;
        return new Event.Tick(now, now / MILLI);
    }

    private void timePasses() {
        step(tick());
        timeline.after(TICK_MILLIS * MILLI / 4, this::timePasses);
    }

    private void step(Event event) {
        Effects effects = new Effects();
        replica.step(tick(), effects);
        replica.step(event, effects);
        while (!logged.isEmpty()
                && logged.getFirst().zxid().isAtMost(replica.tree().zxid())) {
            onCommit.accept(logged.removeFirst());
        }
        carryOut(effects.drain());
    }

    private void carryOut(List<Effect> effects) {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Say(ConnectionId to, ServerMessage message) -> {
                    Cable cable = cables.get(to);
                    if (cable != null) {
                        cable.toClient(() -> cable.listener.heard(message));
                    }
                }
                case Effect.HangUp(ConnectionId to, var _, var _) -> {
                    Cable cable = cables.remove(to);
                    if (cable != null) {
                        cable.toClient(cable::tellLost);
                    }
                }
                case Effect.Append _, Effect.SaveEpochs _, Effect.TakeSnapshot _ -> order(effect);
                default -> {
                    // Reports, and nobody to talk to.
                }
            }
        }
    }

    private void order(Effect effect) {
        if (effect instanceof Effect.Append(LoggedTxn txn)) {
            logged.add(txn);
        }
        orders.add(effect);
        timeline.after(
                3 * MILLI,
                () -> step(
                        switch (orders.removeFirst()) {
                            case Effect.Append(LoggedTxn txn) -> new Event.LogFlushed(txn.zxid());
                            case Effect.SaveEpochs(long accepted, long current) ->
                                new Event.EpochsSaved(accepted, current);
                            case Effect.TakeSnapshot(Tree tree) -> new Event.SnapshotTaken(tree.zxid());
                            case Effect other -> throw new IllegalStateException("not ordered: " + other);
                        }));
    }

    @Override
    public Connection connect(int client, ServerId server, Listener listener) {
        return new Cable(new ConnectionId(++connections), listener);
    }

    private final class Cable implements Connection {
        private final ConnectionId id;
        private final Listener listener;
        private long toServerNanos;
        private long toClientNanos;
        private boolean isGone;

        Cable(ConnectionId id, Listener listener) {
            this.id = id;
            this.listener = listener;
        }

        private void toClient(Runnable what) {
            toClientNanos = Math.max(toClientNanos, timeline.nowNanos() + random.nextLong(10 * MILLI));
            timeline.at(toClientNanos, () -> {
                if (!isGone) {
                    what.run();
                }
            });
        }

        private void toServer(Event event) {
            toServerNanos = Math.max(toServerNanos, timeline.nowNanos() + random.nextLong(10 * MILLI));
            timeline.at(toServerNanos, () -> {
                if (event instanceof Event.ClientHandshake || cables.containsKey(id)) {
                    step(event);
                }
            });
            if (random.nextInt(300) == 0) {
                timeline.at(toServerNanos, () -> {
                    cables.remove(id);
                    step(new Event.ClientGone(id));
                });
                toClient(this::tellLost);
            }
        }

        private void tellLost() {
            isGone = true;
            listener.lost();
        }

        @Override
        public void handshake(ConnectRequest request) {
            cables.put(id, this);
            toServer(new Event.ClientHandshake(id, request, "127.0.0.1"));
        }

        @Override
        public void request(int xid, Request request) {
            toServer(new Event.ClientRequest(id, xid, request));
        }

        @Override
        public void close() {
            isGone = true;
            toServer(new Event.ClientGone(id));
        }
    }
}
