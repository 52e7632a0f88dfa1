package io.quorate.operation;

import io.quorate.auth.DigestScheme;
import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.tree.Znode;
import java.util.List;

/// getACL. Whoever may read the znode sees who may do what; the hashes of passwords are for those who may
/// change the ACL.
final class GetAcl {
    private GetAcl() {}

    static Answer read(Request.PathOnly request, Caller caller, Reading reading) {
        String path = request.path();
        if (path == null || path.isEmpty()) {
            return Answer.failed(Operations.refusalOfMissing(path));
        }
        Znode znode = reading.find(path);
        if (znode == null) {
            return Answer.failed(ErrorCode.NO_NODE);
        }
        if (!reading.allows(znode, Acl.READ | Acl.ADMIN, caller)) {
            return Answer.failed(ErrorCode.NO_AUTH);
        }
        List<Acl> acl =
                reading.allows(znode, Acl.ADMIN, caller) ? znode.acl() : DigestScheme.withoutHashes(znode.acl());
        return Answer.of(new Response.AclAndStat(acl, znode.stat()));
    }
}
