package io.quorate.storage;

import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.MalformedException;
import io.quorate.protocol.snapshot.SnapshotDecoder;
import io.quorate.protocol.snapshot.SnapshotEncoder;
import io.quorate.protocol.snapshot.SnapshotSink;
import io.quorate.protocol.snapshot.SnapshotSource;
import io.quorate.protocol.snapshot.ZnodeImage;
import io.quorate.protocol.txn.TxnDigest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// A snapshot under its final name, which holds the zxid it stands for. The suffix says how it is
/// compressed, whatever the settings are now.
record SnapshotFile(Zxid zxid, Path path, Compression compression) {
    static final String PREFIX = "snapshot.";

    enum Compression {
        NONE(""),
        GZIP(".gz"),
        SNAPPY(".snappy");

        private final String suffix;

        Compression(String suffix) {
            this.suffix = suffix;
        }
    }

    /// For reading a snapshot only to see whether it can be read.
    private static final SnapshotSink NOWHERE = new SnapshotSink() {
        @Override
        public void session(SessionId session, int timeoutMillis) {}

        @Override
        public void znode(ZnodeImage znode) {}

        @Override
        public void digest(Zxid zxid, TxnDigest digest) {}
    };

    private static final int CHUNK_BYTES = 64 * 1024;

    /// What each section of a plain snapshot ends with: the string "/".
    private static final byte[] SEAL = {0, 0, 0, 1, '/'};

    private static final byte[] GZIP_MAGIC = {0x1F, (byte) 0x8B};

    /// A header of 16 bytes is followed by at least a seal.
    private static final int LEAST_BYTES = 10;

    static SnapshotFile named(Path directory, Zxid zxid) {
        return new SnapshotFile(zxid, directory.resolve(PREFIX + Long.toHexString(zxid.value())), Compression.NONE);
    }

    /// All snapshots of `directory`, complete or not, newest first.
    static List<SnapshotFile> in(Disk disk, Path directory) throws IOException {
        List<SnapshotFile> files = new ArrayList<>();
        for (String name : disk.list(directory)) {
            Compression compression = name.endsWith(Compression.GZIP.suffix)
                    ? Compression.GZIP
                    : name.endsWith(Compression.SNAPPY.suffix) ? Compression.SNAPPY : Compression.NONE;
            Zxid zxid = LogFile.zxidBehind(PREFIX, name.substring(0, name.length() - compression.suffix.length()));
            if (zxid != null) {
                files.add(new SnapshotFile(zxid, directory.resolve(name), compression));
            }
        }
        files.sort(Comparator.comparing(SnapshotFile::zxid).reversed());
        return files;
    }

    /// The check that Apache makes before it opens a snapshot: whether its writer came to the end.
    /// One that fails it was being written when a server of Apache's went away; nothing depends on
    /// it.
    boolean wasFinished(Disk disk) throws IOException {
        long size = disk.size(path);
        if (size < LEAST_BYTES) {
            return false;
        }
        return switch (compression) {
            case NONE -> Arrays.equals(bytesAt(disk, size - SEAL.length, SEAL.length), SEAL);
            case GZIP -> Arrays.equals(bytesAt(disk, 0, GZIP_MAGIC.length), GZIP_MAGIC);
            case SNAPPY -> Arrays.equals(bytesAt(disk, 0, SnappyStream.MAGIC.length), SnappyStream.MAGIC);
        };
    }

    private byte[] bytesAt(Disk disk, long offset, int length) throws IOException {
        try (InputStream in = disk.read(path, offset)) {
            return in.readNBytes(length);
        }
    }

    /// Reads all of it, with all its checksums.
    ///
    /// @throws MalformedException if it is damaged; `sink` may have been told of some of it
    void read(Disk disk, int maxBufferBytes, SnapshotSink sink) throws IOException {
        try (InputStream raw = disk.read(path, 0)) {
            InputStream in = switch (compression) {
                case NONE -> raw;
                case GZIP -> new GZIPInputStream(raw, CHUNK_BYTES);
                case SNAPPY -> new SnappyStream(new BufferedInputStream(raw, CHUNK_BYTES));
            };
            SnapshotDecoder decoder = SnapshotDecoder.file(sink, maxBufferBytes);
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                int consumed = decoder.feed(chunk, 0, read);
                if (consumed < read) {
                    break;
                }
            }
            if (!decoder.finished()) {
                throw new MalformedException("it ends in the middle");
            }
        }
    }

    /// @throws MalformedException if it cannot be read from beginning to end
    void verify(Disk disk, int maxBufferBytes) throws IOException {
        read(disk, maxBufferBytes, NOWHERE);
    }

    /// Writes `source` to `path` and syncs the content; the name is not durable yet.
    static void write(Disk disk, Path path, SnapshotSource source) throws IOException {
        try (Disk.Output output = disk.create(path)) {
            Iterator<byte[]> chunks = SnapshotEncoder.file(source);
            while (chunks.hasNext()) {
                byte[] chunk = chunks.next();
                output.write(chunk, 0, chunk.length);
            }
            output.sync();
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
