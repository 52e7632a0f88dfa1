package io.quorate.protocol.client;

import io.quorate.model.Acl;
import io.quorate.model.OpCode;
import io.quorate.model.Stat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client asks for, one record per shape of the wire. Nothing is validated here beyond what can
/// be decoded; a `null` is what the wire calls null.
public sealed interface Request {
    OpCode op();

    /// create, create2, createContainer, createTTL, createIfNotExists. `ttlMillis` is 0 except for createTTL; `flags`
    /// is the number of the wire, checked when the operation is prepared.
    record Create(
            OpCode op,
            @Nullable String path,
            byte @Nullable [] data,
            @Nullable List<@Nullable Acl> acl,
            int flags,
            long ttlMillis)
            implements Request {}

    record Delete(@Nullable String path, int version) implements Request {
        @Override
        public OpCode op() {
            return OpCode.DELETE;
        }
    }

    /// exists, getData, getChildren, getChildren2: a path and whether to leave a watch.
    record Watchable(OpCode op, @Nullable String path, boolean watch) implements Request {}

    record SetData(@Nullable String path, byte @Nullable [] data, int version) implements Request {
        @Override
        public OpCode op() {
            return OpCode.SET_DATA;
        }
    }

    /// getACL, sync, getEphemerals, getAllChildrenNumber: a path (or a prefix) and nothing else.
    record PathOnly(OpCode op, @Nullable String path) implements Request {}

    record SetAcl(@Nullable String path, @Nullable List<@Nullable Acl> acl, int version) implements Request {
        @Override
        public OpCode op() {
            return OpCode.SET_ACL;
        }
    }

    record Check(@Nullable String path, int version) implements Request {
        @Override
        public OpCode op() {
            return OpCode.CHECK;
        }
    }

    /// In a multi, or alone as a read.
    record CheckNotExists(@Nullable String path, int version) implements Request {
        @Override
        public OpCode op() {
            return OpCode.CHECK_NOT_EXISTS;
        }
    }

    /// In a multi, or alone as a read. A field of `stat` that is -1 is not compared.
    record CheckStat(@Nullable String path, int version, Stat stat) implements Request {
        @Override
        public OpCode op() {
            return OpCode.CHECK_STAT;
        }
    }

    record TryRemove(@Nullable String path, int version) implements Request {
        @Override
        public OpCode op() {
            return OpCode.TRY_REMOVE;
        }
    }

    /// `limit` is unsigned.
    record RemoveRecursive(@Nullable String path, int limit) implements Request {
        @Override
        public OpCode op() {
            return OpCode.REMOVE_RECURSIVE;
        }
    }

    /// `limit` is unsigned.
    record ListRecursive(@Nullable String path, int limit) implements Request {
        @Override
        public OpCode op() {
            return OpCode.LIST_RECURSIVE;
        }
    }

    /// filteredList and listWithStatsAndData; the last two are false for the former. `filter` is the number of the
    /// wire: 0 for all children, 1 without the ephemeral ones, 2 for these alone.
    record FilteredList(
            OpCode op, @Nullable String path, boolean watch, int filter, boolean withStats, boolean withData)
            implements Request {}

    /// multi and multiRead.
    record Multi(OpCode op, List<Request> operations) implements Request {}

    /// ping, closeSession, whoAmI: no body at all.
    record Bare(OpCode op) implements Request {}

    record Auth(int type, @Nullable String scheme, byte @Nullable [] credentials) implements Request {
        @Override
        public OpCode op() {
            return OpCode.AUTH;
        }
    }

    record Sasl(byte @Nullable [] token) implements Request {
        @Override
        public OpCode op() {
            return OpCode.SASL;
        }
    }

    /// setWatches and setWatches2; the last two lists are empty for the former. Null lists read as empty.
    record SetWatches(
            OpCode op,
            long relativeZxid,
            List<String> data,
            List<String> exist,
            List<String> child,
            List<String> persistent,
            List<String> persistentRecursive)
            implements Request {}

    /// addWatch (a mode: 0 persistent, 1 persistent recursive), checkWatches and removeWatches (a type:
    /// 1 children, 2 data, 3 any, 4 persistent, 5 persistent recursive).
    record WatchSelection(OpCode op, @Nullable String path, int selector) implements Request {}

    record Reconfig(
            @Nullable String joining,
            @Nullable String leaving,
            @Nullable String newMembers,
            long configVersion) implements Request {
        @Override
        public OpCode op() {
            return OpCode.RECONFIG;
        }
    }

    /// Made by servers only: the session that a handshake asked for.
    record CreateSession(int timeoutMillis) implements Request {
        @Override
        public OpCode op() {
            return OpCode.CREATE_SESSION;
        }
    }

    /// Made by the leader only: remove a container or a TTL znode that has served its time.
    record DeleteContainer(String path) implements Request {
        @Override
        public OpCode op() {
            return OpCode.DELETE_CONTAINER;
        }
    }

    /// An operation whose body could not be decoded; answered with MARSHALLING_ERROR.
    record Malformed(OpCode op, String why) implements Request {}

    /// A request that waited too long for its turn under load and is not looked at; answered with THROTTLED_OP. Made by
    /// servers only.
    record Throttled(OpCode op) implements Request {}

    /// An operation that clients may not send, or that nobody knows; answered with UNIMPLEMENTED, then closed.
    record Unknown(int code) implements Request {
        @Override
        public OpCode op() {
            return OpCode.ERROR;
        }
    }
}
