package io.quorate.protocol.client;

import io.quorate.model.OpCode;
import io.quorate.model.Stat;
import io.quorate.protocol.AclCodec;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.MalformedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The bodies of requests: what follows the header on a client's connection, in a multi, and in a forwarded request.
final class RequestCodec {
    private static final Set<OpCode> IN_MULTI = Collections.unmodifiableSet(EnumSet.of(
            OpCode.CREATE,
            OpCode.CREATE2,
            OpCode.CREATE_CONTAINER,
            OpCode.CREATE_TTL,
            OpCode.DELETE,
            OpCode.SET_DATA,
            OpCode.CHECK,
            OpCode.CHECK_NOT_EXISTS,
            OpCode.CREATE_IF_NOT_EXISTS,
            OpCode.REMOVE_RECURSIVE,
            OpCode.CHECK_STAT,
            OpCode.TRY_REMOVE));
    private static final Set<OpCode> IN_MULTI_READ = Collections.unmodifiableSet(EnumSet.of(
            OpCode.GET_DATA,
            OpCode.GET_CHILDREN,
            OpCode.EXISTS,
            OpCode.GET_CHILDREN2,
            OpCode.FILTERED_LIST,
            OpCode.LIST_WITH_STATS_AND_DATA));
    private static final int LAST_CREATE_FLAG = 6;

    private RequestCodec() {}

    /// @throws MalformedException if the bytes are no such request
    static Request readBody(OpCode op, JuteReader in) {
        return switch (op) {
            case CREATE, CREATE2, CREATE_CONTAINER, CREATE_TTL, CREATE_IF_NOT_EXISTS -> readCreate(op, in);
            case DELETE -> new Request.Delete(in.readString(), in.readInt());
            case EXISTS, GET_DATA, GET_CHILDREN, GET_CHILDREN2 ->
                new Request.Watchable(op, in.readString(), in.readBoolean());
            case SET_DATA -> new Request.SetData(in.readString(), in.readBuffer(), in.readInt());
            case GET_ACL, SYNC, GET_EPHEMERALS, GET_ALL_CHILDREN_NUMBER -> new Request.PathOnly(op, in.readString());
            case SET_ACL -> new Request.SetAcl(in.readString(), AclCodec.readAsked(in), in.readInt());
            case CHECK -> new Request.Check(in.readString(), in.readInt());
            case CHECK_NOT_EXISTS -> new Request.CheckNotExists(in.readString(), in.readInt());
            case CHECK_STAT -> new Request.CheckStat(in.readString(), in.readInt(), ResponseCodec.readStat(in));
            case TRY_REMOVE -> new Request.TryRemove(in.readString(), in.readInt());
            case REMOVE_RECURSIVE -> new Request.RemoveRecursive(in.readString(), in.readInt());
            case LIST_RECURSIVE -> new Request.ListRecursive(in.readString(), in.readInt());
            case FILTERED_LIST, LIST_WITH_STATS_AND_DATA -> readFilteredList(op, in);
            case MULTI, MULTI_READ -> readMulti(op, in);
            case PING, CLOSE_SESSION, WHO_AM_I -> new Request.Bare(op);
            case AUTH -> new Request.Auth(in.readInt(), in.readString(), in.readBuffer());
            case SASL -> new Request.Sasl(in.readBuffer());
            case SET_WATCHES, SET_WATCHES2 -> readSetWatches(op, in);
            case ADD_WATCH, CHECK_WATCHES, REMOVE_WATCHES ->
                new Request.WatchSelection(op, in.readString(), in.readInt());
            case RECONFIG -> new Request.Reconfig(in.readString(), in.readString(), in.readString(), in.readLong());
            case CREATE_SESSION -> new Request.CreateSession(in.readInt());
            case DELETE_CONTAINER -> new Request.DeleteContainer(in.readNonNullString("path"));
            case ERROR -> throw new MalformedException("operation -1 is no request; it marks errors in answers");
        };
    }

    /// Requests that exist only because they could not be read have no bytes.
    static void writeBody(Request request, JuteWriter out) {
        switch (request) {
            case Request.Create create -> writeCreate(create, out);
            case Request.Delete(String path, int version) -> writePathAnd(path, version, out);
            case Request.Watchable(OpCode _, String path, boolean watch) -> {
                out.writeString(path);
                out.writeBoolean(watch);
            }
            case Request.SetData(String path, byte[] data, int version) -> {
                out.writeString(path);
                out.writeBuffer(data);
                out.writeInt(version);
            }
            case Request.PathOnly(OpCode _, String path) -> out.writeString(path);
            case Request.SetAcl setAcl -> {
                out.writeString(setAcl.path());
                AclCodec.write(setAcl.acl(), out);
                out.writeInt(setAcl.version());
            }
            case Request.Check(String path, int version) -> writePathAnd(path, version, out);
            case Request.CheckNotExists(String path, int version) -> writePathAnd(path, version, out);
            case Request.CheckStat(String path, int version, Stat stat) -> {
                writePathAnd(path, version, out);
                ResponseCodec.writeStat(stat, out);
            }
            case Request.TryRemove(String path, int version) -> writePathAnd(path, version, out);
            case Request.RemoveRecursive(String path, int limit) -> writePathAnd(path, limit, out);
            case Request.ListRecursive(String path, int limit) -> writePathAnd(path, limit, out);
            case Request.FilteredList list -> writeFilteredList(list, out);
            case Request.Multi multi -> writeMulti(multi, out);
            case Request.Bare _ -> {}
            case Request.Auth(int type, String scheme, byte[] credentials) -> {
                out.writeInt(type);
                out.writeString(scheme);
                out.writeBuffer(credentials);
            }
            case Request.Sasl(byte[] token) -> out.writeBuffer(token);
            case Request.SetWatches setWatches -> writeSetWatches(setWatches, out);
            case Request.WatchSelection(OpCode _, String path, int selector) -> writePathAnd(path, selector, out);
            case Request.Reconfig reconfig -> {
                out.writeString(reconfig.joining());
                out.writeString(reconfig.leaving());
                out.writeString(reconfig.newMembers());
                out.writeLong(reconfig.configVersion());
            }
            case Request.CreateSession(int timeoutMillis) -> out.writeInt(timeoutMillis);
            case Request.DeleteContainer(String path) -> out.writeString(path);
            case Request.Malformed _, Request.Throttled _, Request.Unknown _ -> {}
        }
    }

