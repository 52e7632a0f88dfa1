package io.quorate.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.protocol.MalformedException;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.replica.ConnectionId;
import io.quorate.replica.Event;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One client. All of it runs on the channel's event loop, except where it says otherwise.
///
/// Bytes that were read but may not be passed on yet (the session is not decided, too much is outstanding, the client
/// does not read its answers) stay here, at most as many as one read brings: the socket is not read from meanwhile.
final class ClientConnection extends ChannelInboundHandlerAdapter {
    /// How far a client has come.
    private enum Phase {
        /// Nothing has been understood yet: a four-letter word or a handshake may come.
        GREETING,
        /// A four-letter word is being answered.
        WORD,
        /// The handshake has been passed on; its answer is awaited.
        ADMISSION,
        OPEN,
        /// The last has been said or the end decided; what still comes in is thrown away.
        CLOSING
    }

    private static final int LENGTH_BYTES = 4;
    private static final int WRITE_CHUNK_BYTES = 64 << 10;

    private final ClientListener listener;
    private final ConnectionId id;
    private final SocketChannel channel;
    private final InetSocketAddress remote;
    private final long establishedMillis = System.currentTimeMillis();
    private final Traffic traffic = new Traffic();

    private Phase phase = Phase.GREETING;
    private boolean handshakePassedOn;
    private boolean throttled;
    private @Nullable ByteBuf unread;
    /// For the first frame; cancelled as soon as it is there.
    private @Nullable Future<?> deadline;
    private volatile SessionId session = SessionId.NONE;
    private volatile int timeoutMillis;

    /// What the present batch says here; belongs to the thread that carries out effects.
    private @Nullable Parcel parcel;

    ClientConnection(ClientListener listener, ConnectionId id, SocketChannel channel, InetSocketAddress remote) {
        this.listener = listener;
        this.id = id;
        this.channel = channel;
        this.remote = remote;
    }

    // ---- the side of the thread that carries out effects

    /// The parcel of the present batch.
    Parcel openParcel() {
        Parcel open = parcel;
        if (open == null) {
            open = new Parcel(this);
            parcel = open;
            listener.touched(this);
        }
        return open;
    }

    Parcel takeParcel() {
        Parcel taken = openParcel();
        parcel = null;
        return taken;
    }

