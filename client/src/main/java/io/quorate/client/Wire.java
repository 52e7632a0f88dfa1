package io.quorate.client;

import io.quorate.protocol.JuteWriter;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A connection that carries frames: a length of 4 bytes, then as many bytes. One thread reads, one writes,
/// any may close.
final class Wire implements AutoCloseable {
    private static final int LONGEST_WORD_BYTES = 1024;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Socket socket;
    private final int maxFrameBytes;
    private final DataInputStream in;
    private final OutputStream out;

    private Wire(Socket socket, int maxFrameBytes) throws IOException {
        this.socket = socket;
        this.maxFrameBytes = maxFrameBytes;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
        this.out = socket.getOutputStream();
    }

    /// Tries each address of the server's name in turn, with `timeoutMillis` for all of them together.
    static Wire open(ServerAddress server, int timeoutMillis, ClientSettings settings) throws IOException {
        InetAddress[] addresses = InetAddress.getAllByName(server.host());
        int share = Math.max(1, timeoutMillis / addresses.length);
        IOException refusal = null;
        for (InetAddress address : addresses) {
            Socket socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(address, server.port()), share);
                socket.setSoTimeout(share);
                Tls tls = settings.tls();
                return new Wire(tls == null ? socket : tls.over(socket, server), settings.maxFrameBytes());
            } catch (IOException e) {
                socket.close();
                refusal = worse(refusal, e);
            }
        }
        throw refusal == null ? new IOException("no address for " + server.host()) : refusal;
    }

    private static IOException worse(@Nullable IOException earlier, IOException later) {
        return earlier == null ? later : earlier;
    }

    /// How long {@link #receive} waits for bytes.
    void readTimeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /// The next frame; waits for it.
    byte[] receive() throws IOException {
        int length = in.readInt();
        if (length < 0 || length > maxFrameBytes) {
            throw new FrameTooLongException(length, maxFrameBytes);
        }
        byte[] frame = new byte[length];
        in.readFully(frame);
        return frame;
    }

    /// Sends what has been framed into `frames`, and empties it.
    void send(JuteWriter frames) throws IOException {
        out.write(frames.buffer(), 0, frames.size());
        out.flush();
        frames.reset();
    }

    /// A word of four letters, instead of anything else; the server answers with text and hangs up.
    String ask(String word) throws IOException {
        out.write(word.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return new String(in.readNBytes(LONGEST_WORD_BYTES), StandardCharsets.US_ASCII).strip();
    }

    /// Wakes whoever reads or writes.
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // The connection is given up; there is nobody to tell.
        }
    }

    /// A server sent more than this client takes. Asking again would bring the same answer.
    static final class FrameTooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        FrameTooLongException(int length, int limit) {
            super("an answer of " + length + " bytes; this client takes at most " + limit + " (jute.maxbuffer)");
        }
    }
}
