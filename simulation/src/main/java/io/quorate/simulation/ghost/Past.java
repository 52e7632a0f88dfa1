package io.quorate.simulation.ghost;

import io.quorate.model.Invariant;
import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.tree.Tree;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A history, told by its end: a txn, and the history that its leader had when it proposed it. All
/// histories together are a tree; those of servers that agree are one branch of it. Two are equal only if
/// they are the same object.
final class Past {
    private final @Nullable Past before;
    private final @Nullable LoggedTxn txn;
    private final @Nullable ServerId leader;
    private final Zxid zxid;
    private final int length;
    private final long digest;
    private final long proposedAtNanos;

    private boolean committed;
    private @Nullable ServerId committedBy;
    private long committedAtNanos;
    private boolean seen;

    private Past(
            @Nullable Past before,
            @Nullable LoggedTxn txn,
            @Nullable ServerId leader,
            Zxid zxid,
            long digest,
            long proposedAtNanos) {
        this.before = before;
        this.txn = txn;
        this.leader = leader;
        this.zxid = zxid;
        this.length = before == null ? 0 : before.length + 1;
        this.digest = digest;
        this.proposedAtNanos = proposedAtNanos;
    }

    /// The history of an ensemble in which nothing has happened.
    static Past beginning() {
        Past beginning =
                new Past(null, null, null, Zxid.ZERO, Tree.fresh().digest().treeDigest(), 0);
        beginning.committed = true;
        beginning.seen = true;
        return beginning;
    }

    /// This history and one more txn.
    ///
    /// @param atNanos the leader's time
    Past then(LoggedTxn next, ServerId by, long atNanos) {
        long after = next.digest() == null ? digest : next.digest().treeDigest();
        return new Past(this, next, by, next.zxid(), after, atNanos);
    }

    /// @throws Invariant.Broken of the beginning
    Past before() {
        if (before == null) {
            throw Invariant.broken("there is nothing before the beginning");
        }
        return before;
    }

    /// @throws Invariant.Broken of the beginning
    LoggedTxn txn() {
        if (txn == null) {
            throw Invariant.broken("the beginning is no txn");
        }
        return txn;
    }

    Zxid zxid() {
        return zxid;
    }

    long epoch() {
        return zxid.epoch();
    }

    /// How many txns it has.
    int length() {
        return length;
    }

    /// What the tree must add up to after it.
    long digest() {
        return digest;
    }

    long proposedAtNanos() {
        return proposedAtNanos;
    }

    boolean isOf(ServerId server) {
        return server.equals(leader);
    }

    /// Whether `other` is how this history begins, or all of it.
    boolean contains(Past other) {
        Past at = this;
        while (at.length > other.length) {
            if (at.committed) {
                // What is committed is one branch, from the beginning on.
                return other.committed;
            }
            at = at.before();
        }
        return at == other;
    }

    /// Whether its last txn is `other`, to the last byte.
    boolean endsWith(LoggedTxn other) {
        return txn != null && Arrays.equals(txn.encoded(), other.encoded());
    }

    // ---- what became of it

    boolean isCommitted() {
        return committed;
    }

    void committed(ServerId by, long atNanos) {
        committed = true;
        committedBy = by;
        committedAtNanos = atNanos;
    }

    /// Whose time {@link #committedAtNanos} is; null if it is not committed, or has always been.
    @Nullable
    ServerId committedBy() {
        return committedBy;
    }

    long committedAtNanos() {
        return committedAtNanos;
    }

    /// Whether a server has shown it to clients.
    boolean isSeen() {
        return seen;
    }

    void seen() {
        seen = true;
    }

    @Override
    public String toString() {
        return zxid.toString();
    }
}
