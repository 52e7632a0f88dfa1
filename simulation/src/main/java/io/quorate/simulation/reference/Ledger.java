package io.quorate.simulation.reference;

import io.quorate.model.SessionId;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnHeader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Everything that ever was: each znode, the sessions and who owns what, by the txn from which on it was so.
final class Ledger implements Znodes {
    /// What one txn did.
    record Step(List<Change> changes, List<String> touched) {}

    // Only ever asked by key: its order would be nobody's.
    private final Map<String, Versions<Entry>> znodes = new HashMap<>();
    private final Map<SessionId, Versions<Names>> ephemerals = new HashMap<>();
    private final Map<SessionId, Long> ends = new HashMap<>();
    private final Versions<Names> containers = new Versions<>();
    private final Versions<Names> ttls = new Versions<>();
    private final Versions<SortedMap<SessionId, Integer>> sessions = new Versions<>();
    private final Versions<Long> digests = new Versions<>();
    private final Versions<Step> steps = new Versions<>();

    private final List<Change> changes = new ArrayList<>();
    private final Set<String> touched = new LinkedHashSet<>();
    private long zxid;
    private long digest;

    /// What is so from the beginning.
    Ledger(long zxid, Iterable<Entry> entries, SortedMap<SessionId, Integer> sessionTimeouts) {
        this.zxid = zxid;
        entries.forEach(entry -> put(entry.path(), entry));
        digests.set(zxid, digest);
        sessions.set(zxid, sessionTimeouts);
    }

    void commit(TxnHeader header, Txn txn) {
        zxid = header.zxid().value();
        changes.clear();
        touched.clear();
        new Application(this, header).apply(txn);
        digests.set(zxid, digest);
        steps.set(zxid, new Step(List.copyOf(changes), List.copyOf(touched)));
    }

    @Override
    public @Nullable Entry find(String path) {
        Versions<Entry> versions = znodes.get(path);
        return versions == null ? null : versions.latest();
    }

    @Override
    public void put(String path, @Nullable Entry entry) {
        Entry before = find(path);
        znodes.computeIfAbsent(path, _ -> new Versions<>()).set(zxid, entry);
        touched.add(path);
        if (before != null) {
            digest -= before.digest();
            if (entry == null) {
                index(before, false);
            }
        }
        if (entry != null) {
            digest += entry.digest();
            if (before == null) {
                index(entry, true);
            }
        }
    }

    /// Who owns a znode never changes while it lives.
    private void index(Entry entry, boolean there) {
        if (entry.isContainer()) {
            index(containers, entry.path(), there);
        } else if (entry.hasTtl()) {
            index(ttls, entry.path(), there);
        } else if (entry.isEphemeral()) {
            SessionId owner = new SessionId(entry.stat().ephemeralOwner());
            index(ephemerals.computeIfAbsent(owner, _ -> new Versions<>()), entry.path(), there);
        }
    }

    private void index(Versions<Names> names, String path, boolean there) {
        Names now = orNone(names.latest());
        names.set(zxid, there ? now.with(path) : now.without(path));
    }

    @Override
    public List<String> ephemeralsOf(SessionId session) {
        return ephemeralsOf(session, zxid);
    }

    @Override
    public boolean hasSession(SessionId session) {
        return sessionsAt(zxid).containsKey(session);
    }

    @Override
    public void putSession(SessionId session, @Nullable Integer timeoutMillis) {
        SortedMap<SessionId, Integer> now = new TreeMap<>(sessionsAt(zxid));
        if (timeoutMillis == null) {
            now.remove(session);
            ends.put(session, zxid);
        } else {
            now.put(session, timeoutMillis);
        }
        sessions.set(zxid, Collections.unmodifiableSortedMap(now));
    }

    @Override
    public void changed(Change change) {
        changes.add(change);
    }

    @Nullable
    Entry find(String path, long at) {
        Versions<Entry> versions = znodes.get(path);
        return versions == null ? null : versions.at(at);
    }

    List<String> ephemeralsOf(SessionId session, long at) {
        Versions<Names> versions = ephemerals.get(session);
        return versions == null ? List.of() : orNone(versions.at(at)).sorted();
    }

    List<String> containersAt(long at) {
        return orNone(containers.at(at)).sorted();
    }

    List<String> ttlsAt(long at) {
        return orNone(ttls.at(at)).sorted();
    }

    private static Names orNone(@Nullable Names names) {
        return names == null ? Names.NONE : names;
    }

    SortedMap<SessionId, Integer> sessionsAt(long at) {
        SortedMap<SessionId, Integer> found = sessions.at(at);
        return found == null ? Collections.emptySortedMap() : found;
    }

    boolean hasEnded(SessionId session, long at) {
        Long end = ends.get(session);
        return end != null && end <= at;
    }

    long digestAt(long at) {
        Long found = digests.at(at);
        return found == null ? 0 : found;
    }

    /// Null if no txn has this zxid.
    @Nullable
    Step step(long at) {
        return steps.exactly(at);
    }
}
