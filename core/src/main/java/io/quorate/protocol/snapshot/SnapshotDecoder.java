package io.quorate.protocol.snapshot;

import io.quorate.model.Acl;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.AclCodec;
import io.quorate.protocol.JuteExtent;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.MalformedException;
import io.quorate.protocol.txn.TxnDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Adler32;
import org.jspecify.annotations.Nullable;

/// Reads a snapshot from pieces that may be cut anywhere and tells a sink what is in it. A record that has come only in
/// part is kept until the rest is there; nothing larger than what came is ever allocated. One thread at a time, and of
/// no use after an exception.
///
/// The sink hears of znodes before the seal behind them has been checked: until {@link #finished()}, what it has
/// gathered may be wrong.
public final class SnapshotDecoder {
    private static final int MORE = -1;
    private static final int MIN_ACL_BYTES = 12;
    /// How far one must look to tell the digest's section from the last zxid's.
    private static final int SECTION_HEAD_BYTES = 12;

    private static final byte[] NOTHING = {};

    private enum Stage {
        HEADER,
        SESSION_COUNT,
        SESSIONS,
        ACL_COUNT,
        ACLS,
        ZNODES,
        SIGNATURE,
        ZNODES_SEAL,
        DIGEST_OR_LAST_ZXID,
        DIGEST_SEAL,
        LAST_ZXID,
        LAST_ZXID_SEAL,
        DONE
    }

    private final SnapshotSink sink;
    private final boolean file;
    private final int maxBufferBytes;
    private final Adler32 checksum = new Adler32();
    private final Map<Long, List<Acl>> acls = new HashMap<>();
    private Stage stage;
    private int sessionsLeft;
    private int aclsLeft;
    private @Nullable Zxid lastZxid;
    /// The beginning of a record whose end has not come.
    private byte[] pending = NOTHING;

    private int pendingSize;
    /// Where in the present piece the checksum has got to.
    private int summed;

    private SnapshotDecoder(SnapshotSink sink, boolean file, int maxBufferBytes) {
        this.sink = sink;
        this.file = file;
        this.maxBufferBytes = maxBufferBytes;
        this.stage = file ? Stage.HEADER : Stage.SESSION_COUNT;
    }

    /// Of a file; whether it is complete is known when all of it has been fed.
    public static SnapshotDecoder file(SnapshotSink sink) {
        return file(sink, JuteReader.MAX_BUFFER_BYTES);
    }

    /// The same, for servers that are configured to accept longer or only shorter buffers.
    public static SnapshotDecoder file(SnapshotSink sink, int maxBufferBytes) {
        return new SnapshotDecoder(sink, true, maxBufferBytes);
    }

    /// Of what follows a SNAP packet.
    public static SnapshotDecoder stream(SnapshotSink sink) {
        return stream(sink, JuteReader.MAX_BUFFER_BYTES);
    }

    /// The same, for servers that are configured to accept longer or only shorter buffers.
    public static SnapshotDecoder stream(SnapshotSink sink, int maxBufferBytes) {
        return new SnapshotDecoder(sink, false, maxBufferBytes);
    }

    /// Takes the next bytes; they may be overwritten afterwards.
    ///
    /// @return how many were taken: all, unless the snapshot ends before
    /// @throws MalformedException if this is no snapshot, or a damaged one
    public int feed(byte[] bytes, int offset, int length) {
        if (pendingSize == 0) {
            int used = parse(bytes, offset, length);
            if (stage == Stage.DONE) {
                return used;
            }
            keep(bytes, offset + used, length - used);
            return length;
        }
        int before = pendingSize;
        keep(bytes, offset, length);
        int used = parse(pending, 0, pendingSize);
        if (stage == Stage.DONE) {
            pendingSize = 0;
            return used - before;
        }
        System.arraycopy(pending, used, pending, 0, pendingSize - used);
        pendingSize -= used;
        return length;
    }

    /// Whether the snapshot may end here. A stream then has; a file may still go on, as older releases write fewer
    /// sections.
    public boolean finished() {
        return switch (stage) {
            case DONE -> true;
            case DIGEST_OR_LAST_ZXID, LAST_ZXID -> pendingSize == 0;
            case HEADER, SESSION_COUNT, SESSIONS, ACL_COUNT, ACLS, ZNODES -> false;
            case SIGNATURE, ZNODES_SEAL, DIGEST_SEAL, LAST_ZXID_SEAL -> false;
        };
    }

    /// The last zxid that a file says of itself; null if it does not (before 3.9).
    public @Nullable Zxid lastZxid() {
        return lastZxid;
    }

