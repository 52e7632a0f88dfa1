package io.quorate.simulation.ghost;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.Recovered;
import io.quorate.simulation.Violation;
import io.quorate.simulation.reference.Reference;
import io.quorate.simulation.reference.State;
import io.quorate.simulation.world.ServerView;
import io.quorate.simulation.world.Witness;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Every state that a server may be in: the one after each committed txn, and those after txns that were proposed and
/// never got further, which a server that is looking for a leader takes for history all the same.
///
/// A txn that is proposed has one past, whatever server holds it. So what it was first logged behind tells where it
/// belongs.
final class States implements Witness {
    private static final int MOST_FORKS = 16;

    private record Proposed(LoggedTxn txn, Zxid after) {}

    private final Reference reference;
    private final List<LoggedTxn> committed = new ArrayList<>();
    // These two are only ever asked by key.
    private final Map<Zxid, Proposed> proposed = new HashMap<>();
    private final Map<ServerId, Zxid> ends = new HashMap<>();
    private final Map<Zxid, Reference> forks = new LinkedHashMap<>();

    States(Reference reference) {
        this.reference = reference;
    }

    // ---- what happens

    @Override
    public void started(ServerView server, Recovered recovered) {
        ends.put(server.id(), recovered.tree().zxid());
    }

    @Override
    public void stepped(ServerView server, Event event, List<Effect> effects) {
        if (event instanceof Event.LogTruncated(var tree, var _)) {
            ends.put(server.id(), tree.zxid());
        }
        for (Effect effect : effects) {
            if (effect instanceof Effect.Append(LoggedTxn txn)) {
                Zxid before = ends.put(server.id(), txn.zxid());
                proposed(txn, before == null ? Zxid.ZERO : before);
            } else if (effect instanceof Effect.InstallSnapshot(var tree)) {
                ends.put(server.id(), tree.zxid());
            }
        }
    }

    private void proposed(LoggedTxn txn, Zxid after) {
        if (!isCommitted(txn.zxid())) {
            proposed.putIfAbsent(txn.zxid(), new Proposed(txn, after));
        }
    }

    /// The next txn has been committed.
    void commit(LoggedTxn txn) {
        try {
            reference.commit(txn.header(), txn.txn());
        } catch (IllegalStateException e) {
            throw unfit(txn, e);
        }
        committed.add(txn);
        proposed.remove(txn.zxid());
        forks.remove(txn.zxid());
    }

    private static Violation unfit(LoggedTxn txn, IllegalStateException e) {
        return new Violation("I-VERSION", "%s does not fit the state that it meets: %s", txn, e);
    }

    // ---- what is known

    /// The last txn that was committed.
    Zxid last() {
        return reference.last();
    }

    /// How many txns have been committed.
    int count() {
        return committed.size();
    }

    /// The committed txn with this number, from 0 on.
    LoggedTxn txn(int index) {
        return committed.get(index);
    }

    /// How many committed txns have at most this zxid.
    int countUpTo(Zxid zxid) {
        int low = 0;
        int high = committed.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (committed.get(middle).zxid().isAtMost(zxid)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Whether this names a state that was committed, be it the first.
    boolean isCommitted(Zxid zxid) {
        int count = countUpTo(zxid);
        return count == 0
                ? zxid.equals(Zxid.ZERO)
                : committed.get(count - 1).zxid().equals(zxid);
    }

    /// The txn, if it was ever proposed.
    @Nullable
    LoggedTxn find(Zxid zxid) {
        int count = countUpTo(zxid);
        if (count > 0 && committed.get(count - 1).zxid().equals(zxid)) {
            return committed.get(count - 1);
        }
        Proposed known = proposed.get(zxid);
        return known == null ? null : known.txn();
    }

    State committedAt(Zxid zxid) {
        return reference.at(zxid);
    }

    /// The state after a txn and all of its past, committed or not; null if nobody ever proposed such a txn.
    @Nullable
    State at(Zxid zxid) {
        if (isCommitted(zxid)) {
            return reference.at(zxid);
        }
        Deque<LoggedTxn> tail = new ArrayDeque<>();
        Zxid at = zxid;
        while (!isCommitted(at) && !forks.containsKey(at)) {
            Proposed known = proposed.get(at);
            if (known == null) {
                return null;
            }
            tail.addFirst(known.txn());
            at = known.after();
        }
        Reference fork = forkAt(at, !tail.isEmpty());
        for (LoggedTxn txn : tail) {
            try {
                fork.commit(txn.header(), txn.txn());
            } catch (IllegalStateException e) {
                throw unfit(txn, e);
            }
            forks.put(txn.zxid(), fork);
        }
        return fork.at(zxid);
    }

    private Reference forkAt(Zxid base, boolean toGrow) {
        Reference known = forks.get(base);
        if (known != null && (!toGrow || known.last().equals(base))) {
            return known;
        }
        if (forks.size() > MOST_FORKS) {
            forks.clear();
        }
        State state = known == null ? reference.at(base) : known.at(base);
        return new Reference(new StateImage(state, base));
    }
}
