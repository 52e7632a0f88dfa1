package io.quorate.tree;

import io.quorate.model.StoredStat;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The name, the stat and the data of a znode in one array, since there are millions of them and most of
/// their numbers say nothing:
///
/// ```
/// byte    flags: which of the optional fields are there, and whether the data is null
/// long    czxid
/// long    ctime
/// long    mzxid      if it is not czxid
/// long    pzxid      if it is not czxid
/// long    mtime      if it is not ctime
/// long    owner      if it is not 0
/// byte    what the owner means, if there is one
/// int     version    if it is not 0
/// int     cversion   if it is not 0
/// int     aversion   if it is not 0
/// varint  length of the name
/// bytes   name
/// bytes   data, to the end
/// ```
///
/// A persistent znode that has never been changed needs 18 bytes beside its name and its data.
final class ZnodeRecord {
    private static final int MZXID = 1;
    private static final int PZXID = 1 << 1;
    private static final int MTIME = 1 << 2;
    private static final int OWNER = 1 << 3;
    private static final int LONGS = MZXID | PZXID | MTIME | OWNER;
    private static final int VERSION = 1 << 4;
    private static final int CVERSION = 1 << 5;
    private static final int AVERSION = 1 << 6;
    private static final int INTS = VERSION | CVERSION | AVERSION;
    private static final int NO_DATA = 1 << 7;

    private static final int CZXID_AT = 1;
    private static final int CTIME_AT = CZXID_AT + Long.BYTES;
    private static final int OPTIONAL_AT = CTIME_AT + Long.BYTES;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private ZnodeRecord() {}

    static byte[] of(Name name, StoredStat stat, Ownership ownership, byte @Nullable [] data) {
        int flags = flags(stat);
        int nameAt = startOfNameLength(flags) + sizeOfVarint(name.length());
        int dataAt = nameAt + name.length();
        byte[] bytes = new byte[dataAt + (data == null ? 0 : data.length)];
        write(bytes, flags, stat);
        if ((flags & OWNER) != 0) {
            bytes[startOf(flags, OWNER) + Long.BYTES] = ownership.code();
        }
        writeVarint(bytes, startOfNameLength(flags), name.length());
        System.arraycopy(name.bytes(), name.from(), bytes, nameAt, name.length());
        if (data == null) {
            bytes[0] |= (byte) NO_DATA;
        } else {
            System.arraycopy(data, 0, bytes, dataAt, data.length);
        }
        return bytes;
    }

    private static int flags(StoredStat stat) {
        return (stat.mzxid() == stat.czxid() ? 0 : MZXID)
                | (stat.pzxid() == stat.czxid() ? 0 : PZXID)
                | (stat.mtime() == stat.ctime() ? 0 : MTIME)
                | (stat.ephemeralOwner() == 0 ? 0 : OWNER)
                | (stat.version() == 0 ? 0 : VERSION)
                | (stat.cversion() == 0 ? 0 : CVERSION)
                | (stat.aversion() == 0 ? 0 : AVERSION);
    }

    private static void write(byte[] bytes, int flags, StoredStat stat) {
        bytes[0] = (byte) flags;
        LONG.set(bytes, CZXID_AT, stat.czxid());
        LONG.set(bytes, CTIME_AT, stat.ctime());
        writeLong(bytes, flags, MZXID, stat.mzxid());
        writeLong(bytes, flags, PZXID, stat.pzxid());
        writeLong(bytes, flags, MTIME, stat.mtime());
        writeLong(bytes, flags, OWNER, stat.ephemeralOwner());
        writeInt(bytes, flags, VERSION, stat.version());
        writeInt(bytes, flags, CVERSION, stat.cversion());
        writeInt(bytes, flags, AVERSION, stat.aversion());
    }

    private static void writeLong(byte[] bytes, int flags, int flag, long value) {
        if ((flags & flag) != 0) {
            LONG.set(bytes, startOf(flags, flag), value);
        }
    }

    private static void writeInt(byte[] bytes, int flags, int flag, int value) {
        if ((flags & flag) != 0) {
            INT.set(bytes, startOf(flags, flag), value);
        }
    }

    static StoredStat stat(byte[] bytes) {
        return new StoredStat(
                czxid(bytes),
                longOr(bytes, MZXID, czxid(bytes)),
                ctime(bytes),
                longOr(bytes, MTIME, ctime(bytes)),
                intOrZero(bytes, VERSION),
                cversion(bytes),
                intOrZero(bytes, AVERSION),
                owner(bytes),
                pzxid(bytes));
    }

    private static long czxid(byte[] bytes) {
        return (long) LONG.get(bytes, CZXID_AT);
    }

    private static long ctime(byte[] bytes) {
        return (long) LONG.get(bytes, CTIME_AT);
    }

    static long pzxid(byte[] bytes) {
        return longOr(bytes, PZXID, czxid(bytes));
    }

    static long owner(byte[] bytes) {
        return longOr(bytes, OWNER, 0);
    }

    static Ownership ownership(byte[] bytes) {
        return (bytes[0] & OWNER) == 0
                ? Ownership.NOBODY
                : Ownership.ofCode(bytes[startOf(bytes[0], OWNER) + Long.BYTES]);
    }

    static int cversion(byte[] bytes) {
        return intOrZero(bytes, CVERSION);
    }

    private static long longOr(byte[] bytes, int flag, long otherwise) {
        return (bytes[0] & flag) == 0 ? otherwise : (long) LONG.get(bytes, startOf(bytes[0], flag));
    }

    private static int intOrZero(byte[] bytes, int flag) {
        return (bytes[0] & flag) == 0 ? 0 : (int) INT.get(bytes, startOf(bytes[0], flag));
    }

    /// Where the field of `flag` starts: behind those of the lower flags.
    private static int startOf(int flags, int flag) {
        int before = flags & (flag - 1);
        return OPTIONAL_AT
                + Long.BYTES * Integer.bitCount(before & LONGS)
                + ((before & OWNER) == 0 ? 0 : Byte.BYTES)
                + Integer.BYTES * Integer.bitCount(before & INTS);
    }

    private static int startOfNameLength(int flags) {
        return startOf(flags, NO_DATA);
    }

    static Name name(byte[] bytes) {
        int at = startOfNameLength(bytes[0]);
        int length = 0;
        int shift = 0;
        while (bytes[at] < 0) {
            length |= (bytes[at++] & 0x7F) << shift;
            shift += 7;
        }
        length |= bytes[at++] << shift;
        return new Name(bytes, at, at + length);
    }

    /// A copy of the data; null if there is none.
    static byte @Nullable [] data(byte[] bytes) {
        return (bytes[0] & NO_DATA) != 0
                ? null
                : Arrays.copyOfRange(bytes, name(bytes).to(), bytes.length);
    }

    static int dataLength(byte[] bytes) {
        return bytes.length - name(bytes).to();
    }

    private static void writeVarint(byte[] bytes, int from, int value) {
        int at = from;
        int rest = value;
        while (rest > 0x7F) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at] = (byte) rest;
    }

    private static int sizeOfVarint(int value) {
        return value == 0 ? 1 : (31 - Integer.numberOfLeadingZeros(value)) / 7 + 1;
    }
}
