package io.quorate.operation;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.EventType;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.tree.Change;
import io.quorate.tree.RecentChanges;
import io.quorate.tree.Znode;
import io.quorate.watch.Watches;
import io.quorate.watch.Watches.Kind;
import java.util.ArrayList;
import java.util.List;

/// setWatches, setWatches2: a client that has lost its connection asks for its watches again, and says
/// up to which zxid it has seen. A one-shot watch that would have fired since then fires now instead;
/// such a notification has no txn.
///
/// Persistent watches miss nothing either, other than in ZooKeeper: what they would have heard of is
/// told again, event for event, as long as the client was not away for more changes than are kept. If
/// it was, all that can be told is what the watched znode itself shows; its owner must read again what
/// lies below.
final class SetWatches {
    private final Request.SetWatches request;
    private final Caller caller;
    private final long watcher;
    private final Reading reading;
    private final List<ServerMessage.Notification> catchUp = new ArrayList<>();

    private SetWatches(Request.SetWatches request, Caller caller, Reading reading) {
        this.request = request;
        this.caller = caller;
        this.watcher = caller.watcher();
        this.reading = reading;
    }

    static Answer read(Request.SetWatches request, Caller caller, Reading reading) {
        boolean anyEmpty = request.data().contains("")
                || request.exist().contains("")
                || request.child().contains("")
                || request.persistent().contains("")
                || request.persistentRecursive().contains("");
        return anyEmpty ? Answer.failed(ErrorCode.BAD_ARGUMENTS) : new SetWatches(request, caller, reading).set();
    }

    private Answer set() {
        request.data().forEach(this::setData);
        request.exist().forEach(this::setExist);
        request.child().forEach(this::setChild);
        setPersistent(reading.watches());
        RecentChanges recent = reading.recent();
        if (recent.areKept() && recent.reachBackTo(request.relativeZxid())) {
            tellAgain(recent.after(request.relativeZxid()));
        } else if (recent.areKept()) {
            request.persistent().forEach(path -> lookAt(path, true));
            request.persistentRecursive().forEach(path -> lookAt(path, false));
        }
        return new Answer(ErrorCode.OK, new Response.Empty(), List.copyOf(catchUp));
    }

    private void setData(String path) {
        Znode znode = reading.find(path);
        if (znode == null) {
            sayDeleted(path);
        } else if (znode.stat().mzxid() > request.relativeZxid()) {
            say(EventType.DATA_CHANGED, path, znode);
        } else {
            reading.watches().add(watcher, path, Kind.DATA);
        }
    }

    private void setExist(String path) {
        Znode znode = reading.find(path);
        if (znode != null) {
            say(EventType.CREATED, path, znode);
        } else {
            reading.watches().add(watcher, path, Kind.DATA);
        }
    }

    private void setChild(String path) {
        Znode znode = reading.find(path);
        if (znode == null) {
            sayDeleted(path);
        } else if (znode.stat().pzxid() > request.relativeZxid()) {
            say(EventType.CHILDREN_CHANGED, path, znode);
        } else {
            reading.watches().add(watcher, path, Kind.CHILD);
        }
    }

    private void setPersistent(Watches watches) {
        request.persistent().forEach(path -> watches.add(watcher, path, Kind.PERSISTENT));
        request.persistentRecursive().forEach(path -> watches.add(watcher, path, Kind.PERSISTENT_RECURSIVE));
    }

    /// What the persistent watches would have been told of these changes, had they been here.
    private void tellAgain(List<Change> missed) {
        Watches wereHere = new Watches();
        setPersistent(wereHere);
        for (Change change : missed) {
            Announcement.announce(change, wereHere, (_, type, path, acl) -> {
                if (reading.settings().allows(acl, Acl.READ, caller.identities())) {
                    catchUp.add(new ServerMessage.Notification(type, path, Zxid.UNKNOWN));
                }
            });
        }
    }

    /// What happened to a znode last, as far as it can be seen from it.
    private void lookAt(String path, boolean withChildren) {
        Znode znode = reading.find(path);
        long seen = request.relativeZxid();
        if (znode == null) {
            sayDeleted(path);
            return;
        }
        if (znode.stat().czxid() > seen) {
            say(EventType.CREATED, path, znode);
        } else if (znode.stat().mzxid() > seen) {
            say(EventType.DATA_CHANGED, path, znode);
        }
        if (withChildren && znode.stat().pzxid() > Math.max(seen, znode.stat().czxid())) {
            say(EventType.CHILDREN_CHANGED, path, znode);
        }
    }

    /// As with every event, whoever may not read the znode does not hear of it, and has used up the
    /// watch.
    private void say(EventType type, String path, Znode znode) {
        if (reading.allows(znode, Acl.READ, caller)) {
            catchUp.add(new ServerMessage.Notification(type, path, Zxid.UNKNOWN));
        }
    }

    /// The ACL has gone with the znode, so everybody hears of it.
    private void sayDeleted(String path) {
        catchUp.add(new ServerMessage.Notification(EventType.DELETED, path, Zxid.UNKNOWN));
    }
}
