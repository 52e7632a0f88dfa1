package io.quorate.protocol.txn;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A change that has been decided: everything it needs (time, sequence number, ACL) is resolved, so
/// applying it cannot fail and cannot ask.
public sealed interface Txn {
    OpCode type();

    /// create, create2 (`ttlMillis` 0), createTTL, createContainer. `parentCversion` is the parent's stored
    /// child counter after this creation, or -1 in logs of 3.2 and before.
    record Create(
            OpCode type,
            String path,
            byte @Nullable [] data,
            List<Acl> acl,
            boolean ephemeral,
            int parentCversion,
            long ttlMillis)
            implements Txn {}

    /// delete and deleteContainer.
    record Delete(OpCode type, String path) implements Txn {}

    /// setData and reconfig; `version` is the new one.
    record SetData(OpCode type, String path, byte @Nullable [] data, int version) implements Txn {}

    /// `version` is the new aversion.
    record SetAcl(String path, List<Acl> acl, int version) implements Txn {
        @Override
        public OpCode type() {
            return OpCode.SET_ACL;
        }
    }

    /// Only inside a multi; verified when it was prepared, so applying it does nothing.
    record Check(String path, int version) implements Txn {
        @Override
        public OpCode type() {
            return OpCode.CHECK;
        }
    }

    /// All or nothing: if any member is an {@link Failed}, none is executed.
    record Multi(List<Txn> txns) implements Txn {
        @Override
        public OpCode type() {
            return OpCode.MULTI;
        }
    }

    record CreateSession(int timeoutMillis) implements Txn {
        @Override
        public OpCode type() {
            return OpCode.CREATE_SESSION;
        }
    }

    /// The session of the header ends. `ephemerals` is null in logs older than 3.6, where whatever the session
    /// owns goes.
    record CloseSession(@Nullable List<String> ephemerals) implements Txn {
        @Override
        public OpCode type() {
            return OpCode.CLOSE_SESSION;
        }
    }

    /// A request that failed; it has a zxid like any other.
    record Failed(ErrorCode error) implements Txn {
        @Override
        public OpCode type() {
            return OpCode.ERROR;
        }
    }

    /// The owner field of containers.
    long CONTAINER_OWNER = Long.MIN_VALUE;

    /// About 34 years: what the owner field has room for.
    long LONGEST_TTL_MILLIS = (1L << 40) - 1;

    /// The owner field of a znode with a time to live: the top byte marks it, the low 40 bits are the TTL.
    static long ttlOwner(long ttlMillis) {
        return 0xFF00_0000_0000_0000L | ttlMillis;
    }

    /// The owner field that a creation by `session` stores.
    static long ownerOf(Create create, SessionId session) {
        return switch (create.type()) {
            case CREATE_CONTAINER -> CONTAINER_OWNER;
            case CREATE_TTL -> ttlOwner(create.ttlMillis());
            default -> create.ephemeral() ? session.value() : 0;
        };
    }
}
