package io.quorate.simulation.history;

import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.Txn;
import io.quorate.simulation.Violation;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known of one session: its writes, whatever connection they were asked on, and the txns that they became.
final class SessionHistory {
    private final SessionId id;

    // Only ever asked by key: its order would be nobody's.
    private final Map<Integer, Operation> writes = new HashMap<>();
    private int connections;
    private int movedTo;
    private Zxid begunBy = new Zxid(Long.MAX_VALUE);
    private Zxid closedBy = new Zxid(Long.MAX_VALUE);

    SessionHistory(SessionId id) {
        this.id = id;
    }

    /// The session goes on, on another connection.
    ///
    /// @return the number of that connection among those of the session
    int connected() {
        return ++connections;
    }

    /// The txn from which on all servers know the session; later than all if there is none.
    Zxid begunBy() {
        return begunBy;
    }

    void begunBy(Zxid zxid) {
        begunBy = zxid;
    }

    /// The txn after which no server knows the session; later than all if there is none.
    Zxid closedBy() {
        return closedBy;
    }

    void asked(Operation write) {
        Operation former = writes.putIfAbsent(write.xid(), write);
        if (former != null) {
            throw new IllegalArgumentException(write + " has the xid of " + former);
        }
    }

    /// One of its requests has become a txn, or the ensemble began or ended the session.
    ///
    /// @return the request, if it was one
    @Nullable
    Operation committed(Commits.Commit commit) {
        if (commit.txn() instanceof Txn.CloseSession) {
            closedBy = commit.zxid();
        } else if (commit.txn() instanceof Txn.CreateSession) {
            begunBy(commit.zxid());
        }
        int cxid = commit.header().cxid();
        if (cxid == 0) {
            return null;
        }
        Operation write = writes.get(cxid);
        if (write == null) {
            throw new Violation(
                    "I-AMBIGUOUS", "nobody asked for %s of session %s, xid %s: %s", commit.zxid(), id, cxid, commit);
        }
        Commits.Commit former = write.commit();
        if (former != null) {
            throw new Violation("I-AMBIGUOUS", "%s was done twice, by %s and %s", write, former, commit);
        }
        write.committed(commit);
        inOrder(write, commit);
        isAfterWhatWasKnown(write, commit);
        hasNotMoved(write, commit);
        return write;
    }

    private static void inOrder(Operation write, Commits.Commit commit) {
        int expected = write.conversation().writesCommitted();
        if (write.writeNumber() != expected) {
            throw new Violation(
                    "I-FIFO",
                    "%s became txn %s as write %s of its connection, after %s others only",
                    write,
                    commit.zxid(),
                    write.writeNumber() + 1,
                    expected);
        }
        write.conversation().writeCommitted();
    }

    private static void isAfterWhatWasKnown(Operation write, Commits.Commit commit) {
        if (!commit.zxid().isAfter(write.floor())) {
            throw new Violation(
                    "I-WRITES-LIN",
                    "%s became txn %s, but somebody had been told of %s before it was asked",
                    write,
                    commit.zxid(),
                    write.floor());
        }
    }

    /// Once a write through a later connection has been taken, those that come through an earlier one are refused. The
    /// end of the session may come from anywhere.
    private void hasNotMoved(Operation write, Commits.Commit commit) {
        int through = write.conversation().ordinal();
        if (through < movedTo && commit.succeeded() && write.request().op() != OpCode.CLOSE_SESSION) {
            throw new Violation(
                    "I-MOVED",
                    "%s was done by txn %s although connection %s of the session is in use",
                    write,
                    commit.zxid(),
                    movedTo);
        }
        boolean refused = commit.txn() instanceof Txn.Failed(ErrorCode error)
                && (error == ErrorCode.SESSION_MOVED || error == ErrorCode.SESSION_EXPIRED);
        if (!refused) {
            movedTo = Math.max(movedTo, through);
        }
    }
}
