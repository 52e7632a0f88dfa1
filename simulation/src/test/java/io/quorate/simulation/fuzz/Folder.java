package io.quorate.simulation.fuzz;

import io.quorate.model.Zxid;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// The files of a data directory in one input:
///
/// ```
/// byte flags ; { byte kind ; long zxid ; buffer content }...
/// ```
///
/// The zxid goes into the name. For some kinds checksums are put around the content.
record Folder(SortedMap<String, byte[]> files, boolean trustsLogAlone, long inflatedBytes) {
    private static final int MOST_FILES = 6;
    private static final int MOST_ZEROS = 4096;
    private static final int MOST_INFLATED_BYTES = 1 << 22;

    enum Kind {
        /// A log file, byte for byte.
        LOG("log."),
        /// Txns, which get their checksums.
        TXNS("log."),
        /// Txns like these, and zeros behind them.
        PADDED_TXNS("log."),
        SNAPSHOT("snapshot."),
        SNAPSHOT_GZIP("snapshot."),
        SNAPSHOT_SNAPPY("snapshot."),
        /// What is between the header of a snapshot and its seals.
        BODY("snapshot."),
        BODY_GZIP("snapshot."),
        ACCEPTED_EPOCH("acceptedEpoch"),
        CURRENT_EPOCH("currentEpoch");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        /// The kind of a plain file of that name; null if it is none of these.
        static @Nullable Kind ofOurs(String name) {
            for (Kind kind : List.of(LOG, SNAPSHOT, ACCEPTED_EPOCH, CURRENT_EPOCH)) {
                if (name.startsWith(kind.prefix)) {
                    return kind;
                }
            }
            return null;
        }

        /// The zxid behind the dot, if there is one.
        static Zxid zxidIn(String name) {
            int dot = name.indexOf('.');
            return dot < 0 ? Zxid.ZERO : new Zxid(Long.parseUnsignedLong(name.substring(dot + 1), 16));
        }

        String name(long zxid) {
            return switch (this) {
                case LOG, TXNS, PADDED_TXNS, SNAPSHOT, BODY -> prefix + Long.toHexString(zxid);
                case SNAPSHOT_GZIP, BODY_GZIP -> prefix + Long.toHexString(zxid) + ".gz";
                case SNAPSHOT_SNAPPY -> prefix + Long.toHexString(zxid) + ".snappy";
                case ACCEPTED_EPOCH, CURRENT_EPOCH -> prefix;
            };
        }

        byte[] file(byte[] content, long zxid) {
            return switch (this) {
                case LOG, SNAPSHOT, SNAPSHOT_GZIP, SNAPSHOT_SNAPPY, ACCEPTED_EPOCH, CURRENT_EPOCH -> content;
                case TXNS -> Sealed.log(content);
                case PADDED_TXNS -> padded(Sealed.log(content));
                case BODY -> Sealed.snapshot(content, new Zxid(zxid));
                case BODY_GZIP -> gzip(Sealed.snapshot(content, new Zxid(zxid)));
            };
        }

        boolean isGzip() {
            return this == SNAPSHOT_GZIP || this == BODY_GZIP;
        }
    }

    static Folder of(byte[] input) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        boolean trusts = false;
        long inflated = 0;
        JuteReader in = new JuteReader(input);
        try {
            trusts = (in.readByte() & 1) != 0;
            while (in.remaining() > 0 && files.size() < MOST_FILES) {
                Kind kind = Kind.values()[(in.readByte() & 0xFF) % Kind.values().length];
                long zxid = in.readLong();
                byte[] content = in.readBuffer();
                byte[] file = kind.file(content == null ? new byte[0] : content, zxid);
                files.put(kind.name(zxid), file);
                inflated += kind.isGzip() ? inflatedBytes(file) : file.length;
            }
        } catch (MalformedException e) {
            // The files that are complete will do.
        }
        return new Folder(files, trusts, inflated);
    }

    /// The beginning of a folder; files follow.
    static JuteWriter begin(boolean trustsLogAlone) {
        JuteWriter out = new JuteWriter();
        out.writeByte(trustsLogAlone ? 1 : 0);
        return out;
    }

    static void add(JuteWriter folder, Kind kind, Zxid zxid, byte[] content) {
        folder.writeByte(Arrays.asList(Kind.values()).indexOf(kind));
        folder.writeLong(zxid.value());
        folder.writeBuffer(content);
    }

    private static byte[] padded(byte[] file) {
        return Arrays.copyOf(file, file.length + MOST_ZEROS);
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// What a compressed file is worth; what cannot be read is worth nothing more.
    private static long inflatedBytes(byte[] file) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
            return (long) file.length + in.readNBytes(MOST_INFLATED_BYTES).length;
        } catch (IOException e) {
            return MOST_INFLATED_BYTES;
        }
    }
}
