package io.quorate.simulation.history;

import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One request of a client, and what became of it as far as that is known.
final class Operation {
    private final Conversation conversation;
    private final int xid;
    private final Request request;
    private final Zxid floor;
    private final int writeNumber;
    private final List<Identity> identities;
    private Commits.@Nullable Commit commit;

    /// @param floor the newest state that anybody had been told of when this was asked
    /// @param writeNumber the place among the writes of its connection, from 0; -1 for what becomes no txn
    /// @param identities what the connection had asked to be known as before this
    Operation(
            Conversation conversation, Entry.Invoked invoked, Zxid floor, int writeNumber, List<Identity> identities) {
        this.conversation = conversation;
        this.xid = invoked.xid();
        this.request = invoked.request();
        this.floor = floor;
        this.writeNumber = writeNumber;
        this.identities = identities;
    }

    /// Whether a server makes a txn of it, be it one that says why it failed.
    static boolean becomesTxn(Request request) {
        boolean mayBeRefusedAtOnce = request instanceof Request.Malformed && request.op() != OpCode.MULTI;
        return request.op().kind() == OpCode.Kind.WRITE && !mayBeRefusedAtOnce;
    }

    Conversation conversation() {
        return conversation;
    }

    int xid() {
        return xid;
    }

    Request request() {
        return request;
    }

    Zxid floor() {
        return floor;
    }

    boolean isWrite() {
        return writeNumber >= 0;
    }

    int writeNumber() {
        return writeNumber;
    }

    List<Identity> identities() {
        return identities;
    }

    /// Its txn; null as long as none is known.
    Commits.@Nullable Commit commit() {
        return commit;
    }

    void committed(Commits.Commit by) {
        commit = by;
    }

    @Override
    public String toString() {
        return request + " (xid " + xid + ") of " + conversation;
    }
}
