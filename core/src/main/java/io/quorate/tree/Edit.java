package io.quorate.tree;

import io.quorate.model.Acl;
import io.quorate.model.SessionId;
import io.quorate.model.StoredStat;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A tree in the making: the parts of one {@link Tree}, replaced one after the other while a txn is applied
/// or a snapshot loaded, with everything that is counted beside the znodes kept in step. Used once, by one
/// caller.
final class Edit {
    private Znode root;
    private OrderedMap<SessionId, Integer> sessions = OrderedMap.empty();
    private OrderedMap<SessionId, OrderedMap<String, Boolean>> ephemerals = OrderedMap.empty();
    private OrderedMap<String, Boolean> containers = OrderedMap.empty();
    private OrderedMap<String, Boolean> ttls = OrderedMap.empty();
    private OrderedMap<String, Boolean> quotas = OrderedMap.empty();
    private AclInterner acls = AclInterner.FRESH;
    private long digest;
    private int znodeCount;
    private int ephemeralCount;
    private long dataSize;

    /// Starts with nothing; the root comes last.
    Edit() {
        root = Znode.at("", new ZnodeContent(null, null, StoredStat.ZERO));
    }

    /// Starts with `tree`.
    Edit(Tree tree) {
        root = tree.root();
        sessions = tree.sessions();
        ephemerals = tree.ephemerals();
        containers = tree.containers();
        ttls = tree.ttls();
        quotas = tree.quotas();
        acls = tree.acls();
        digest = tree.treeDigest();
        znodeCount = tree.countedZnodes();
        ephemeralCount = tree.ephemeralCount();
        dataSize = tree.approximateDataSize();
    }

    Znode root() {
        return root;
    }

    /// Takes `other` as the root; what differs in it has been counted by its own calls.
    void root(Znode other) {
        root = other;
    }

    OrderedMap<SessionId, Integer> sessions() {
        return sessions;
    }

    OrderedMap<SessionId, OrderedMap<String, Boolean>> ephemerals() {
        return ephemerals;
    }

    OrderedMap<String, Boolean> ephemeralsOf(SessionId session) {
        OrderedMap<String, Boolean> owned = ephemerals.get(session);
        return owned == null ? OrderedMap.empty() : owned;
    }

    OrderedMap<String, Boolean> containers() {
        return containers;
    }

    OrderedMap<String, Boolean> ttls() {
        return ttls;
    }

    OrderedMap<String, Boolean> quotas() {
        return quotas;
    }

    AclInterner acls() {
        return acls;
    }

    long digest() {
        return digest;
    }

    int znodeCount() {
        return znodeCount;
    }

    int ephemeralCount() {
        return ephemeralCount;
    }

    long dataSize() {
        return dataSize;
    }

    List<Acl> intern(List<Acl> acl) {
        List<Acl> interned = acls.intern(acl);
        acls = acls.with(interned);
        return interned;
    }

    void session(SessionId session, int timeoutMillis) {
        sessions = sessions.with(session, timeoutMillis);
    }

    void dropSession(SessionId session) {
        sessions = sessions.without(session);
    }

    /// Puts other content into the last znode of `trail`, which stands at `path`; gives that znode.
    Znode replace(Trail trail, String path, ZnodeContent content) {
        Znode before = trail.last();
        Znode after = before.withContent(path, content);
        digest += after.digest() - before.digest();
        dataSize += after.dataLength() - before.dataLength();
        root = trail.rootWith(after);
        return after;
    }

    /// Adds a childless znode below the last of `toParent`, which gets `history`.
    void insert(Trail toParent, ChildPath path, Znode child, ZnodeContent history) {
        Znode before = toParent.last();
        Znode after = before.withContent(path.parent(), history).withChild(child);
        digest += after.digest() - before.digest();
        root = toParent.rootWith(after);
        enter(path.full(), child);
    }

    /// Removes `child`, if there is one, from below the last of `toParent`, which gets `history`.
    void remove(Trail toParent, ChildPath path, @Nullable Znode child, ZnodeContent history) {
        Znode before = toParent.last();
        Znode after = before.withContent(path.parent(), history);
        digest += after.digest() - before.digest();
        if (child != null) {
            after = after.withoutChild(path.name());
            leaveAll(path.full(), child);
        }
        root = toParent.rootWith(after);
    }

    /// Counts a znode that has come to be at `path`.
    void enter(String path, Znode znode) {
        digest += znode.digest();
        dataSize += sizeOf(path, znode);
        znodeCount++;
        if (znode.isEphemeral()) {
            SessionId owner = znode.owner();
            ephemerals = ephemerals.with(owner, ephemeralsOf(owner).with(path, true));
            ephemeralCount++;
        } else if (znode.isContainer()) {
            containers = containers.with(path, true);
        } else if (znode.isTtl()) {
            ttls = ttls.with(path, true);
        }
        String limited = Quota.limitedBy(path);
        if (limited != null) {
            quotas = quotas.with(limited, true);
        }
    }

    private void leave(String path, Znode znode) {
        digest -= znode.digest();
        dataSize -= sizeOf(path, znode);
        znodeCount--;
        if (znode.isEphemeral()) {
            SessionId owner = znode.owner();
            OrderedMap<String, Boolean> left = ephemeralsOf(owner).without(path);
            ephemerals = left.isEmpty() ? ephemerals.without(owner) : ephemerals.with(owner, left);
            ephemeralCount--;
        } else if (znode.isContainer()) {
            containers = containers.without(path);
        } else if (znode.isTtl()) {
            ttls = ttls.without(path);
        }
        String limited = Quota.limitedBy(path);
        if (limited != null) {
            quotas = quotas.without(limited);
        }
    }

    /// A deleted znode has children only while a log is replayed over a fuzzy snapshot: the snapshot then
    /// has a later znode of the same path, and those children, all created later, come again.
    private void leaveAll(String path, Znode znode) {
        Deque<Map.Entry<String, Znode>> open = new ArrayDeque<>();
        open.push(Map.entry(path, znode));
        while (!open.isEmpty()) {
            Map.Entry<String, Znode> next = open.pop();
            leave(next.getKey(), next.getValue());
            for (Znode child : next.getValue().children()) {
                open.push(Map.entry(next.getKey() + "/" + child.name(), child));
            }
        }
    }

    /// As Apache counts: characters of the path, and of the root's, which is one slash there.
    private static int sizeOf(String path, Znode znode) {
        return Math.max(1, path.length()) + znode.dataLength();
    }
}
