package io.quorate.storage;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnCodec;
import io.quorate.protocol.txn.TxnDigest;
import io.quorate.protocol.txn.TxnHeader;
import io.quorate.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Txns for tests, with the digests that a leader would give them.
final class Txns {
    static final SessionId SESSION = new SessionId(0x1000_0123_4560_000L);
    private static final long TIME_MILLIS = 1_700_000_000_000L;

    private Txns() {}

    /// A small create of its own path.
    static LoggedTxn at(Zxid zxid) {
        return create(zxid, "/t" + zxid, "data of " + zxid);
    }

    static LoggedTxn at(long epoch, long counter) {
        return at(Zxid.of(epoch, counter));
    }

    static LoggedTxn create(Zxid zxid, String path, String data) {
        return seal(zxid, new Txn.Create(OpCode.CREATE, path, bytes(data), Acl.OPEN, false, -1, 0));
    }

    static LoggedTxn failed(Zxid zxid) {
        return seal(zxid, new Txn.Failed(ErrorCode.NO_NODE));
    }

    static LoggedTxn seal(Zxid zxid, Txn txn) {
        return TxnCodec.seal(new TxnHeader(SESSION, (int) zxid.counter(), zxid, TIME_MILLIS), txn, null);
    }

    /// A history with every kind of txn, beginning with the first of `epoch`, with right digests.
    static List<LoggedTxn> everyKind(long epoch) {
        List<Acl> ours = List.of(new Acl(Acl.ALL, new Identity("digest", "me:secret")));
        List<Txn> txns = List.of(
                new Txn.CreateSession(8000),
                new Txn.Create(OpCode.CREATE, "/a", bytes("1"), Acl.OPEN, false, 1, 0),
                new Txn.Create(OpCode.CREATE2, "/a/b", null, ours, false, 1, 0),
                new Txn.Create(OpCode.CREATE, "/e", bytes("mine"), Acl.OPEN, true, 2, 0),
                new Txn.Create(OpCode.CREATE_CONTAINER, "/box", bytes(""), Acl.OPEN, false, 3, 0),
                new Txn.Create(OpCode.CREATE_TTL, "/soon", bytes("x"), Acl.READ_ONLY, false, 4, 60_000),
                new Txn.SetData(OpCode.SET_DATA, "/a", bytes("2"), 1),
                new Txn.SetAcl("/a", ours, 1),
                new Txn.Failed(ErrorCode.NODE_EXISTS),
                new Txn.Multi(List.of(
                        new Txn.Check("/a", 2),
                        new Txn.Create(OpCode.CREATE, "/a/c", bytes("3"), Acl.OPEN, false, 2, 0),
                        new Txn.Delete(OpCode.DELETE, "/a/b"))),
                new Txn.Multi(List.of(new Txn.Failed(ErrorCode.OK), new Txn.Failed(ErrorCode.BAD_VERSION))),
                new Txn.Delete(OpCode.DELETE_CONTAINER, "/box"),
                new Txn.CloseSession(List.of("/e")),
                new Txn.CreateSession(12_000),
                new Txn.Create(OpCode.CREATE, "/e2", null, Acl.OPEN, true, 5, 0),
                new Txn.Create(OpCode.CREATE, "/ü", bytes("last"), Acl.OPEN, false, 6, 0));
        List<LoggedTxn> logged = new ArrayList<>();
        Tree tree = Tree.fresh();
        Zxid zxid = Zxid.startOf(epoch);
        for (Txn txn : txns) {
            zxid = zxid.next();
            TxnHeader header = new TxnHeader(SESSION, (int) zxid.counter(), zxid, TIME_MILLIS + zxid.counter());
            tree = tree.apply(header, txn).tree();
            TxnDigest digest = txn instanceof Txn.Failed ? null : tree.digest();
            logged.add(TxnCodec.seal(header, txn, digest));
        }
        return logged;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
