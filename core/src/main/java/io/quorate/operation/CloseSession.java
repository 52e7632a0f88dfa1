package io.quorate.operation;

import io.quorate.model.SessionId;
import io.quorate.protocol.txn.Txn;
import java.util.ArrayList;
import java.util.List;

/// closeSession: the session ends and its ephemeral znodes with it. The txn lists them, in the order of their
/// paths.
///
/// A session may own more paths than a txn has room for; ZooKeeper then writes a txn that nobody can read,
/// and the ensemble stops for good. Here the list ends where the room does. Nothing stays
/// behind: every server also deletes what the session owns beyond the list, and at the same zxid all of them
/// know the same to be owned. (What the list adds is that a server that replays its log over a fuzzy snapshot
/// raises the parents' pzxid.)
final class CloseSession {
    private CloseSession() {}

    static Txn prepare(SessionId session, Preparation preparation) {
        List<String> listed = new ArrayList<>();
        int room = preparation.maxTxnBytes() - TxnSize.of(new Txn.CloseSession(List.of()));
        for (String path : preparation.tree().ephemeralsOf(session).keys()) {
            room -= TxnSize.of(path);
            if (room < 0) {
                break;
            }
            listed.add(path);
        }
        return new Txn.CloseSession(List.copyOf(listed));
    }
}
