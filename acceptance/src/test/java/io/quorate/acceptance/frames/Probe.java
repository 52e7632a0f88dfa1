package io.quorate.acceptance.frames;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/// Sends the bytes of a case to a server and tells in one line what came of it.
///
/// Behind the bytes goes a ping, so that its answer or the end of the connection shows that all has been heard. Only
/// where the bytes are the beginning of something the probe has to wait for a while, to see that nothing happens.
final class Probe {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int A_WHILE_MILLIS = 150;
    private static final int PING_XID = -2;
    private static final byte[] PING = Bytes.header(PING_XID, 11).framed();
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
                } else {
                    socket.getOutputStream().write(PING);
                }
                if (!frames.inSession()) {
                    outcome.append(handshake(frame(in))).append(", ");
                }
                boolean pinged = false;
                while (!pinged) {
                    byte[] reply = frame(in);
                    pinged = isPing(reply);
                    if (!pinged) {
                        outcome.append(reply(reply)).append(", ");
                    }
                }
                return outcome.append("open").toString();
            } catch (SocketTimeoutException _) {
                return outcome.append(frames.awaitsMore() ? "waiting" : "silent").toString();
            } catch (EOFException | SocketException _) {
                // A reset is an end, too: it depends on who was faster.
                return outcome.append("closed").toString();
            }
        }
    }

    private static byte[] frame(DataInputStream in) throws IOException {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        return frame;
    }

    private static boolean isPing(byte[] reply) throws IOException {
        return reply.length == 16 && new DataInputStream(new ByteArrayInputStream(reply)).readInt() == PING_XID;
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
