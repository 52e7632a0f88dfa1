package io.quorate.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The file system, as little of it as storage needs. Nothing that is done is durable before a sync
/// says so: the content of a file before {@link Output#sync}, the names in a directory before
/// {@link #syncDirectory}.
///
/// Calls may come from two threads at a time, an {@link Output} belongs to one.
public interface Disk {
    boolean exists(Path path) throws IOException;

    /// The names in `directory`, sorted.
    List<String> list(Path directory) throws IOException;

    /// Creates `directory` and what is missing above it, durably.
    void createDirectories(Path directory) throws IOException;

    long size(Path file) throws IOException;

    /// Reads from `offset` to the end.
    InputStream read(Path file, long offset) throws IOException;

    /// A new, empty file; one of that name is emptied.
    Output create(Path file) throws IOException;

    /// An existing file, to be written from `offset` on.
    Output open(Path file, long offset) throws IOException;

    /// Atomic; replaces `to`. Both are in one directory.
    void rename(Path from, Path to) throws IOException;

    void delete(Path file) throws IOException;

    /// Makes all that happened to the names in `directory` durable.
    void syncDirectory(Path directory) throws IOException;

    /// Takes `file`, created if need be, for this process until it is closed.
    ///
    /// @return null if somebody else has it
    @Nullable
    Closeable lock(Path file) throws IOException;

    /// A file that is being written.
    interface Output extends Closeable {
        /// Writes at the current position and moves behind it.
        void write(byte[] bytes, int offset, int length) throws IOException;

        /// Makes the file longer, with zeros; the position stays.
        void extendTo(long sizeBytes) throws IOException;

        void truncateTo(long sizeBytes) throws IOException;

        /// Returns once the content and the size are durable. After a failure nobody knows what is:
        /// do not try again.
        void sync() throws IOException;
    }
}
