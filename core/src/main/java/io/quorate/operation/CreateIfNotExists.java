package io.quorate.operation;

import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.txn.Txn;

/// createIfNotExists: a create that is content with a znode which is there already, whatever that holds. Otherwise all
/// is as with create, which it becomes.
final class CreateIfNotExists {
    private CreateIfNotExists() {}

    static Txn prepare(Request.Create request, Caller caller, Preparation preparation) {
        Request.Create create = new Request.Create(
                OpCode.CREATE, request.path(), request.data(), request.acl(), request.flags(), request.ttlMillis());
        Txn txn = Create.prepare(create, caller, preparation);
        String path = request.path();
        return path != null && txn.equals(new Txn.Failed(ErrorCode.NODE_EXISTS)) ? Nothing.at(path) : txn;
    }
}