    private void keep(byte[] bytes, int offset, int length) {
        int needed = Math.addExact(pendingSize, length);
        if (needed > pending.length) {
            pending = Arrays.copyOf(pending, Math.max(needed, (int) Math.min(2L * pending.length, 1 << 30)));
        }
        System.arraycopy(bytes, offset, pending, pendingSize, length);
        pendingSize = needed;
    }

    /// Takes all records that are complete.
    private int parse(byte[] bytes, int offset, int length) {
        int position = offset;
        int end = offset + length;
        summed = offset;
        while (stage != Stage.DONE) {
            int used = step(bytes, position, end - position);
            if (used == MORE) {
                break;
            }
            position += used;
        }
        sum(bytes, position);
        return position - offset;
    }

    /// Takes one record.
    ///
    /// @return its size, {@link #MORE} if it is not complete
    private int step(byte[] bytes, int offset, int length) {
        return switch (stage) {
            case HEADER -> length < SnapshotFormat.HEADER_BYTES ? MORE : header(bytes, offset);
            case SESSION_COUNT -> length < Integer.BYTES ? MORE : sessionCount(bytes, offset);
            case SESSIONS -> sessionsLeft == 0 ? next(Stage.ACL_COUNT) : session(bytes, offset, length);
            case ACL_COUNT -> length < Integer.BYTES ? MORE : aclCount(bytes, offset);
            case ACLS -> aclsLeft == 0 ? next(Stage.ZNODES) : acl(bytes, offset, length);
            case ZNODES -> znode(bytes, offset, length);
            case SIGNATURE -> signature(bytes, offset, length);
            case ZNODES_SEAL -> seal(bytes, offset, length, Stage.DIGEST_OR_LAST_ZXID);
            case DIGEST_OR_LAST_ZXID -> section(bytes, offset, length);
            case DIGEST_SEAL -> seal(bytes, offset, length, Stage.LAST_ZXID);
            case LAST_ZXID -> length < Long.BYTES ? MORE : lastZxid(bytes, offset);
            case LAST_ZXID_SEAL -> seal(bytes, offset, length, Stage.DONE);
            case DONE -> MORE;
        };
    }

    private int next(Stage next) {
        stage = next;
        return 0;
    }

    private int header(byte[] bytes, int offset) {
        int magic = new JuteReader(bytes, offset, SnapshotFormat.HEADER_BYTES).readInt();
        if (magic != SnapshotFormat.MAGIC) {
            throw new MalformedException("snapshot begins with " + Integer.toHexString(magic) + "; expected "
                    + Integer.toHexString(SnapshotFormat.MAGIC));
        }
        stage = Stage.SESSION_COUNT;
        return SnapshotFormat.HEADER_BYTES;
    }

    private int sessionCount(byte[] bytes, int offset) {
        sessionsLeft = count(bytes, offset, "sessions");
        stage = Stage.SESSIONS;
        return Integer.BYTES;
    }

    private int session(byte[] bytes, int offset, int length) {
        if (length < SnapshotFormat.SESSION_BYTES) {
            return MORE;
        }
        JuteReader in = new JuteReader(bytes, offset, SnapshotFormat.SESSION_BYTES);
        sink.session(new SessionId(in.readLong()), in.readInt());
        sessionsLeft--;
        return SnapshotFormat.SESSION_BYTES;
    }

    private int aclCount(byte[] bytes, int offset) {
        aclsLeft = count(bytes, offset, "ACLs");
        stage = Stage.ACLS;
        return Integer.BYTES;
    }

    private int acl(byte[] bytes, int offset, int length) {
        JuteExtent extent = new JuteExtent(bytes, offset, length, maxBufferBytes);
        extent.skip(Long.BYTES);
        int entries = extent.skipCount(MIN_ACL_BYTES, "ACL in a snapshot");
        for (int i = 0; i < entries && extent.known(); i++) {
            extent.skip(Integer.BYTES);
            extent.skipBuffer("scheme of an ACL in a snapshot");
            extent.skipBuffer("id of an ACL in a snapshot");
        }
        int size = extent.size();
        if (size < 0 || size > length) {
            return MORE;
        }
        JuteReader in = new JuteReader(bytes, offset, size);
        long index = in.readLong();
        List<Acl> acl = AclCodec.readStored(in);
        acls.put(index, acl == null ? Acl.OPEN : acl);
        aclsLeft--;
        return size;
    }

