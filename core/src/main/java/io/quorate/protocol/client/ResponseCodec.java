package io.quorate.protocol.client;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.Stat;
import io.quorate.protocol.AclCodec;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.MalformedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bodies of answers: what follows the header of a reply without error, and each header in the answer to a multi.
final class ResponseCodec {
    private static final int STAT_BYTES = 68;

    private ResponseCodec() {}

    /// @throws MalformedException if the bytes are no answer to `op`
    static Response read(OpCode op, JuteReader in) {
        return switch (op) {
            case CREATE, CREATE_IF_NOT_EXISTS, SYNC -> new Response.Path(in.readString());
            case CREATE2, CREATE_CONTAINER, CREATE_TTL ->
                new Response.Created(in.readNonNullString("path"), readStat(in));
            case EXISTS, SET_DATA, SET_ACL -> new Response.StatOnly(readStat(in));
            case GET_DATA, RECONFIG -> new Response.Data(in.readBuffer(), readStat(in));
            case GET_ACL -> new Response.AclAndStat(readAcl(in), readStat(in));
            case GET_CHILDREN, GET_EPHEMERALS, LIST_RECURSIVE -> new Response.Names(readNames(in));
            case GET_CHILDREN2, FILTERED_LIST -> new Response.NamesAndStat(readNames(in), readStat(in));
            case LIST_WITH_STATS_AND_DATA ->
                new Response.Listing(readNames(in), readStat(in), readStats(in), readBuffers(in));
            case GET_ALL_CHILDREN_NUMBER -> new Response.Count(in.readInt());
            case WHO_AM_I -> new Response.Identities(readIdentities(in));
            case SASL -> new Response.Token(in.readBuffer());
            case ADD_WATCH -> readWatchAdded(in);
            case MULTI, MULTI_READ -> readMulti(op, in);
            case DELETE, CHECK, PING, AUTH, CHECK_WATCHES, REMOVE_WATCHES, SET_WATCHES, SET_WATCHES2 ->
                new Response.Empty();
            case CHECK_NOT_EXISTS, CHECK_STAT, TRY_REMOVE, REMOVE_RECURSIVE -> new Response.Empty();
            case CREATE_SESSION, CLOSE_SESSION, DELETE_CONTAINER, ERROR -> new Response.Empty();
        };
    }

    static void write(Response response, JuteWriter out) {
        switch (response) {
            case Response.Empty _ -> {}
            case Response.Path(String path) -> out.writeString(path);
            case Response.Created(String path, Stat stat) -> {
                out.writeString(path);
                writeStat(stat, out);
            }
            case Response.StatOnly(Stat stat) -> writeStat(stat, out);
            case Response.Data(byte[] data, Stat stat) -> {
                out.writeBuffer(data);
                writeStat(stat, out);
            }
            case Response.AclAndStat(List<Acl> acl, Stat stat) -> {
                AclCodec.write(acl, out);
                writeStat(stat, out);
            }
            case Response.Names(List<String> names) -> writeNames(names, out);
            case Response.NamesAndStat(List<String> names, Stat stat) -> {
                writeNames(names, out);
                writeStat(stat, out);
            }
            case Response.Listing listing -> writeListing(listing, out);
            case Response.Count(int count) -> out.writeInt(count);
            case Response.Identities(List<Identity> identities) -> writeIdentities(identities, out);
            case Response.Token(byte[] token) -> out.writeBuffer(token);
            case Response.WatchAdded _ -> out.writeInt(ErrorCode.OK.code());
            case Response.Multi(List<Response.Result> results) -> writeMulti(results, out);
            case Response.MultiRead(List<Response.Result> results) -> writeMultiRead(results, out);
        }
    }

    /// A vector of strings; a null vector reads as an empty list.
    static List<String> readNames(JuteReader in) {
        int count = in.readCount(Integer.BYTES);
        if (count <= 0) {
            return List.of();
        }
        String[] names = new String[count];
        for (int i = 0; i < count; i++) {
            names[i] = in.readNonNullString("string in a vector");
        }
        return List.of(names);
    }

    static void writeNames(List<String> names, JuteWriter out) {
        out.writeInt(names.size());
        for (String name : names) {
            out.writeString(name);
        }
    }

    static Stat readStat(JuteReader in) {
        return new Stat(
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readLong(),
                in.readInt(),
                in.readInt(),
                in.readLong());
    }

    static void writeStat(Stat stat, JuteWriter out) {
        out.writeLong(stat.czxid());
        out.writeLong(stat.mzxid());
        out.writeLong(stat.ctime());
        out.writeLong(stat.mtime());
        out.writeInt(stat.version());
        out.writeInt(stat.cversion());
        out.writeInt(stat.aversion());
        out.writeLong(stat.ephemeralOwner());
        out.writeInt(stat.dataLength());
        out.writeInt(stat.numChildren());
        out.writeLong(stat.pzxid());
    }

