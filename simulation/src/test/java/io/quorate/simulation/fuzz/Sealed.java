package io.quorate.simulation.fuzz;

import io.quorate.model.Zxid;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.MalformedException;
import java.util.Arrays;
import java.util.zip.Adler32;

/// Puts checksums around bytes that have none. Only few random changes would get past a checksum, and what lies behind
/// it would never be tried.
final class Sealed {
    private static final int SNAPSHOT_MAGIC = 0x5A4B534E;
    private static final int LOG_MAGIC = 0x5A4B4C47;
    private static final int VERSION = 2;

    private Sealed() {}

    /// A snapshot file that has `body` between header and seals.
    static byte[] snapshot(byte[] body, Zxid zxid) {
        JuteWriter out = new JuteWriter(body.length + 128);
        out.writeInt(SNAPSHOT_MAGIC);
        out.writeInt(VERSION);
        out.writeLong(-1);
        out.writeBytes(body);
        seal(out);
        out.writeLong(zxid.value());
        out.writeInt(VERSION);
        out.writeLong(0);
        seal(out);
        out.writeLong(zxid.value());
        seal(out);
        return out.toByteArray();
    }

    private static void seal(JuteWriter out) {
        Adler32 adler = new Adler32();
        adler.update(out.buffer(), 0, out.size());
        out.writeLong(adler.getValue());
        out.writeString("/");
    }

    /// A log file with the txns of `entries`, each a jute buffer. What is left behind the last that is complete is
    /// appended as it is: the trace of a crash.
    static byte[] log(byte[] entries) {
        JuteWriter out = new JuteWriter(2 * entries.length + 16);
        out.writeInt(LOG_MAGIC);
        out.writeInt(VERSION);
        out.writeLong(0);
        JuteReader in = new JuteReader(entries);
        int rest = 0;
        try {
            for (byte[] entry = in.readBuffer(); entry != null; entry = in.readBuffer()) {
                Adler32 adler = new Adler32();
                adler.update(entry);
                out.writeLong(adler.getValue());
                out.writeBuffer(entry);
                out.writeByte('B');
                rest = in.position();
            }
        } catch (MalformedException e) {
            // The rest begins here.
        }
        out.writeBytes(Arrays.copyOfRange(entries, rest, entries.length));
        return out.toByteArray();
    }
}