    /// A path of one byte can only be the root's proper name, and that is the mark behind the last znode.
    private int znode(byte[] bytes, int offset, int length) {
        JuteExtent extent = new JuteExtent(bytes, offset, length, maxBufferBytes);
        int pathBytes = extent.skipBuffer("path of a znode in a snapshot");
        if (pathBytes != 1) {
            extent.skipBuffer("data of a znode in a snapshot");
            extent.skip(Long.BYTES + StoredStatCodec.BYTES);
        }
        int size = extent.size();
        if (size < 0 || size > length) {
            return MORE;
        }
        JuteReader in = new JuteReader(bytes, offset, size);
        String path = in.readNonNullString("path of a znode in a snapshot");
        if (pathBytes != 1) {
            byte[] data = in.readBuffer();
            List<Acl> acl = aclAt(in.readLong());
            sink.znode(new ZnodeImage(path, data, acl, StoredStatCodec.read(in)));
        } else if (path.equals(SnapshotFormat.END_OF_ZNODES)) {
            stage = file ? Stage.ZNODES_SEAL : Stage.SIGNATURE;
        } else {
            throw new MalformedException("znode in a snapshot has the path '" + path + "'; expected an absolute one");
        }
        return size;
    }

    /// A fuzzy snapshot may refer to lists that are not in its table; the replay of the log puts them right.
    private @Nullable List<Acl> aclAt(long index) {
        return index == SnapshotFormat.NO_ACL_INDEX ? null : acls.getOrDefault(index, Acl.OPEN);
    }

    private int signature(byte[] bytes, int offset, int length) {
        int size = Integer.BYTES + SnapshotFormat.SIGNATURE.length();
        if (length < size) {
            return MORE;
        }
        String signature = new JuteReader(bytes, offset, size).readString();
        if (!SnapshotFormat.SIGNATURE.equals(signature)) {
            throw new MalformedException(
                    "snapshot stream is signed '" + signature + "'; expected '" + SnapshotFormat.SIGNATURE + "'");
        }
        stage = Stage.DONE;
        return size;
    }

    private int section(byte[] bytes, int offset, int length) {
        if (length < SECTION_HEAD_BYTES) {
            return MORE;
        }
        JuteReader in = new JuteReader(bytes, offset, length);
        Zxid zxid = new Zxid(in.readLong());
        int version = in.readInt();
        if (version == 0) {
            return lastZxid(bytes, offset);
        }
        if (version < TxnDigest.VERSION) {
            return oldDigest(bytes, offset, length);
        }
        if (in.remaining() < Long.BYTES) {
            return MORE;
        }
        // A snapshot of a stock server in which no txn had a digest yet.
        if (!zxid.equals(Zxid.ZERO)) {
            sink.digest(zxid, new TxnDigest(version, in.readLong()));
        }
        stage = Stage.DIGEST_SEAL;
        return SECTION_HEAD_BYTES + Long.BYTES;
    }

    /// The first scheme wrote a number as text; nobody can compute it any more.
    private int oldDigest(byte[] bytes, int offset, int length) {
        JuteExtent extent = new JuteExtent(bytes, offset, length, maxBufferBytes);
        extent.skip(SECTION_HEAD_BYTES);
        extent.skipBuffer("digest of a snapshot");
        int size = extent.size();
        if (size < 0 || size > length) {
            return MORE;
        }
        stage = Stage.DIGEST_SEAL;
        return size;
    }

    private int lastZxid(byte[] bytes, int offset) {
        lastZxid = new Zxid(new JuteReader(bytes, offset, Long.BYTES).readLong());
        stage = Stage.LAST_ZXID_SEAL;
        return Long.BYTES;
    }

    private int seal(byte[] bytes, int offset, int length, Stage next) {
        if (length < SnapshotFormat.SEAL_BYTES) {
            return MORE;
        }
        sum(bytes, offset);
        JuteReader in = new JuteReader(bytes, offset, SnapshotFormat.SEAL_BYTES);
        long sealed = in.readLong();
        String mark = in.readString();
        if (sealed != checksum.getValue() || !SnapshotFormat.SEAL_MARK.equals(mark)) {
            throw new MalformedException(
                    "snapshot is sealed with Adler-32 " + Long.toHexString(sealed) + " and '" + mark + "'; expected "
                            + Long.toHexString(checksum.getValue()) + " and '" + SnapshotFormat.SEAL_MARK + "'");
        }
        stage = next;
        return SnapshotFormat.SEAL_BYTES;
    }

    private void sum(byte[] bytes, int upTo) {
        if (file) {
            checksum.update(bytes, summed, upTo - summed);
        }
        summed = upTo;
    }

    private static int count(byte[] bytes, int offset, String what) {
        int count = new JuteReader(bytes, offset, Integer.BYTES).readInt();
        if (count < 0) {
            throw new MalformedException("snapshot announces " + count + " " + what + "; expected 0 or more");
        }
        return count;
    }
}