    private static List<Stat> readStats(JuteReader in) {
        int count = Math.max(in.readCount(STAT_BYTES), 0);
        Stat[] stats = new Stat[count];
        for (int i = 0; i < count; i++) {
            stats[i] = readStat(in);
        }
        return List.of(stats);
    }

    private static List<byte @Nullable []> readBuffers(JuteReader in) {
        int count = Math.max(in.readCount(Integer.BYTES), 0);
        List<byte @Nullable []> buffers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            buffers.add(in.readBuffer());
        }
        return Collections.unmodifiableList(buffers);
    }

    private static void writeListing(Response.Listing listing, JuteWriter out) {
        writeNames(listing.names(), out);
        writeStat(listing.stat(), out);
        out.writeInt(listing.stats().size());
        listing.stats().forEach(stat -> writeStat(stat, out));
        out.writeInt(listing.data().size());
        listing.data().forEach(out::writeBuffer);
    }

    private static List<Acl> readAcl(JuteReader in) {
        List<Acl> acl = AclCodec.readStored(in);
        return acl == null ? List.of() : acl;
    }

    private static List<Identity> readIdentities(JuteReader in) {
        int count = Math.max(in.readCount(AclCodec.MIN_IDENTITY_BYTES), 0);
        Identity[] identities = new Identity[count];
        for (int i = 0; i < count; i++) {
            String scheme = in.readNonNullString("scheme of an identity");
            // The stock server has no name for the identities of schemes that it has no provider for.
            String user = in.readString();
            identities[i] = new Identity(scheme, user == null ? "" : user);
        }
        return List.of(identities);
    }

    private static void writeIdentities(List<Identity> identities, JuteWriter out) {
        out.writeInt(identities.size());
        for (Identity identity : identities) {
            AclCodec.writeIdentity(identity, out);
        }
    }

    private static Response readWatchAdded(JuteReader in) {
        int error = in.readInt();
        if (error != ErrorCode.OK.code()) {
            throw new MalformedException("answer to addWatch without error holds error " + error + "; expected 0");
        }
        return new Response.WatchAdded();
    }

    private static Response readMulti(OpCode multi, JuteReader in) {
        List<Response.Result> results = new ArrayList<>();
        MultiHeader header = MultiHeader.read(in);
        while (!header.done()) {
            results.add(readResult(multi, header, in));
            header = MultiHeader.read(in);
        }
        boolean inOtherWords = results.stream().anyMatch(ResponseCodec::isFailedInOtherWords);
        if (inOtherWords && results.stream().anyMatch(result -> result.op() == OpCode.ERROR)) {
            throw new MalformedException("answer to " + multi + " before byte " + in.position()
                    + " says in two ways that parts have failed; expected one");
        }
        List<Response.Result> all = Collections.unmodifiableList(results);
        return inOtherWords ? new Response.MultiRead(all) : new Response.Multi(all);
    }

    private static boolean isFailedInOtherWords(Response.Result result) {
        return result.op() != OpCode.ERROR && result.error() != ErrorCode.OK;
    }

    private static Response.Result readResult(OpCode multi, MultiHeader header, JuteReader in) {
        int type = header.type();
        OpCode op = OpCode.of(type);
        if (op == null || op == OpCode.MULTI || op == OpCode.MULTI_READ) {
            throw new MalformedException("result of type " + type + " in the answer to a multi before byte "
                    + in.position() + "; expected an operation that a multi may hold, or -1");
        }
        if (multi == OpCode.MULTI_READ && op != OpCode.ERROR && header.error() != ErrorCode.OK.code()) {
            return new Response.Result(op, ErrorCode.of(header.error()), new Response.Empty());
        }
        return op == OpCode.ERROR
                ? Response.Result.failed(ErrorCode.of(in.readInt()))
                : new Response.Result(op, ErrorCode.OK, read(op, in));
    }

    private static void writeMultiRead(List<Response.Result> results, JuteWriter out) {
        for (Response.Result result : results) {
            // There a filtered list is answered like any other.
            OpCode word = result.op() == OpCode.FILTERED_LIST ? OpCode.GET_CHILDREN2 : result.op();
            new MultiHeader(word.code(), false, result.error().code()).write(out);
            if (result.error() == ErrorCode.OK) {
                write(result.body(), out);
            }
        }
        MultiHeader.DONE.write(out);
    }

    /// In a failed multi, the operations before the one that failed are errors too, with code 0.
    private static void writeMulti(List<Response.Result> results, JuteWriter out) {
        for (Response.Result result : results) {
            int code = result.error().code();
            if (result.op() == OpCode.ERROR || result.error() != ErrorCode.OK) {
                new MultiHeader(OpCode.ERROR.code(), false, code).write(out);
                out.writeInt(code);
            } else {
                new MultiHeader(result.op().code(), false, code).write(out);
                write(result.body(), out);
            }
        }
        MultiHeader.DONE.write(out);
    }
}
