package io.quorate.storage;

import io.quorate.storage.StorageFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/// A file that holds one number, 0 or more, in decimal digits.
///
/// A second line, of which Apache takes no notice, holds a checksum of the name and the number. A file
/// that has no second line, as Apache writes it, is believed.
final class NumberFile {
    /// Apache's name for a file that is being written.
    private static final String UNFINISHED_SUFFIX = ".tmp";

    private static final int MOST_BYTES = 64;

    private final Disk disk;
    private final Path directory;
    private final String name;
    private final Path path;

    NumberFile(Disk disk, Path directory, String name) {
        this.disk = disk;
        this.directory = directory;
        this.name = name;
        path = directory.resolve(name);
    }

    /// Empty if there is no such file.
    ///
    /// @throws StorageFailure if it says something else than it was given
    OptionalLong read() throws IOException {
        if (!disk.exists(path)) {
            return OptionalLong.empty();
        }
        String text;
        try (InputStream in = disk.read(path, 0)) {
            text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
        }
        try {
            int end = text.indexOf('\n');
            long number = Long.parseLong((end < 0 ? text : text.substring(0, end)).strip());
            boolean hasChecksum = end >= 0 && end < text.length() - 1;
            if (number >= 0 && (!hasChecksum || text.equals(textOf(number)))) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new StorageFailure(
                Kind.UNUSABLE_DATA,
                path + " says '" + text.strip().replace("\n", "', '")
                        + "', expected a number, 0 or more, and its checksum if there is a second line");
    }

    /// Durable when this returns.
    void write(long number) throws IOException {
        Path unfinished = unfinished();
        byte[] text = textOf(number).getBytes(StandardCharsets.UTF_8);
        try (Disk.Output output = disk.create(unfinished)) {
            output.write(text, 0, text.length);
            output.sync();
        }
        disk.rename(unfinished, path);
        disk.syncDirectory(directory);
    }

    /// What a crash has left of a {@link #write}. Apache would believe an epoch in it, finished or not,
    /// if the history reaches beyond the current epoch.
    void deleteUnfinished() throws IOException {
        if (disk.exists(unfinished())) {
            disk.delete(unfinished());
        }
    }

    private Path unfinished() {
        return directory.resolve(name + UNFINISHED_SUFFIX);
    }

    private String textOf(long number) {
        CRC32 checksum = new CRC32();
        checksum.update((name + number).getBytes(StandardCharsets.UTF_8));
        return number + "\n" + HexFormat.of().toHexDigits((int) checksum.getValue()) + "\n";
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
