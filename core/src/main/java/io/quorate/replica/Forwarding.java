package io.quorate.replica;

import io.quorate.model.Identity;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.session.TouchTable;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What a follower's clients ask for goes to the leader, and the signs of life of their sessions with
/// the next answer to its ping.
final class Forwarding implements Upstream {
    private final Consumer<PeerMessage.FromLearner> leader;
    private final TouchTable touched = new TouchTable();

    /// For each sync that the leader has answered: what must have been applied here before the client
    /// hears of it.
    private final ArrayDeque<Zxid> syncs = new ArrayDeque<>();

    private boolean takesExtensions;

    Forwarding(Consumer<PeerMessage.FromLearner> leader) {
        this.leader = leader;
    }

    /// The leader has said whether it takes extension operations.
    void extensions(boolean taken) {
        takesExtensions = taken;
    }

    @Override
    public boolean takesExtensions() {
        return takesExtensions;
    }

    @Override
    public boolean isElsewhere() {
        return true;
    }

    @Override
    public boolean takesWrites() {
        return true;
    }

    @Override
    public void write(SessionId session, int cxid, Request request, List<Identity> identities) {
        leader.accept(new PeerMessage.Forward(session, cxid, request, identities));
    }

    @Override
    public void sync(SessionId session, int cxid, Request request, List<Identity> identities) {
        write(session, cxid, request, identities);
    }

    @Override
    public void revalidate(SessionId session, int timeoutMillis) {
        leader.accept(new PeerMessage.Revalidate(session, timeoutMillis));
    }

    @Override
    public void touch(SessionId session, int timeoutMillis) {
        touched.touch(session, timeoutMillis);
    }

    /// The sessions touched since the last call, with their timeouts in milliseconds.
    Map<SessionId, Integer> touched() {
        return touched.drain();
    }

    /// The leader has answered the oldest sync; everything up to `committed` had been committed before.
    void synced(Zxid committed) {
        syncs.add(committed);
    }

    /// How many answered syncs the clients may hear of now, in order; they are forgotten.
    int syncsDone(Zxid applied) {
        int done = 0;
        while (!syncs.isEmpty() && syncs.getFirst().isAtMost(applied)) {
            syncs.removeFirst();
            done++;
        }
        return done;
    }

    /// The same, when `next` is about to be applied.
    int syncsDoneBefore(Zxid next) {
        int done = 0;
        while (!syncs.isEmpty() && next.isAfter(syncs.getFirst())) {
            syncs.removeFirst();
            done++;
        }
        return done;
    }
}
