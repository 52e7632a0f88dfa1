package io.quorate.runtime.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Asks a server one of the four-letter words: connect, send four bytes, read until the server closes.
final class FourLetterWord {
    /// More than any answer to a word that is asked here; a stranger on the port may send without end.
    private static final int ANSWER_LIMIT_BYTES = 1 << 20;

    private FourLetterWord() {}

    /// Blocks for at most about twice `timeoutMillis` for each address of the host.
    ///
    /// @throws IOException if nobody answers there in time
    static String ask(String host, int port, String word, int timeoutMillis) throws IOException {
        IOException failure = null;
        for (InetAddress address : InetAddress.getAllByName(host)) {
            try {
                return ask(new InetSocketAddress(address, port), word, timeoutMillis);
            } catch (IOException e) {
                // "localhost" is two addresses, and a server may listen on one of them only.
                failure = e;
            }
        }
        throw failure != null ? failure : new IOException("no address for " + host);
    }

    private static String ask(InetSocketAddress address, String word, int timeoutMillis) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.connect(address, timeoutMillis);
            socket.setSoTimeout(timeoutMillis);
            socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(ANSWER_LIMIT_BYTES);
            return new String(answer, StandardCharsets.UTF_8);
        }
    }
}
