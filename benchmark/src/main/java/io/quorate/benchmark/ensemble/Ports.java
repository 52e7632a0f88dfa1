package io.quorate.benchmark.ensemble;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Finds ports of the loopback address that nobody listens on, and gives none out twice: servers listen on some of
/// theirs only while they lead.
final class Ports {
    /// Below the range from which systems take the ports of outgoing connections: one of those must not take a port
    /// between our look and the server's.
    private static final int FIRST = 20_000;

    private static final int COUNT = 10_000;
    private static final int ATTEMPTS = 1_000;

    private final Set<Integer> given = new HashSet<>();

    /// @throws IOException if there are hardly any
    List<Integer> free(int count) throws IOException {
        var found = new ArrayList<Integer>();
        for (int attempt = 0; attempt < ATTEMPTS && found.size() < count; attempt++) {
            int port = FIRST + ThreadLocalRandom.current().nextInt(COUNT);
            if (isFree(port) && given.add(port)) {
                found.add(port);
            }
        }
        if (found.size() < count) {
            throw new IOException("found " + found.size() + " free ports from " + FIRST + " to " + (FIRST + COUNT - 1)
                    + "; expected " + count);
        }
        return found;
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
