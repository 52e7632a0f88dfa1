package io.quorate.operation;

import io.quorate.model.Acl;
import io.quorate.model.OpCode;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.tree.Znode;
import org.jspecify.annotations.Nullable;

/// What a server that does not lead can tell about a write before it bothers the leader with it. It is
/// the leader that decides; here only a permission is looked up, in a tree that may be older, and what
/// is not found passes.
public final class EagerCheck {
    private EagerCheck() {}

    /// Whether the caller lacks the permission that create, create2, delete, setData or setACL need;
    /// never for others.
    public static boolean refuses(Request request, Caller caller, Reading reading) {
        if (request instanceof Request.Create create) {
            boolean plain = create.op() == OpCode.CREATE || create.op() == OpCode.CREATE2;
            return plain && lacks(Acl.CREATE, parent(create.path()), caller, reading);
        }
        if (request instanceof Request.Delete delete) {
            return lacks(Acl.DELETE, parent(delete.path()), caller, reading);
        }
        if (request instanceof Request.SetData set) {
            return lacks(Acl.WRITE, set.path(), caller, reading);
        }
        return request instanceof Request.SetAcl set && lacks(Acl.ADMIN, set.path(), caller, reading);
    }

    private static @Nullable String parent(@Nullable String path) {
        return path == null || path.indexOf('/') < 0 ? null : ZnodePath.parent(path);
    }

    private static boolean lacks(int permission, @Nullable String path, Caller caller, Reading reading) {
        Znode znode = path == null || path.isEmpty() ? null : reading.tree().find(path);
        return znode != null && !reading.allows(znode, permission, caller);
    }
}
