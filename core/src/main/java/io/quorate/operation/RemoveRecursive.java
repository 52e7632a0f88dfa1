package io.quorate.operation;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.txn.Txn;
import io.quorate.tree.Znode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// removeRecursive: a znode goes with all that is below it, or nothing goes. It becomes a multi of
/// deletes, children before their parents, so watches, quotas and owners see nothing but deletes;
/// behind them stands a check, by which the answer knows where they end in a larger multi.
///
/// What may be deleted so is what its caller could delete one by one: each parent has to grant it. More
/// znodes than the caller's limit, or than fit into a txn, are left alone with NOT_EMPTY, and the
/// caller has to take them in parts; that is told before a right that is missing somewhere below.
final class RemoveRecursive {
    /// What surrounds a path in a multi: the type and the length of the member.
    private static final int MEMBER_BYTES = 8;

    private static final int VERSION_BYTES = 4;

    private final Preparation preparation;
    private final Caller caller;
    private final long limit;
    private final Deque<Found> left = new ArrayDeque<>();
    private final List<String> found = new ArrayList<>();
    private long count;
    private int room;
    private boolean granted = true;

    /// A znode that is to go.
    private record Found(String path, Znode znode) {}

    private RemoveRecursive(Request.RemoveRecursive request, Caller caller, Preparation preparation) {
        this.preparation = preparation;
        this.caller = caller;
        limit = Integer.toUnsignedLong(request.limit());
        room = preparation.maxTxnBytes() - TxnSize.of(new Txn.Multi(List.of())) - VERSION_BYTES;
    }

    static Txn prepare(Request.RemoveRecursive request, Caller caller, Preparation preparation) {
        String path = request.path();
        if (path == null) {
            return new Txn.Failed(ErrorCode.MARSHALLING_ERROR);
        }
        if (!ZnodePath.isValid(path) || ZnodePath.isReserved(path)) {
            return new Txn.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        Znode parent = preparation.tree().find(ZnodePath.parent(path));
        if (parent != null && !preparation.allows(parent, Acl.DELETE, caller)) {
            return new Txn.Failed(ErrorCode.NO_AUTH);
        }
        Znode top = parent == null ? null : parent.child(ZnodePath.name(path));
        return new RemoveRecursive(request, caller, preparation).remove(path, top);
    }

    private Txn remove(String path, @Nullable Znode top) {
        if (top != null && !collect(new Found(path, top))) {
            return new Txn.Failed(ErrorCode.NOT_EMPTY);
        }
        if (!granted) {
            return new Txn.Failed(ErrorCode.NO_AUTH);
        }
        List<Txn> txns = new ArrayList<>(found.size() + 1);
        found.reversed().forEach(gone -> txns.add(new Txn.Delete(OpCode.DELETE, gone)));
        txns.add(Nothing.at(path));
        return new Txn.Multi(List.copyOf(txns));
    }

    /// Puts the children of each in its place, so that they come behind it, in descending order.
    ///
    /// @return whether they are few enough
    private boolean collect(Found top) {
        count = 1;
        // Once for its delete, once for the check, which has a version, too.
        if (count > limit || !hasRoomFor(top.path) || !hasRoomFor(top.path)) {
            return false;
        }
        left.push(top);
        while (!left.isEmpty()) {
            Found next = left.pop();
            found.add(next.path);
            if (next.znode.childCount() > 0 && !descend(next)) {
                return false;
            }
        }
        return true;
    }

    private boolean descend(Found parent) {
        count += parent.znode.childCount();
        if (count > limit) {
            return false;
        }
        granted &= preparation.allows(parent.znode, Acl.DELETE, caller);
        for (Znode child : parent.znode.childZnodes()) {
            String path = ZnodePath.child(parent.path, child.ownName());
            if (!hasRoomFor(path)) {
                return false;
            }
            left.push(new Found(path, child));
        }
        return true;
    }

    private boolean hasRoomFor(String path) {
        room -= MEMBER_BYTES + TxnSize.of(path);
        return room >= 0;
    }
}
