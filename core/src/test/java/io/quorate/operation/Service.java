package io.quorate.operation;

import io.quorate.auth.AuthSettings;
import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnCodec;
import io.quorate.protocol.txn.TxnHeader;
import io.quorate.tree.Applied;
import io.quorate.tree.RecentChanges;
import io.quorate.tree.Tree;
import io.quorate.tree.Znode;
import io.quorate.watch.Watches;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A service without replication or disk: every write is prepared, applied at once, and answered.
final class Service {
    static final Identity HOME = new Identity("ip", "127.0.0.1");
    static final Identity ALICE = new Identity("digest", "alice:hash");
    static final Identity SUPER = new Identity("super", "");
    static final SessionId SESSION = new SessionId(0x1000);

    private static final byte[] DATA = {1};

    final Watches watches = new Watches();
    Tree tree = with(SESSION, Tree.fresh());
    RecentChanges recent = new RecentChanges(1 << 20, tree.zxid());
    long nowMillis = 1000;
    WriteSettings settings = WriteSettings.DEFAULT;
    FeatureNodes features = FeatureNodes.NONE;
    int maxTxnBytes = Preparation.USUAL_MAX_TXN_BYTES;
    final List<String> remarks = new ArrayList<>();
    private Caller caller = new Caller(SESSION, 7, "127.0.0.1", List.of(HOME));

    // ---- who asks

    Service as(Identity... identities) {
        caller = new Caller(caller.session(), caller.watcher(), caller.address(), List.of(identities));
        return this;
    }

    /// In a session that every server knows.
    Service in(SessionId session) {
        tree = tree.sessions().get(session) == null ? with(session, tree) : tree;
        return inLocal(session);
    }

    /// In a session that no txn has told of.
    Service inLocal(SessionId session) {
        caller = new Caller(session, session.value(), caller.address(), caller.identities());
        return this;
    }

    private static Tree with(SessionId session, Tree tree) {
        TxnHeader header = new TxnHeader(session, 0, tree.zxid().next(), 0);
        return tree.apply(header, new Txn.CreateSession(10_000)).tree();
    }

    long watcher() {
        return caller.watcher();
    }

    // ---- what is asked

    Txn prepare(Request request) {
        return Operations.prepare(
                request, caller, new Preparation(tree, nowMillis, AuthSettings.DEFAULT, settings, remarks::add));
    }

    /// The same with another limit to the size of txns.
    Txn prepareWithin(int maxTxnBytes, Request request) {
        return Operations.prepare(
                request,
                caller,
                new Preparation(tree, nowMillis, AuthSettings.DEFAULT, maxTxnBytes, settings, remarks::add));
    }

    /// The txn goes through its encoding, as it does on the way to a log.
    Answer write(Request request) {
        TxnHeader header = new TxnHeader(caller.session(), 1, tree.zxid().next(), nowMillis);
        Txn txn =
                TxnCodec.decode(TxnCodec.encode(header, prepare(request), null)).txn();
        Applied applied = tree.apply(header, txn);
        tree = applied.tree();
        recent.add(tree.zxid(), applied.changes());
        return Operations.answer(request, applied.result());
    }

    ErrorCode errorOf(Request request) {
        return write(request).error();
    }

    Answer read(Request request) {
        return Operations.read(
                request, caller, new Reading(tree, watches, recent, AuthSettings.DEFAULT, features, maxTxnBytes));
    }

    // ---- a world to ask about

    Service has(String path) {
        return done(creation(path, 0));
    }

    Service has(String path, Acl... acl) {
        return done(new Request.Create(OpCode.CREATE, path, DATA, List.of(acl), 0, 0));
    }

    Service hasEphemeral(String path) {
        return done(creation(path, 1));
    }

    Service hasContainer(String path) {
        return done(new Request.Create(OpCode.CREATE_CONTAINER, path, DATA, List.copyOf(Acl.OPEN), 4, 0));
    }

    Service done(Request request) {
        Answer answer = write(request);
        if (answer.error() != ErrorCode.OK) {
            throw new AssertionError(request + " failed with " + answer.error());
        }
        return this;
    }

    Znode znode(String path) {
        Znode znode = tree.find(path);
        if (znode == null) {
            throw new AssertionError("there is no " + path);
        }
        return znode;
    }

    Zxid zxid() {
        return tree.zxid();
    }

    // ---- requests

    static Request creation(@Nullable String path, int flags) {
        return new Request.Create(OpCode.CREATE, path, DATA, List.copyOf(Acl.OPEN), flags, 0);
    }

    static Request creation2(String path, int flags) {
        return new Request.Create(OpCode.CREATE2, path, DATA, List.copyOf(Acl.OPEN), flags, 0);
    }

    static Request delete(String path) {
        return new Request.Delete(path, -1);
    }

    static Request setData(String path, int version) {
        return new Request.SetData(path, new byte[] {2, 2}, version);
    }

    static Request check(String path, int version) {
        return new Request.Check(path, version);
    }

    static Request multi(Request... operations) {
        return new Request.Multi(OpCode.MULTI, List.of(operations));
    }

    static Request watching(OpCode op, String path) {
        return new Request.Watchable(op, path, true);
    }

    static Request creationIfNotExists(@Nullable String path, int flags) {
        return new Request.Create(OpCode.CREATE_IF_NOT_EXISTS, path, DATA, List.copyOf(Acl.OPEN), flags, 0);
    }

    static Request plain(OpCode op, String path) {
        return new Request.PathOnly(op, path);
    }

    static Request closeSession() {
        return new Request.Bare(OpCode.CLOSE_SESSION);
    }

    static Acl grant(int permissions, Identity identity) {
        return new Acl(permissions, identity);
    }

    /// The path that a create was answered with.
    static String path(Answer answer) {
        return switch (answer.response()) {
            case Response.Path(String path) when path != null -> path;
            case Response.Created created -> created.path();
            default -> throw new AssertionError("no path in " + answer);
        };
    }
}
