package io.quorate.simulation.reference;

import io.quorate.model.SessionId;
import io.quorate.model.ZnodePath;
import io.quorate.model.Zxid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The tree and the sessions as they are after a txn. Costs nothing to make and stays right whatever is
/// committed later.
public final class State {
    private final Ledger ledger;
    private final Zxid zxid;

    State(Ledger ledger, Zxid zxid) {
        this.ledger = ledger;
        this.zxid = zxid;
    }

    public Zxid zxid() {
        return zxid;
    }

    public @Nullable Entry find(String path) {
        return ledger.find(path, zxid.value());
    }

    /// What clients see at a path: beside the tree, the znodes that servers make up.
    public @Nullable Entry shown(String path) {
        Entry entry = find(path);
        return entry == null ? Features.find(path) : entry;
    }

    /// Each session with its timeout in milliseconds.
    public SortedMap<SessionId, Integer> sessions() {
        return ledger.sessionsAt(zxid.value());
    }

    /// Whether a txn has ended the session.
    boolean hasEnded(SessionId session) {
        return ledger.hasEnded(session, zxid.value());
    }

    /// The paths of the ephemerals of a session, sorted.
    public List<String> ephemeralsOf(SessionId session) {
        return ledger.ephemeralsOf(session, zxid.value());
    }

    /// The paths of all containers, sorted.
    public List<String> containers() {
        return ledger.containersAt(zxid.value());
    }

    /// The paths of all znodes with a time to live, sorted.
    public List<String> ttls() {
        return ledger.ttlsAt(zxid.value());
    }

    /// What a `TxnDigest` of this state holds.
    public long digest() {
        return ledger.digestAt(zxid.value());
    }

    /// Every path, parents before children. Walks the whole tree.
    public List<String> paths() {
        return below(ZnodePath.ROOT);
    }

    /// A path and those of all its descendants; empty if there is no such znode.
    List<String> below(String top) {
        List<String> paths = new ArrayList<>();
        Deque<String> waiting = new ArrayDeque<>();
        waiting.push(top);
        while (!waiting.isEmpty()) {
            String path = waiting.pop();
            Entry entry = find(path);
            if (entry != null) {
                paths.add(path);
                entry.children().reversed().forEach(name -> waiting.push(ZnodePath.child(path, name)));
            }
        }
        return paths;
    }

    @Override
    public String toString() {
        return "State[" + zxid + "]";
    }
}