    // ---- reading

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        int millis = listener.settings().sessionlessTimeoutMillis();
        deadline = channel.eventLoop()
                .schedule(
                        () -> close(ClosedFor.SILENCE, "a complete handshake was expected within " + millis + " ms"),
                        millis,
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (phase == Phase.CLOSING || !(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
            return;
        }
        unread = unread == null ? bytes : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(channel.alloc(), unread, bytes);
        proceed();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        proceed();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        close(ClosedFor.FAILURE, cause.toString());
    }

    /// The client says no more. Whoever asked a four-letter word may still listen; a session needs both directions.
    private void inputEnded() {
        boolean lastWordsUnderWay = phase == Phase.WORD || (phase == Phase.CLOSING && !channel.isOutputShutdown());
        if (!lastWordsUnderWay) {
            shut();
        }
    }

    /// Passes on what may be passed on, and reads from the socket exactly while that may go on.
    private void proceed() {
        while (mayPassOn() && passOnOne()) {}
        if (unread != null && !unread.isReadable()) {
            forgetUnread();
        }
        boolean read = mayPassOn() || phase == Phase.CLOSING;
        if (channel.config().isAutoRead() != read) {
            channel.config().setAutoRead(read);
        }
    }

    private boolean mayPassOn() {
        if ((phase != Phase.GREETING && phase != Phase.OPEN) || !channel.isWritable()) {
            return false;
        }
        int outstanding = traffic.outstanding();
        int limit = listener.settings().maxOutstandingPerConnection();
        // Half way down before reading again, so that a busy connection is not switched on and off for each request.
        throttled = throttled ? outstanding > limit / 2 : outstanding >= limit;
        return !throttled && !(outstanding > 0 && listener.hasTooManyOutstanding());
    }

    /// Whether there was a whole frame.
    private boolean passOnOne() {
        ByteBuf bytes = unread;
        if (bytes == null || bytes.readableBytes() < LENGTH_BYTES) {
            return false;
        }
        int length = bytes.getInt(bytes.readerIndex());
        if (phase == Phase.GREETING && FourLetters.isWord(length)) {
            answerWord(length);
            return false;
        }
        int max = listener.settings().maxFrameBytes();
        if (length < 0 || length > max) {
            close(ClosedFor.FRAME_LENGTH, "length " + length + ", expected 0 to " + max);
            return false;
        }
        if (bytes.readableBytes() < LENGTH_BYTES + length) {
            return false;
        }
        byte[] frame = new byte[length];
        bytes.skipBytes(LENGTH_BYTES).readBytes(frame);
        if (phase == Phase.GREETING) {
            passOnHandshake(frame);
        } else {
            passOnRequest(frame);
        }
        return true;
    }

    private void passOnHandshake(byte[] frame) {
        ConnectRequest request;
        try {
            request = ClientCodec.readConnectRequest(frame);
        } catch (MalformedException e) {
            close(ClosedFor.BAD_HANDSHAKE, String.valueOf(e.getMessage()));
            return;
        }
        phase = Phase.ADMISSION;
        cancelDeadline();
        heard(OpCode.CREATE_SESSION, 0);
        handshakePassedOn = true;
        listener.inbox().post(new Event.ClientHandshake(id, request, address()));
    }

    private void passOnRequest(byte[] frame) {
        ClientCodec.RequestFrame request;
        try {
            request = ClientCodec.readRequest(frame);
        } catch (MalformedException e) {
            close(ClosedFor.BAD_REQUEST, String.valueOf(e.getMessage()));
            return;
        }
        heard(request.request().op(), request.xid());
        listener.inbox().post(new Event.ClientRequest(id, request.xid(), request.request()));
    }

    private void heard(OpCode op, int xid) {
        traffic.heard(op, xid, System.nanoTime());
        listener.totals().heard();
    }

    // ---- four-letter words

    private void answerWord(int bytes) {
        phase = Phase.WORD;
        cancelDeadline();
        String word = FourLetters.word(bytes);
        Thread.ofVirtual().name("four-letter-word").start(() -> {
            String answer = null;
            try {
                answer = listener.words().answer(word, listener.table());
            } finally {
                handBack(bytes, answer);
            }
        });
    }

    private void handBack(int bytes, @Nullable String answer) {
        try {
            channel.eventLoop().execute(() -> sayWord(bytes, answer));
        } catch (RejectedExecutionException _) {
            // The listener was closed meanwhile, and the connection with it.
        }
    }

    private void sayWord(int bytes, @Nullable String answer) {
        if (phase != Phase.WORD) {
            return;
        }
        if (answer == null) {
            close(ClosedFor.FRAME_LENGTH, "length " + bytes + ", which is no four-letter word either");
            return;
        }
        var _ = channel.write(Unpooled.copiedBuffer(answer, StandardCharsets.UTF_8));
        endAfterLastWords();
    }

    // ---- writing

    /// Writes a batch's parcel with one flush, unless it is a large one.
    void deliver(Parcel delivered, FrameWriter writer) {
        if (phase == Phase.CLOSING || !channel.isActive()) {
            return;
        }
        ByteBuf out = channel.alloc().buffer();
        for (ServerMessage message : delivered.messages()) {
            if (waitingBytes() > listener.settings().maxOutputBytes()) {
                out.release();
                close(
                        ClosedFor.SLOW_READER,
                        waitingBytes() + " bytes wait, expected at most "
                                + listener.settings().maxOutputBytes());
                return;
            }
            writer.append(message, out);
            said(message);
            if (out.readableBytes() >= WRITE_CHUNK_BYTES) {
                var _ = channel.writeAndFlush(out);
                out = channel.alloc().buffer();
            }
        }
        var _ = channel.write(out);
        if (delivered.isLast()) {
            endAfterLastWords();
        } else {
            channel.flush();
            proceed();
        }
    }

    private void said(ServerMessage message) {
        switch (message) {
            case ServerMessage.Handshake(var response) -> {
                session = response.session();
                timeoutMillis = response.timeoutMillis();
                if (phase == Phase.ADMISSION) {
                    phase = Phase.OPEN;
                }
                listener.totals().answered(traffic.answered(traffic.last().zxid(), System.nanoTime()));
            }
            case ServerMessage.Reply reply ->
                listener.totals().answered(traffic.answered(reply.zxid(), System.nanoTime()));
            case ServerMessage.Notification _ -> {
                traffic.said();
                listener.totals().said();
            }
        }
    }

    private long waitingBytes() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.totalPendingWriteBytes();
    }

    // ---- ending

    private void endAfterLastWords() {
        phase = Phase.CLOSING;
        cancelDeadline();
        forgetUnread();
        Farewell.bid(channel);
        proceed();
    }

    /// A failure to close needs no handling: there is nothing left to do, and the channel tells of its end by itself.
    private void shut() {
        var _ = channel.close();
    }

    private void close(ClosedFor reason, String detail) {
        if (phase != Phase.CLOSING) {
            phase = Phase.CLOSING;
            listener.closings().count(reason, remote, detail);
        }
        shut();
    }

    /// The one door out; called once, when the channel is closed, for whatever reason.
    void closed() {
        phase = Phase.CLOSING;
        cancelDeadline();
        forgetUnread();
        listener.totals().abandoned(traffic.outstanding());
        if (handshakePassedOn) {
            listener.inbox().post(new Event.ClientGone(id));
        }
    }

    private void forgetUnread() {
        if (unread != null) {
            unread.release();
            unread = null;
        }
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    // ---- being looked at, from any thread

    ConnectionId id() {
        return id;
    }

    SocketChannel channel() {
        return channel;
    }

    Traffic traffic() {
        return traffic;
    }

    ConnectionTable.Row row() {
        return new ConnectionTable.Row(
                id,
                remote,
                session,
                timeoutMillis,
                channel.config().isAutoRead(),
                traffic.outstanding(),
                traffic.received(),
                traffic.sent(),
                establishedMillis,
                traffic.last(),
                traffic.latency());
    }

    /// Without the zone of a link-local address: identities are compared by it.
    private String address() {
        String address = remote.getAddress().getHostAddress();
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }
}
