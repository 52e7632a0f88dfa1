package io.quorate.benchmark.load;

import io.quorate.model.ErrorCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.ConnectResponse;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Collections;

/// One client's connection with its session, pipelining. Used by one thread; after {@link #open} nothing blocks.
final class Connection implements AutoCloseable {
    private static final int SESSION_TIMEOUT_MILLIS = 30_000;
    private static final int BUFFER_BYTES = 256 * 1024;

    /// Of a reply: int xid, long zxid, int error.
    private static final int HEADER_BYTES = 16;

    private static final int ERROR_AT = 12;

    private final InetSocketAddress address;
    private final SocketChannel channel;
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final SelectionKey key;

    private int firstUnanswered = 1;
    private int nextXid = 1;
    private int firstOfWork = 1;

    private Work work = new Script(Collections.emptyIterator());
    private Tally tally = new Tally();
    private boolean exhausted;

    /// When each request in flight was sent, by its xid modulo the length, which is a power of two.
    private long[] sentAt = {};

    private Connection(InetSocketAddress address, SocketChannel channel, Selector selector) throws IOException {
        this.address = address;
        this.channel = channel;
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /// Connects and opens a session; blocks for at most about twice `timeoutMillis`.
    static Connection open(InetSocketAddress address, int timeoutMillis, Selector selector)
            throws IOException, LoadFailure {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().connect(address, timeoutMillis);
            channel.socket().setSoTimeout(timeoutMillis);
            shakeHands(channel, address);
            return new Connection(address, channel, selector);
        } catch (IOException | LoadFailure | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void shakeHands(SocketChannel channel, InetSocketAddress address) throws IOException, LoadFailure {
        var hello = new JuteWriter();
        int begin = hello.beginBuffer();
        ClientCodec.writeConnectRequest(
                new ConnectRequest(0, new Zxid(0), SESSION_TIMEOUT_MILLIS, SessionId.NONE, new byte[16], true, false),
                hello);
        hello.endBuffer(begin);
        channel.socket().getOutputStream().write(hello.toByteArray());
        try {
            var answer = new DataInputStream(channel.socket().getInputStream());
            int length = answer.readInt();
            if (length < 0 || length > BUFFER_BYTES) {
                throw new LoadFailure(address + " answered the handshake with a frame of " + length + " bytes");
            }
            ConnectResponse response = ClientCodec.readConnectResponse(answer.readNBytes(length));
            if (response.timeoutMillis() <= 0) {
                throw new LoadFailure(address + " refused a new session");
            }
        } catch (EOFException e) {
            throw failure(address + " hung up instead of opening a session", e);
        } catch (SocketTimeoutException e) {
            throw failure(address + " did not answer the handshake in time", e);
        }
    }

    private static LoadFailure failure(String message, Exception cause) {
        var failure = new LoadFailure(message);
        failure.initCause(cause);
        return failure;
    }

    /// Turns to another work; the one before must have been answered in full.
    void begin(Work newWork, int inFlight, Tally newTally) {
        work = newWork;
        tally = newTally;
        exhausted = false;
        firstOfWork = nextXid;
        sentAt = new long[Integer.highestOneBit(inFlight) * 2];
    }

    int inFlight() {
        return nextXid - firstUnanswered;
    }

    /// Sends requests until `limit` are in flight, the work is exhausted or the buffer is full.
    void send(int limit) throws IOException {
        // One look at the clock for all that leave in one write; the encoding in between takes nanoseconds.
        long now = System.nanoTime();
        while (!exhausted && inFlight() < limit && out.remaining() >= Work.LONGEST_FRAME_BYTES) {
            if (work.next(nextXid, out)) {
                sentAt[nextXid & (sentAt.length - 1)] = now;
                nextXid++;
            } else {
                exhausted = true;
            }
        }
        flush();
    }

    private void flush() throws IOException {
        if (out.position() == 0 || !key.isValid()) {
            return;
        }
        out.flip();
        channel.write(out);
        boolean all = !out.hasRemaining();
        out.compact();
        int interest = all ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
        if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    /// Reads what has come and accounts for it.
    void receive() throws IOException, LoadFailure {
        int read = channel.read(in);
        if (read < 0) {
            if (exhausted && inFlight() == 0) {
                // The last request closed the session, after which a server hangs up.
                key.cancel();
                return;
            }
            throw new LoadFailure(address + " hung up with " + inFlight() + " requests in flight");
        }
        if (read == 0) {
            return;
        }
        long now = System.nanoTime();
        in.flip();
        while (in.remaining() >= Integer.BYTES) {
            int length = in.getInt(in.position());
            if (length < HEADER_BYTES || length > BUFFER_BYTES - Integer.BYTES) {
                throw new LoadFailure(address + " sent a frame of " + length + " bytes; expected " + HEADER_BYTES
                        + " to " + (BUFFER_BYTES - Integer.BYTES));
            }
            if (in.remaining() < Integer.BYTES + length) {
                break;
            }
            int at = in.position() + Integer.BYTES;
            account(at, length, now);
            in.position(at + length);
        }
        in.compact();
    }

    private void account(int at, int length, long now) throws LoadFailure {
        int xid = in.getInt(at);
        int errorCode = in.getInt(at + ERROR_AT);
        if (xid != firstUnanswered || inFlight() == 0) {
            throw new LoadFailure(address + " answered xid " + xid + " where "
                    + (inFlight() == 0 ? "nothing was asked" : "xid " + firstUnanswered + " was next"));
        }
        long sent = sentAt[xid & (sentAt.length - 1)];
        firstUnanswered++;
        if (errorCode != 0) {
            tally.failed(ErrorCode.of(errorCode) + " (" + errorCode + ")");
        } else if (!work.accepts(xid - firstOfWork, in, at + HEADER_BYTES, length - HEADER_BYTES)) {
            tally.failed("not an answer to its request");
        } else {
            tally.answered(now - sent);
        }
    }

    @Override
    public String toString() {
        return address.toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
