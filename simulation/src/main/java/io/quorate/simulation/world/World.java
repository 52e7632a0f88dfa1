package io.quorate.simulation.world;

import io.quorate.model.ServerId;
import io.quorate.protocol.peer.ServerState;
import io.quorate.replica.ConnectionId;
import io.quorate.simulation.Tally;
import io.quorate.zab.quorum.EnsembleConfig;
import io.quorate.zab.quorum.Member;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Everything there is in a run: time, chance, machines and what connects them. It moves when {@link
/// #step} is called; what befalls it is done through {@link Fate}.
public final class World implements ClientPorts {
    private final Setting setting;
    private final Chance chance;
    private final Witness witness;
    private final Timeline timeline = new Timeline();
    private final Tally tally = new Tally();
    private final EnsembleConfig config;
    private final SortedMap<ServerId, Machine> machines = new TreeMap<>();
    private final Map<String, Path> paths = new TreeMap<>();
    private final Links links = new Links(this);
    private final Elections elections = new Elections(this);
    private Gate gate = new Gate() {};
    private long lastConnection;

    /// No server runs yet.
    public World(Setting setting, Chance chance, Witness witness) {
        this.setting = setting;
        this.chance = chance;
        this.witness = witness;
        SortedMap<ServerId, Member> members = new TreeMap<>();
        for (long i = 1; i <= setting.servers(); i++) {
            ServerId id = new ServerId(i);
            members.put(id, new Member(id, "127.0.0.1", 2881, 3881, Member.Role.PARTICIPANT, null));
        }
        config = new EnsembleConfig(members, 0);
        members.keySet().forEach(id -> machines.put(id, new Machine(this, id)));
    }

    /// Lets the next thing happen.
    public void step() {
        timeline.step();
    }

    /// Lets happen what happens until a time.
    public void runUntil(long nanos) {
        timeline.runUntil(nanos);
    }

    public Setting setting() {
        return setting;
    }

    public Chance chance() {
        return chance;
    }

    public Timeline timeline() {
        return timeline;
    }

    public EnsembleConfig config() {
        return config;
    }

    public Tally tally() {
        return tally;
    }

    /// By id.
    public Collection<Machine> machines() {
        return Collections.unmodifiableCollection(machines.values());
    }

    public Machine machine(ServerId id) {
        Machine machine = machines.get(id);
        if (machine == null) {
            throw new IllegalArgumentException("there is no server " + id + " among " + machines.keySet());
        }
        return machine;
    }

    /// Whoever leads; the first server if nobody does.
    Machine leader() {
        return machines.values().stream()
                .filter(machine -> machine.isUp() && machine.replica().status().state() == ServerState.LEADING)
                .findFirst()
                .orElseGet(() -> machines.firstEntry().getValue());
    }

    public void setGate(Gate gate) {
        this.gate = gate;
    }

    Gate gate() {
        return gate;
    }

    Witness witness() {
        return witness;
    }

    Links links() {
        return links;
    }

    Elections elections() {
        return elections;
    }

    void count(String what) {
        tally.count(what);
    }

    // ---- ways

    Path path(Machine from, Machine to) {
        return path("s" + from.id(), "s" + to.id());
    }

    /// The way between two places, `s1` being server 1 and `c1` client 1.
    Path path(String from, String to) {
        return paths.computeIfAbsent(from + ">" + to, name -> {
            RandomGenerator random = chance.stream("path " + name);
            long latency = TimeUnit.MICROSECONDS.toNanos(setting.latencyMicros());
            return new Path(timeline, random, latency / 2 + random.nextLong(latency));
        });
    }

    Collection<Path> paths() {
        return paths.values();
    }

    @Override
    public Connection connect(int client, ServerId server, Listener listener) {
        String near = "c" + client;
        String far = "s" + server;
        ClientWire.Channels channels =
                new ClientWire.Channels(new Channel(timeline, path(near, far)), new Channel(timeline, path(far, near)));
        ConnectionId id = new ConnectionId(++lastConnection);
        ClientWire wire = new ClientWire(machine(server), id, "10.0.0." + (client % 250), channels, listener);
        wire.connect();
        return wire;
    }
}
