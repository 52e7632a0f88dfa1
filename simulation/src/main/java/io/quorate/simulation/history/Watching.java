package io.quorate.simulation.history;

import io.quorate.model.Acl;
import io.quorate.model.EventType;
import io.quorate.model.ZnodePath;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.ServerMessage.Notification;
import io.quorate.simulation.Violation;
import io.quorate.simulation.reference.Change;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The watches that one connection holds, and what it must be told because of them.
///
/// It goes through the same txns as the server, one state after the other. So it knows at each answer what must have
/// been said before, and of each notification whether it is the next one.
final class Watching {
    static final int DATA = 1;
    static final int CHILD = 1 << 1;
    static final int PERSISTENT = 1 << 2;
    static final int RECURSIVE = 1 << 3;

    private static final int IN_DATA_TABLE = DATA | PERSISTENT | RECURSIVE;
    private static final int IN_CHILD_TABLE = CHILD | PERSISTENT;

    /// @param acl who may hear of it
    private record Due(EventType type, String path, Zxid zxid, List<Acl> acl) {
        boolean is(Notification notification) {
            return type == notification.type() && path.equals(notification.path()) && zxid.equals(notification.zxid());
        }
    }

    private final Conversation conversation;
    private final Commits commits;

    // Only ever asked by key: its order would be nobody's.
    private final Map<String, Integer> modes = new HashMap<>();
    private final ArrayDeque<Due> due = new ArrayDeque<>();
    private int recursive;
    private int reached;

    Watching(Conversation conversation, Commits commits) {
        this.conversation = conversation;
        this.commits = commits;
    }

    // ---- the watches

    void add(String path, int mode) {
        set(path, modesOf(path) | mode);
    }

    void takeUpPersistent(Request.SetWatches again) {
        again.persistent().forEach(path -> add(path, PERSISTENT));
        again.persistentRecursive().forEach(path -> add(path, RECURSIVE));
    }

    boolean has(String path, int mode) {
        return (modesOf(path) & mode) != 0;
    }

    void remove(String path, int mode) {
        set(path, modesOf(path) & ~mode);
    }

    private int modesOf(String path) {
        return modes.getOrDefault(path, 0);
    }

    private void set(String path, int after) {
        Integer before = after == 0 ? modes.remove(path) : modes.put(path, after);
        recursive += Integer.signum(after & RECURSIVE) - Integer.signum((before == null ? 0 : before) & RECURSIVE);
    }

    // ---- what must be told

    /// The server has applied everything up to `zxid`.
    void advance(Zxid zxid) {
        int end = commits.countUpTo(zxid);
        if (modes.isEmpty()) {
            reached = Math.max(reached, end);
        }
        for (; reached < end; reached++) {
            Commits.Commit commit = commits.get(reached);
            for (Change change : commit.changes()) {
                changed(change, commit.zxid());
            }
        }
    }

    private void changed(Change change, Zxid zxid) {
        String path = change.path();
        switch (change.type()) {
            case CREATED -> {
                fire(EventType.CREATED, path, zxid, change.acl(), isDataWatched(path));
                remove(path, DATA);
                childrenChanged(change, zxid);
            }
            case DELETED -> {
                // Whoever watches both data and children hears of it once.
                fire(EventType.DELETED, path, zxid, change.acl(), isDataWatched(path) || has(path, IN_CHILD_TABLE));
                remove(path, DATA | CHILD);
                childrenChanged(change, zxid);
            }
            case DATA_CHANGED -> {
                fire(EventType.DATA_CHANGED, path, zxid, change.acl(), isDataWatched(path));
                remove(path, DATA);
            }
            case CHILDREN_CHANGED -> throw new IllegalArgumentException("no change of its own: " + change);
        }
    }

    private void childrenChanged(Change change, Zxid zxid) {
        String parent = ZnodePath.parent(change.path());
        fire(EventType.CHILDREN_CHANGED, parent, zxid, change.parentAcl(), has(parent, IN_CHILD_TABLE));
        remove(parent, CHILD);
    }

    private boolean isDataWatched(String path) {
        if (has(path, IN_DATA_TABLE)) {
            return true;
        }
        String ancestor = path;
        while (recursive > 0 && ancestor.length() > 1) {
            ancestor = ZnodePath.parent(ancestor);
            if (has(ancestor, RECURSIVE)) {
                return true;
            }
        }
        return false;
    }

    private void fire(EventType type, String path, Zxid zxid, List<Acl> acl, boolean watched) {
        if (watched) {
            due.add(new Due(type, path, zxid, acl));
        }
    }

    /// What the persistent watches that are taken up again would have been told meanwhile, had they been here.
    List<Notification> missed(Request.SetWatches again, Zxid at, Predicate<List<Acl>> mayRead) {
        Watching there = new Watching(conversation, commits);
        there.reached = commits.countUpTo(new Zxid(again.relativeZxid()));
        there.takeUpPersistent(again);
        there.advance(at);
        return there.due.stream()
                .filter(event -> mayRead.test(event.acl()))
                .map(event -> new Notification(event.type(), event.path(), Zxid.UNKNOWN))
                .toList();
    }

    /// The client has been told something of a txn.
    ///
    /// @param maybe whether somebody whom an ACL names might have been allowed to hear of it
    /// @param surely whether he certainly was
    void told(Notification notification, Predicate<List<Acl>> maybe, Predicate<List<Acl>> surely) {
        advance(notification.zxid());
        while (!due.isEmpty() && !due.getFirst().is(notification)) {
            require(due.removeFirst(), surely, notification);
        }
        Due next = due.poll();
        if (next == null) {
            throw new Violation(
                    "I-WATCH", "%s was told %s, for which it had no watch left", conversation, notification);
        }
        if (!maybe.test(next.acl())) {
            throw new Violation(
                    "I-WATCH", "%s was told %s, but may not read what has %s", conversation, notification, next.acl());
        }
    }

    /// Everything that was due has been told, as an answer that shows a later state is here.
    void settle(Predicate<List<Acl>> surely, Object told) {
        while (!due.isEmpty()) {
            require(due.removeFirst(), surely, told);
        }
    }

    /// Whoever may not read a znode does not hear of it, and has used up the watch.
    private void require(Due missing, Predicate<List<Acl>> surely, Object told) {
        if (surely.test(missing.acl())) {
            throw new Violation(
                    "I-WATCH",
                    "%s was told %s without having been told %s of %s in txn %s",
                    conversation,
                    told,
                    missing.type(),
                    missing.path(),
                    missing.zxid());
        }
    }
}
