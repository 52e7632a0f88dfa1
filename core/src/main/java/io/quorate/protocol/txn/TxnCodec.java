package io.quorate.protocol.txn;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.AclCodec;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.MalformedException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The bytes of a txn, the same in the log and in proposals:
///
/// ```
/// header   long session, int cxid, long zxid, long time, int type
/// body     by type; of an error, its code
/// digest   int version, long treeDigest          none after the error of a single operation
/// ```
///
/// A multi's body is `vector<{int type, buffer body}>`.
public final class TxnCodec {
    private static final int DIGEST_BYTES = 12;
    private static final int MIN_MEMBER_BYTES = 8;
    private static final int UNKNOWN_PARENT_CVERSION = -1;
    private static final Set<OpCode> IN_MULTI = Collections.unmodifiableSet(EnumSet.of(
            OpCode.CREATE,
            OpCode.CREATE2,
            OpCode.CREATE_CONTAINER,
            OpCode.CREATE_TTL,
            OpCode.DELETE,
            OpCode.DELETE_CONTAINER,
            OpCode.SET_DATA,
            OpCode.SET_ACL,
            OpCode.RECONFIG,
            OpCode.CHECK,
            OpCode.ERROR));

    private TxnCodec() {}

    /// The result keeps `entry`, which nobody may write to any more.
    ///
    /// @throws MalformedException if it is no txn
    public static LoggedTxn decode(byte[] entry) {
        JuteReader in = new JuteReader(entry);
        SessionId session = new SessionId(in.readLong());
        int cxid = in.readInt();
        Zxid zxid = new Zxid(in.readLong());
        TxnHeader header = new TxnHeader(session, cxid, zxid, in.readLong());
        Txn txn = readBody(in.readInt(), in);
        // Before 3.6, and where an ensemble has switched digests off, nothing follows.
        TxnDigest digest = in.remaining() < DIGEST_BYTES ? null : new TxnDigest(in.readInt(), in.readLong());
        return new LoggedTxn(header, txn, digest, entry);
    }

    public static byte[] encode(TxnHeader header, Txn txn, @Nullable TxnDigest digest) {
        JuteWriter out = new JuteWriter(initialCapacity(txn));
        out.writeLong(header.session().value());
        out.writeInt(header.cxid());
        out.writeLong(header.zxid().value());
        out.writeLong(header.timeMillis());
        out.writeInt(txn.type().code());
        writeBody(txn, out);
        if (digest != null && !(txn instanceof Txn.Failed)) {
            out.writeInt(digest.version());
            out.writeLong(digest.treeDigest());
        }
        return out.toByteArray();
    }

    /// Encodes a txn and keeps the bytes with it.
    public static LoggedTxn seal(TxnHeader header, Txn txn, @Nullable TxnDigest digest) {
        TxnDigest written = txn instanceof Txn.Failed ? null : digest;
        return new LoggedTxn(header, txn, written, encode(header, txn, written));
    }

    private static Txn readBody(int type, JuteReader in) {
        OpCode op = OpCode.of(type);
        return switch (op) {
            case CREATE, CREATE2, CREATE_CONTAINER, CREATE_TTL -> readCreate(op, in);
            case DELETE, DELETE_CONTAINER -> new Txn.Delete(op, readPath(in));
            case SET_DATA, RECONFIG -> new Txn.SetData(op, readPath(in), in.readBuffer(), in.readInt());
            case SET_ACL -> new Txn.SetAcl(readPath(in), readAcl(in), in.readInt());
            case CHECK -> new Txn.Check(readPath(in), in.readInt());
            case MULTI -> readMulti(in);
            case CREATE_SESSION -> new Txn.CreateSession(in.readInt());
            case CLOSE_SESSION -> readCloseSession(in);
            case ERROR -> new Txn.Failed(ErrorCode.of(in.readInt()));
            case null, default ->
                throw new MalformedException("txn of type " + type + "; expected one of those that "
                        + "change the tree or the sessions, or -1");
        };
    }

    private static void writeBody(Txn txn, JuteWriter out) {
        switch (txn) {
            case Txn.Create create -> writeCreate(create, out);
            case Txn.Delete(OpCode _, String path) -> out.writeString(path);
            case Txn.SetData(OpCode _, String path, byte[] data, int version) -> {
                out.writeString(path);
                out.writeBuffer(data);
                out.writeInt(version);
            }
            case Txn.SetAcl(String path, List<Acl> acl, int version) -> {
                out.writeString(path);
                AclCodec.write(acl, out);
                out.writeInt(version);
            }
            case Txn.Check(String path, int version) -> {
                out.writeString(path);
                out.writeInt(version);
            }
            case Txn.Multi(List<Txn> txns) -> writeMulti(txns, out);
            case Txn.CreateSession(int timeoutMillis) -> out.writeInt(timeoutMillis);
            case Txn.CloseSession closeSession -> writeCloseSession(closeSession, out);
            case Txn.Failed(ErrorCode error) -> out.writeInt(error.code());
        }
    }

