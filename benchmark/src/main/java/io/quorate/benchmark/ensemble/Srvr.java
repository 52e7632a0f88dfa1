package io.quorate.benchmark.ensemble;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a server says to the four-letter word `srvr`, as far as it matters here.
///
/// @param mode `leader`, `follower` and so on
/// @param version what the server calls itself
record Srvr(String mode, String version) {
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int ANSWER_LIMIT_BYTES = 64 * 1024;
    private static final String MODE = "Mode: ";
    private static final String VERSION = "Zookeeper version: ";

    /// Nothing if the server does not serve yet, or nobody answers. Blocks for some seconds at most.
    static Optional<Srvr> ask(InetSocketAddress address) {
        try (var socket = new Socket()) {
            socket.connect(address, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            return parse(new String(socket.getInputStream().readNBytes(ANSWER_LIMIT_BYTES), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<Srvr> parse(String answer) {
        return value(answer, MODE)
                .map(mode -> new Srvr(mode, value(answer, VERSION).orElse("unknown")));
    }

    private static Optional<String> value(String answer, String key) {
        return answer.lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip())
                .findFirst();
    }
}
