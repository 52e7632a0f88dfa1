package io.quorate.acceptance.differential;

import io.quorate.protocol.JuteWriter;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A connection to a server: frames in, frames out.
final class Line implements AutoCloseable {
    /// Nothing that a script asks takes a server this long.
    private static final int PATIENCE_MILLIS = 5_000;

    private static final int LARGEST_FRAME = 1 << 22;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    Line(int port) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
    }

    /// All of them in one go. That the other end is gone is noticed when an answer is read.
    void send(List<byte[]> frames) throws IOException {
        var all = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            all.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(frame.length).array());
            all.writeBytes(frame);
        }
        sendBytes(all.toByteArray());
    }

    void send(JuteWriter frame) throws IOException {
        send(List.of(frame.toByteArray()));
    }

    void sendBytes(byte[] bytes) throws IOException {
        try {
            out.write(bytes);
        } catch (SocketException e) {
            // Reading tells.
        }
    }

    /// The next frame; null if the server has closed the connection.
    ///
    /// @throws SocketTimeoutException if the server says nothing for very long
    byte @Nullable [] receive() throws IOException {
        try {
            int length = in.readInt();
            if (length < 0 || length > LARGEST_FRAME) {
                throw new AssertionError("a server announced a frame of " + length + " bytes");
            }
            byte[] frame = new byte[length];
            in.readFully(frame);
            return frame;
        } catch (EOFException | SocketException e) {
            return null;
        }
    }

    /// Whether the server ends the connection soon and says nothing more.
    boolean isEndedWithin(int millis) throws IOException {
        socket.setSoTimeout(millis);
        in.mark(1);
        try {
            boolean ended = in.read() < 0;
            in.reset();
            return ended;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