    /// ```
    /// create, create2   ustring path, buffer data, vector<ACL> acl, boolean ephemeral, int parentCversion
    /// createContainer   ustring path, buffer data, vector<ACL> acl, int parentCversion
    /// createTTL         ustring path, buffer data, vector<ACL> acl, int parentCversion, long ttl
    /// ```
    private static Txn readCreate(OpCode op, JuteReader in) {
        String path = readPath(in);
        byte[] data = in.readBuffer();
        List<Acl> acl = readAcl(in);
        boolean ephemeral = hasEphemeralFlag(op) && in.readBoolean();
        // Releases up to 3.2 ended here.
        boolean old = op == OpCode.CREATE && in.remaining() < Integer.BYTES;
        int parentCversion = old ? UNKNOWN_PARENT_CVERSION : in.readInt();
        long ttlMillis = op == OpCode.CREATE_TTL ? in.readLong() : 0;
        return new Txn.Create(op, path, data, acl, ephemeral, parentCversion, ttlMillis);
    }

    private static void writeCreate(Txn.Create create, JuteWriter out) {
        out.writeString(create.path());
        out.writeBuffer(create.data());
        AclCodec.write(create.acl(), out);
        if (hasEphemeralFlag(create.type())) {
            out.writeBoolean(create.ephemeral());
        }
        out.writeInt(create.parentCversion());
        if (create.type() == OpCode.CREATE_TTL) {
            out.writeLong(create.ttlMillis());
        }
    }

    private static boolean hasEphemeralFlag(OpCode op) {
        return op == OpCode.CREATE || op == OpCode.CREATE2;
    }

    private static Txn readMulti(JuteReader in) {
        int count = in.readCount(MIN_MEMBER_BYTES);
        Txn[] txns = new Txn[Math.max(count, 0)];
        for (int i = 0; i < txns.length; i++) {
            int type = in.readInt();
            OpCode op = OpCode.of(type);
            JuteReader body = in.readSlice();
            if (op == null || !IN_MULTI.contains(op) || body == null) {
                throw new MalformedException("member " + i + " of a multi before byte " + in.position() + " has type "
                        + type + (body == null ? " and no body" : "") + "; expected one of " + IN_MULTI);
            }
            txns[i] = readBody(type, body);
        }
        return new Txn.Multi(List.of(txns));
    }

    private static void writeMulti(List<Txn> txns, JuteWriter out) {
        out.writeInt(txns.size());
        for (Txn txn : txns) {
            out.writeInt(txn.type().code());
            int begin = out.beginBuffer();
            writeBody(txn, out);
            out.endBuffer(begin);
        }
    }

    /// `vector<ustring> ephemerals`, or nothing: before 3.6, and where `closeSessionTxn.enabled` is off. In the latter
    /// case a digest may follow. It cannot be mistaken: it begins with its version, 2, and two paths do not fit
    /// into its length.
    private static Txn readCloseSession(JuteReader in) {
        boolean absent = in.remaining() == 0 || (in.remaining() == DIGEST_BYTES && in.peekInt() == TxnDigest.VERSION);
        int count = absent ? -1 : in.readCount(Integer.BYTES);
        if (count < 0) {
            return new Txn.CloseSession(null);
        }
        String[] ephemerals = new String[count];
        for (int i = 0; i < count; i++) {
            ephemerals[i] = readPath(in);
        }
        return new Txn.CloseSession(List.of(ephemerals));
    }

    private static void writeCloseSession(Txn.CloseSession closeSession, JuteWriter out) {
        List<String> ephemerals = closeSession.ephemerals();
        if (ephemerals == null) {
            return;
        }
        out.writeInt(ephemerals.size());
        for (String path : ephemerals) {
            out.writeString(path);
        }
    }

    private static String readPath(JuteReader in) {
        return in.readNonNullString("path of a txn");
    }

    /// To ZooKeeper, no list means that everybody may do everything.
    private static List<Acl> readAcl(JuteReader in) {
        List<Acl> acl = AclCodec.readStored(in);
        return acl == null ? Acl.OPEN : acl;
    }

    /// Enough for most txns, so that large data is copied only once.
    private static int initialCapacity(Txn txn) {
        byte[] data = txn instanceof Txn.Create create
                ? create.data()
                : txn instanceof Txn.SetData setData ? setData.data() : null;
        return 192 + (data == null ? 0 : data.length);
    }
}
