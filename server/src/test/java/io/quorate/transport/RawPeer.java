package io.quorate.transport;

import io.quorate.model.ServerId;
import io.quorate.protocol.peer.ElectionCodec;
import io.quorate.protocol.peer.ElectionNotification;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;

/// A server on the election port made of a socket.
final class RawPeer implements AutoCloseable {
    private static final int PIECE_BYTES = 4096;

    private final Socket socket;
    private final PushbackInputStream pieces;
    private final DataInputStream in;

    RawPeer(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        pieces = new PushbackInputStream(socket.getInputStream(), PIECE_BYTES);
        in = new DataInputStream(pieces);
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /// What the other side says of itself, which must arrive in one piece: ZooKeeper reads the address at one go.
    ElectionCodec.Hello readHello() throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        int read = Math.max(0, pieces.read(piece));
        int size = ElectionCodec.sizeOfHello(piece, 0, read);
        pieces.unread(piece, size, read - size);
        return ElectionCodec.readHello(Arrays.copyOf(piece, size));
    }

    ElectionNotification readNotification() throws IOException {
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        return ElectionCodec.read(body);
    }

    boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException _) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// A hello with the given addresses; none for the bare id of old servers.
    static byte[] hello(long server, String... addresses) {
        return ElectionCodec.writeHello(new ElectionCodec.Hello(new ServerId(server), List.of(addresses)));
    }

    static byte[] framed(ElectionNotification notification) {
        return RawClient.framed(ElectionCodec.write(notification));
    }
}
