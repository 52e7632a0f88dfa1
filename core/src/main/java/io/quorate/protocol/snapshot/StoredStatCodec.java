package io.quorate.protocol.snapshot;

import io.quorate.model.StoredStat;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.JuteWriter;

/// `long czxid, mzxid, ctime, mtime; int version, cversion, aversion; long ephemeralOwner, pzxid`.
final class StoredStatCodec {
    static final int BYTES = 60;

    private StoredStatCodec() {}

    static StoredStat read(JuteReader in) {
        return new StoredStat(
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readLong(),
                in.readLong());
    }

    static void write(StoredStat stat, JuteWriter out) {
        out.writeLong(stat.czxid());
        out.writeLong(stat.mzxid());
        out.writeLong(stat.ctime());
        out.writeLong(stat.mtime());
        out.writeInt(stat.version());
        out.writeInt(stat.cversion());
        out.writeInt(stat.aversion());
        out.writeLong(stat.ephemeralOwner());
        out.writeLong(stat.pzxid());
    }
}
