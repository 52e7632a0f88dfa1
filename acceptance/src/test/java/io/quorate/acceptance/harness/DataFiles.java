package io.quorate.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The files in which a server keeps its state, as somebody sees them who knows the format and wants to
/// do harm. The server must not be running.
///
/// @param directory the `dataDir`
public record DataFiles(Path directory) {
    private static final int LOG_HEADER_BYTES = 16;

    /// A record of a log file: `long checksum, int length, entry, byte 'B'`.
    public record Place(Path file, int offset, int length) {
        private static final int HEAD_BYTES = 12;

        public int lengthField() {
            return offset + 8;
        }

        /// `long session, int cxid, long zxid, long time, int type`, then the body.
        public int entry() {
            return offset + HEAD_BYTES;
        }

        public int body() {
            return entry() + 32;
        }

        public int endOfRecord() {
            return entry() + length;
        }
    }

    public Path myId() {
        return directory.resolve("myid");
    }

    public Path acceptedEpoch() {
        return versionTwo().resolve("acceptedEpoch");
    }

    public Path currentEpoch() {
        return versionTwo().resolve("currentEpoch");
    }

    public Path versionTwo() {
        return directory.resolve("version-2");
    }

    /// Oldest first.
    public List<Path> logs() {
        return named("log.");
    }

    /// Oldest first.
    public List<Path> snapshots() {
        return named("snapshot.");
    }

    private List<Path> named(String prefix) {
        try (Stream<Path> files = Files.list(versionTwo())) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted(Comparator.comparingLong(file ->
                            Long.parseUnsignedLong(file.getFileName().toString().substring(prefix.length()), 16)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + versionTwo(), e);
        }
    }

    /// What a log file holds, without a look at checksums.
    public static List<Place> records(Path log) {
        ByteBuffer bytes = ByteBuffer.wrap(content(log));
        var places = new ArrayList<Place>();
        int offset = LOG_HEADER_BYTES;
        while (offset + Place.HEAD_BYTES < bytes.limit() && bytes.getInt(offset + Long.BYTES) > 0) {
            var place = new Place(log, offset, bytes.getInt(offset + Long.BYTES));
            places.add(place);
            offset = place.endOfRecord() + 1;
        }
        return places;
    }

    /// The txns of a log file, as they were proposed; a record that is being written is not among them.
    public static List<byte[]> entries(Path log) {
        byte[] bytes = content(log);
        return records(log).stream()
                .filter(place -> place.endOfRecord() < bytes.length && bytes[place.endOfRecord()] == 'B')
                .map(place -> java.util.Arrays.copyOfRange(bytes, place.entry(), place.endOfRecord()))
                .toList();
    }

    public static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /// Turns a bit round; returns the file.
    public static Path flip(Path file, int offset) {
        byte[] bytes = content(file);
        bytes[offset] ^= 0x10;
        return write(file, bytes);
    }

    public static Path overwrite(Path file, int offset, byte[] with) {
        byte[] bytes = content(file);
        System.arraycopy(with, 0, bytes, offset, with.length);
        return write(file, bytes);
    }

    /// Nothing but zeros from there on.
    public static Path zero(Path file, int offset) {
        byte[] bytes = content(file);
        java.util.Arrays.fill(bytes, offset, bytes.length, (byte) 0);
        return write(file, bytes);
    }

    public static Path shorten(Path file, int length) {
        return write(file, java.util.Arrays.copyOf(content(file), length));
    }

    public static Path append(Path file, String text) {
        byte[] bytes = content(file);
        byte[] longer = java.util.Arrays.copyOf(bytes, bytes.length + text.length());
        System.arraycopy(
                text.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, longer, bytes.length, text.length());
        return write(file, longer);
    }

    /// Puts the text in place of all there was.
    public static Path say(Path file, String text) {
        return write(file, text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    public static Path remove(Path file) {
        try {
            Files.delete(file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    private static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(
                    file,
                    bytes,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /// Makes the same files below another directory, in place of what is there.
    public void copyTo(Path other) {
        Stage.remove(other);
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.toList()) {
                Files.copy(path, other.resolve(directory.relativize(path).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + directory, e);
        }
    }
}
