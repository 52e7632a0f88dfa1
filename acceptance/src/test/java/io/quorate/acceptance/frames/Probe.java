package io.quorate.acceptance.frames;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/// Sends the bytes of a case to a server and tells in one line what came of it.
///
/// Each of them is answered or ends the connection, unless it is the beginning of something: then the probe waits for a
/// while, to see that nothing happens. After an answer a ping shows whether the connection goes on. It is not sent
/// before: a server that closes with something unread resets the connection, and the answer may be lost.
final class Probe {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int A_WHILE_MILLIS = 150;
    private static final int PONG_BYTES = 16;
    private static final int UNIMPLEMENTED = -6;
    private static final byte[] PING = Bytes.header(-2, 11).framed();
    private static final byte[] HANDSHAKE = new Bytes()
            .number(0)
            .longNumber(0)
            .number(30_000)
            .longNumber(0)
            .number(16)
            .repeated(0, 16)
            .one(0)
            .framed();

    private final int port;

    Probe(int port) {
        this.port = port;
    }

    String outcome(FrameCase frames) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            if (frames.inSession()) {
                socket.getOutputStream().write(HANDSHAKE);
                frame(in);
            }
            StringBuilder outcome = new StringBuilder();
            try {
                socket.getOutputStream().write(frames.bytes());
                if (frames.awaitsMore()) {
                    socket.setSoTimeout(A_WHILE_MILLIS);
                }
                byte[] answer = frame(in);
                outcome.append(frames.inSession() ? reply(answer) : handshake(answer))
                        .append(", ");
                if (!endsSoon(answer)) {
                    socket.getOutputStream().write(PING);
                }
                byte[] pong = frame(in);
                return outcome.append(pong.length == PONG_BYTES ? "open" : "and more")
                        .toString();
            } catch (SocketTimeoutException _) {
                return outcome.append(frames.awaitsMore() ? "waiting" : "silent")
                        .toString();
            } catch (EOFException | SocketException _) {
                // A reset is an end, too: it depends on who was faster.
                return outcome.append("closed").toString();
            }
        }
    }

    /// Whether the connection is about to end although a ping might still be answered.
    private static boolean endsSoon(byte[] answer) {
        return answer.length == PONG_BYTES
                && ByteBuffer.wrap(answer).getInt(PONG_BYTES - Integer.BYTES) == UNIMPLEMENTED
                && ByteBuffer.wrap(answer).getLong(Integer.BYTES) == -1;
    }

    private static byte[] frame(DataInputStream in) throws IOException {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        return frame;
    }

    private static String handshake(byte[] frame) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame));
        int version = in.readInt();
        int timeout = in.readInt();
        boolean accepted = in.readLong() != 0;
        int password = in.readInt();
        return "%s version %d timeout %d password of %d, %d bytes"
                .formatted(accepted ? "accepted" : "refused", version, timeout, password, frame.length);
    }

    private static String reply(byte[] frame) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame));
        int xid = in.readInt();
        long zxid = in.readLong();
        int error = in.readInt();
        String at = zxid > 0 ? "some zxid" : "zxid " + zxid;
        return "xid %d %s error %d body of %d".formatted(xid, at, error, frame.length - 16);
    }
}
