package io.quorate.simulation.reference;

import io.quorate.model.EventType;
import io.quorate.model.SessionId;
import io.quorate.model.StoredStat;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a txn does. A txn that was prepared as the rules say always fits; for one that does not there is an
/// exception, since some leader must have made a mistake.
final class Application {
    private static final int UNKNOWN_CVERSION = -1;

    private final Znodes znodes;
    private final TxnHeader header;
    private final long zxid;

    Application(Znodes znodes, TxnHeader header) {
        this.znodes = znodes;
        this.header = header;
        this.zxid = header.zxid().value();
    }

    /// @throws IllegalStateException if the txn does not fit the state
    void apply(Txn txn) {
        switch (txn) {
            case Txn.Create create -> create(create);
            case Txn.Delete(var _, String path) -> delete(path, existing(path, txn));
            case Txn.SetData setData -> setData(setData);
            case Txn.SetAcl(String path, var acl, int version) ->
                znodes.put(path, existing(path, txn).withAcl(acl, version));
            case Txn.Multi(List<Txn> txns) -> {
                if (txns.stream().noneMatch(Txn.Failed.class::isInstance)) {
                    txns.forEach(this::apply);
                }
            }
            case Txn.CreateSession(int timeoutMillis) -> znodes.putSession(header.session(), timeoutMillis);
            case Txn.CloseSession(List<String> ephemerals) -> closeSession(header.session(), ephemerals);
            case Txn.Check _, Txn.Failed _ -> {}
        }
    }

    private void create(Txn.Create create) {
        String path = create.path();
        if (znodes.find(path) != null) {
            throw unfit(create, path + " is already there");
        }
        Entry parent = existing(ZnodePath.parent(path), create);
        long owner = Txn.ownerOf(create, header.session());
        long time = header.timeMillis();
        StoredStat stat = new StoredStat(zxid, zxid, time, time, 0, 0, 0, owner, zxid);
        znodes.put(path, new Entry(path, create.data(), create.acl(), stat, Names.NONE));

        int stored = parent.stat().cversion();
        int counted = create.parentCversion() == UNKNOWN_CVERSION ? stored + 1 : create.parentCversion();
        if (counted <= stored) {
            throw unfit(create, "the counter of its parent is at " + stored + " already");
        }
        znodes.put(parent.path(), parent.withChild(ZnodePath.name(path), counted, zxid));
        Quotas.refresh(path, znodes);
        znodes.changed(new Change(EventType.CREATED, path, create.acl(), parent.acl()));
    }

    private void delete(String path, Entry gone) {
        if (!gone.children().isEmpty()) {
            throw new IllegalStateException(header + " deletes " + path + ", which has children");
        }
        znodes.put(path, null);
        Entry parent = znodes.find(ZnodePath.parent(path));
        if (parent == null) {
            throw new IllegalStateException(header + " deletes " + path + ", which has no parent");
        }
        long pzxid = Math.max(parent.stat().pzxid(), zxid);
        znodes.put(parent.path(), parent.withoutChild(ZnodePath.name(path), pzxid));
        if (!path.startsWith("/zookeeper/quota/")) {
            Quotas.refresh(path, znodes);
        }
        znodes.changed(new Change(EventType.DELETED, path, gone.acl(), parent.acl()));
    }

    private void setData(Txn.SetData setData) {
        Entry before = existing(setData.path(), setData);
        Entry after = before.withData(setData.data(), setData.version(), zxid, header.timeMillis());
        znodes.put(setData.path(), after);
        Quotas.refresh(setData.path(), znodes);
        // Nobody is told of a parent here.
        znodes.changed(new Change(EventType.DATA_CHANGED, setData.path(), before.acl(), List.of()));
    }

    private void closeSession(SessionId session, @Nullable List<String> listed) {
        znodes.putSession(session, null);
        for (String path : listed == null ? List.<String>of() : listed) {
            Entry owned = znodes.find(path);
            if (owned == null) {
                throw new IllegalStateException(header + " closes a session that owned " + path + ", which is gone");
            }
            delete(path, owned);
        }
        for (String path : znodes.ephemeralsOf(session)) {
            Entry owned = znodes.find(path);
            if (owned != null) {
                delete(path, owned);
            }
        }
    }

    private Entry existing(String path, Txn txn) {
        Entry found = znodes.find(path);
        if (found == null) {
            throw unfit(txn, path + " is not there");
        }
        return found;
    }

    private IllegalStateException unfit(Txn txn, String why) {
        return new IllegalStateException(header + " cannot apply " + Wording.of(txn) + ": " + why);
    }
}