    private static void writePathAnd(@Nullable String path, int number, JuteWriter out) {
        out.writeString(path);
        out.writeInt(number);
    }

    private static Request readFilteredList(OpCode op, JuteReader in) {
        String path = in.readString();
        boolean watch = in.readBoolean();
        int filter = Byte.toUnsignedInt(in.readByte());
        boolean more = op == OpCode.LIST_WITH_STATS_AND_DATA;
        boolean withStats = more && in.readBoolean();
        boolean withData = more && in.readBoolean();
        return new Request.FilteredList(op, path, watch, filter, withStats, withData);
    }

    private static void writeFilteredList(Request.FilteredList list, JuteWriter out) {
        out.writeString(list.path());
        out.writeBoolean(list.watch());
        out.writeByte(list.filter());
        if (list.op() == OpCode.LIST_WITH_STATS_AND_DATA) {
            out.writeBoolean(list.withStats());
            out.writeBoolean(list.withData());
        }
    }

    private static Request readCreate(OpCode op, JuteReader in) {
        return new Request.Create(
                op,
                in.readString(),
                in.readBuffer(),
                AclCodec.readAsked(in),
                in.readInt(),
                op == OpCode.CREATE_TTL ? in.readLong() : 0);
    }

    private static void writeCreate(Request.Create create, JuteWriter out) {
        out.writeString(create.path());
        out.writeBuffer(create.data());
        AclCodec.write(create.acl(), out);
        out.writeInt(create.flags());
        if (create.op() == OpCode.CREATE_TTL) {
            out.writeLong(create.ttlMillis());
        }
    }

    /// Each operation follows a header of its own; a header that says "done" ends the list.
    private static Request readMulti(OpCode op, JuteReader in) {
        List<Request> operations = new ArrayList<>();
        MultiHeader header = MultiHeader.read(in);
        while (!header.done()) {
            operations.add(readOperation(op, header.type(), in));
            header = MultiHeader.read(in);
        }
        return new Request.Multi(op, Collections.unmodifiableList(operations));
    }

    private static Request readOperation(OpCode multi, int type, JuteReader in) {
        Set<OpCode> allowed = multi == OpCode.MULTI ? IN_MULTI : IN_MULTI_READ;
        OpCode op = OpCode.of(type);
        if (op == null || !allowed.contains(op)) {
            throw new MalformedException("operation of type " + type + " in " + multi + " before byte " + in.position()
                    + "; expected one of " + allowed);
        }
        Request operation = readBody(op, in);
        // Alone, and in createTTL, such a flag is a bad argument; otherwise ZooKeeper cannot even decode it in a multi.
        if (operation instanceof Request.Create create
                && create.op() != OpCode.CREATE_TTL
                && (create.flags() < 0 || create.flags() > LAST_CREATE_FLAG)) {
            throw new MalformedException("create in " + multi + " before byte " + in.position() + " has flags "
                    + create.flags() + "; expected 0 to " + LAST_CREATE_FLAG);
        }
        return operation;
    }

    private static void writeMulti(Request.Multi multi, JuteWriter out) {
        for (Request operation : multi.operations()) {
            new MultiHeader(operation.op().code(), false, -1).write(out);
            writeBody(operation, out);
        }
        MultiHeader.DONE.write(out);
    }

    private static Request readSetWatches(OpCode op, JuteReader in) {
        long relativeZxid = in.readLong();
        List<String> data = ResponseCodec.readNames(in);
        List<String> exist = ResponseCodec.readNames(in);
        List<String> child = ResponseCodec.readNames(in);
        boolean second = op == OpCode.SET_WATCHES2;
        List<String> persistent = second ? ResponseCodec.readNames(in) : List.of();
        List<String> recursive = second ? ResponseCodec.readNames(in) : List.of();
        return new Request.SetWatches(op, relativeZxid, data, exist, child, persistent, recursive);
    }

    private static void writeSetWatches(Request.SetWatches setWatches, JuteWriter out) {
        out.writeLong(setWatches.relativeZxid());
        ResponseCodec.writeNames(setWatches.data(), out);
        ResponseCodec.writeNames(setWatches.exist(), out);
        ResponseCodec.writeNames(setWatches.child(), out);
        if (setWatches.op() == OpCode.SET_WATCHES2) {
            ResponseCodec.writeNames(setWatches.persistent(), out);
            ResponseCodec.writeNames(setWatches.persistentRecursive(), out);
        }
    }
}
