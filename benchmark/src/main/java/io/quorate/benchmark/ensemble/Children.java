package io.quorate.benchmark.ensemble;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// All processes of a run, the ports they were given and the directory they write to. {@link #close} ends the ones and
/// removes the other; it may
/// be
/// called from several threads and more than once, and afterwards nothing can be started. So a shutdown hook that calls
/// it leaves nothing behind, whatever the main thread was about to do.
public final class Children implements AutoCloseable {
    private static final long END_SECONDS = 10;

    private final Path directory;
    private final List<Process> processes = new ArrayList<>();
    private final Ports ports = new Ports();
    private volatile boolean closed;

    /// @param directory is created here and removed with all that is in it
    public Children(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory);
    }

    public Path directory() {
        return directory;
    }

    Ports ports() {
        return ports;
    }

    /// Whether the processes have been or are just being ended: what they then fail to do is no news.
    boolean closed() {
        return closed;
    }

    synchronized Process start(ProcessBuilder builder) throws IOException {
        if (closed) {
            throw new IOException("no more processes are started, as the run is ending");
        }
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /// Blocks until all processes are gone, at most some seconds.
    @Override
    public void close() {
        closed = true;
        endAndRemove();
    }

    private synchronized void endAndRemove() {
        // Their data is thrown away, so they need not end in order.
        processes.forEach(Process::destroyForcibly);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
        try {
            for (Process process : processes) {
                if (!process.waitFor(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    System.err.println("Process " + process.pid() + " was killed and has not ended.");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        processes.clear();
        try {
            remove(directory);
        } catch (IOException e) {
            System.err.println("Cannot remove " + directory + ": " + e.getMessage());
        }
    }

    private static void remove(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
