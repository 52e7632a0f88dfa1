package io.quorate.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Ports that belong to this JVM until it ends, although nobody listens on them all the time.
///
/// They lie below the range from which systems take the ports of outgoing connections (32768 on Linux,
/// 49152 elsewhere): a port of that range may be taken while its server is being restarted, and a
/// client that dials it meanwhile may even get connected to itself. Builds that run at the same time
/// keep apart by locks on one file per port.
public final class Ports {
    private static final int FIRST = 12_000;
    private static final int LAST = 29_999;
    private static final int ATTEMPTS = 1_000;

    private static final Path LOCKS = Path.of(System.getProperty("java.io.tmpdir"), "quorate-test-ports");

    /// Closing a channel gives up its lock, so they are kept.
    private static final List<FileChannel> held = new ArrayList<>();

    private Ports() {}

    static int reserve() {
        return reserve(List.of(0));
    }

    /// A port that is free together with those at some distances from it, for programs that count on
    /// from one port.
    public static synchronized int reserve(List<Integer> distances) {
        var random = RandomGenerator.getDefault();
        try {
            Files.createDirectories(LOCKS);
            for (int i = 0; i < ATTEMPTS; i++) {
                int port = random.nextInt(FIRST, LAST + 1);
                if (allFree(port, distances)) {
                    return port;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot reserve ports in " + LOCKS, e);
        }
        throw new IllegalStateException(
                "none of " + ATTEMPTS + " ports between " + FIRST + " and " + LAST + " is free");
    }

    /// What is locked in vain stays locked: there are plenty.
    private static boolean allFree(int port, List<Integer> distances) throws IOException {
        for (int distance : distances) {
            if (!lock(port + distance) || !nobodyListens(port + distance)) {
                return false;
            }
        }
        return true;
    }

    private static boolean lock(int port) throws IOException {
        FileChannel channel = FileChannel.open(
                LOCKS.resolve(Integer.toString(port)), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                held.add(channel);
                return true;
            }
        } catch (OverlappingFileLockException e) {
            // It is ours already.
        }
        channel.close();
        return false;
    }

    private static boolean nobodyListens(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
