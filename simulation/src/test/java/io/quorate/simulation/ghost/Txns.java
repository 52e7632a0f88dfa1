package io.quorate.simulation.ghost;

import io.quorate.model.Acl;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnCodec;
import io.quorate.protocol.txn.TxnHeader;
import io.quorate.tree.Tree;
import java.util.List;

/// Makes txns one after the other, and the tree that they lead to.
final class Txns {
    static final SessionId SESSION = new SessionId(0x100000000000001L);

    private Tree tree = Tree.fresh();
    private Zxid last = Zxid.startOf(1);

    /// The next txn, of the usual session.
    LoggedTxn next(Txn txn) {
        return next(SESSION, txn);
    }

    LoggedTxn next(SessionId session, Txn txn) {
        last = last.next();
        TxnHeader header = new TxnHeader(session, 7, last, last.counter());
        tree = tree.apply(header, txn).tree();
        return TxnCodec.seal(header, txn, tree.digest());
    }

    /// The state after all of them.
    Tree tree() {
        return tree;
    }

    static Txn.CreateSession begin() {
        return new Txn.CreateSession(OneServer.TIMEOUT_MILLIS);
    }

    static Txn.CloseSession end(String... paths) {
        return new Txn.CloseSession(List.of(paths));
    }

    static Txn.Create create(String path, int parentCversion) {
        return new Txn.Create(OpCode.CREATE, path, new byte[] {1}, Acl.OPEN, false, parentCversion, 0);
    }

    static Txn.Create ephemeral(String path, int parentCversion) {
        return new Txn.Create(OpCode.CREATE, path, new byte[] {1}, Acl.OPEN, true, parentCversion, 0);
    }

    static Txn.SetData setData(String path, int version) {
        return new Txn.SetData(OpCode.SET_DATA, path, new byte[] {(byte) version}, version);
    }

    static Txn.Delete delete(String path) {
        return new Txn.Delete(OpCode.DELETE, path);
    }
}
