package io.quorate.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.protocol.MalformedException;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.replica.ConnectionId;
import io.quorate.replica.Event;
import io.quorate.replica.HangUpReason;
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

    /// After so many requests, it is the others' turn.
    private static final int TURN_REQUESTS = 64;

    /// No handshake is nearly as long, and until it has come nobody can be held to account.
    private static final int MAX_HANDSHAKE_BYTES = 64 << 10;

    private final ClientListener listener;
    private final ConnectionId id;
    private final SocketChannel channel;
    private final InetSocketAddress remote;
    private final long establishedMillis = System.currentTimeMillis();
    private final Traffic traffic = new Traffic();
    private final Delivery delivery;
    private final Incoming incoming;
    private final Outbox outbox;
    private final Claim claim;

    private Phase phase = Phase.GREETING;
    private boolean handshakePassedOn;

    /// Whether this connection has had its turn of passing on and waits for the next.
    private boolean turnComes;

    /// Whether the outbox holds the last this client hears.
    private boolean leaving;
    /// For the first frame; cancelled as soon as it is there.
    private @Nullable Future<?> deadline;
    private volatile SessionId session = SessionId.NONE;
    private volatile int timeoutMillis;

    /// What the present batch says here; belongs to the thread that carries out effects.
    private @Nullable Parcel parcel;

    ClientConnection(
            ClientListener listener,
            ConnectionId id,
            SocketChannel channel,
            Delivery delivery,
            InetSocketAddress remote) {
        this.listener = listener;
        this.id = id;
        this.channel = channel;
        this.delivery = delivery;
        this.remote = remote;
        incoming = new Incoming(channel.alloc());
        outbox = new Outbox(channel, listener.waitingOutput());
        claim = new Claim(listener.admission(), listener.settings().requests());
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
        int millis = listener.settings().connections().sessionlessTimeoutMillis();
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
        incoming.add(bytes);
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
        boolean lastWordsUnderWay =
                phase == Phase.WORD || leaving || (phase == Phase.CLOSING && !channel.isOutputShutdown());
        if (!lastWordsUnderWay) {
            shut();
        }
    }

    /// Writes what waits, as far as the client reads, passes on what may be passed on, and reads from the
    /// socket exactly while that may go on. All of it up to one turn's worth: the rest comes after the other
    /// connections' turns.
    void proceed() {
        if (!turnComes && (write() || passOn())) {
            takeAnotherTurn();
        }
        boolean read = (!turnComes && mayPassOn()) || phase == Phase.CLOSING;
        if (channel.config().isAutoRead() != read) {
            channel.config().setAutoRead(read);
        }
    }

    private void takeAnotherTurn() {
        if (!turnComes) {
            turnComes = true;
            Delivery.nextRound(channel.eventLoop(), () -> {
                turnComes = false;
                proceed();
            });
        }
    }

    /// Whether there may be more.
    private boolean write() {
        boolean more = outbox.write(delivery.writer());
        if (leaving && outbox.isEmpty()) {
            leaving = false;
            Farewell.bid(channel);
        }
        return more;
    }

    /// Whether there may be more.
    private boolean passOn() {
        int passed = 0;
        while (passed < TURN_REQUESTS && mayPassOn() && passOnOne()) {
            passed++;
        }
        return passed == TURN_REQUESTS;
    }

    private boolean mayPassOn() {
        return (phase == Phase.GREETING || phase == Phase.OPEN)
                && outbox.isEmpty()
                && channel.isWritable()
                && claim.allowsMore(traffic.outstanding());
    }

    /// Whether there was a whole frame.
    private boolean passOnOne() {
        if (!incoming.tellsLength()) {
            return false;
        }
        int length = incoming.length();
        if (phase == Phase.GREETING && FourLetters.isWord(length)) {
            answerWord(length);
            return false;
        }
        int most = listener.settings().requests().maxFrameBytes();
        int max = phase == Phase.GREETING ? Math.min(most, MAX_HANDSHAKE_BYTES) : most;
        if (length < 0 || length > max) {
            close(ClosedFor.FRAME_LENGTH, "length " + length + ", expected 0 to " + max);
            return false;
        }
        boolean whole = incoming.isWhole(length);
        if ((phase == Phase.OPEN && !hasRoomFor(length, whole)) || !whole) {
            return false;
        }
        byte[] frame = incoming.take(length);
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
        if (!listener.admits(request)) {
            close(ClosedFor.TOO_MANY_HANDSHAKES, "the tokens of connection_throttle_tokens are used up");
            return;
        }
        phase = Phase.ADMISSION;
        cancelDeadline();
        heard(OpCode.CREATE_SESSION, 0, 0);
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
        if (request.request() instanceof Request.Malformed(OpCode op, String why)
                && (op == OpCode.AUTH || op == OpCode.SASL)) {
            // As ZooKeeper does: whoever garbles credentials is not answered.
            close(ClosedFor.BAD_REQUEST, op + ": " + why);
            return;
        }
        OpCode operation = request.request().op();
        boolean late = claim.begin(frame.length, operation);
        heard(operation, request.xid(), frame.length);
        Request asked = late ? new Request.Throttled(operation) : request.request();
        listener.inbox().post(new Event.ClientRequest(id, request.xid(), asked));
    }

    private void heard(OpCode op, int xid, int bytes) {
        traffic.heard(op, xid, bytes, System.nanoTime());
        listener.totals().heard();
    }

    // ---- room among all connections

    /// Whether the next request may go on; otherwise this connection stands in line, or is closed.
    private boolean hasRoomFor(int length, boolean whole) {
        return switch (claim.judge(length, whole)) {
            case GO_ON -> true;
            case WAIT -> {
                claim.standInLine(this, length);
                yield false;
            }
            case TOO_LARGE -> {
                close(
                        ClosedFor.TOO_LARGE_REQUESTS,
                        "length " + length + " besides what is under way, expected at most "
                                + listener.settings().requests().large().maxBytes() + " together");
                yield false;
            }
        };
    }

    /// There may be room; from any thread.
    void wake() {
        onLoop(() -> {
            claim.leaveLine();
            if (phase == Phase.OPEN) {
                proceed();
            } else {
                // Somebody else may have the place.
                listener.admission().wake();
            }
        });
    }

    private void onLoop(Runnable work) {
        try {
            channel.eventLoop().execute(work);
        } catch (RejectedExecutionException _) {
            // The listener was closed meanwhile, and the connection with it.
        }
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
                String said = answer;
                onLoop(() -> sayWord(bytes, said));
            }
        });
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

    /// Takes over what a batch says here; it is written when this connection proceeds.
    void accept(Parcel delivered) {
        if (phase == Phase.CLOSING || !channel.isActive()) {
            return;
        }
        for (ServerMessage message : delivered.messages()) {
            if (outbox.isTooFarBehind(listener.settings().memory())) {
                close(ClosedFor.SLOW_READER, outbox.waitingBytes() + " bytes wait to be read");
                return;
            }
            long bytes = Outbox.weigh(message);
            outbox.add(message, bytes);
            said(message, bytes);
        }
        HangUpReason ending = delivered.ending();
        if (ending != null) {
            remember(ClosedFor.of(ending), delivered.detail());
            leave();
        }
        outbox.count();
        listener.admission().wake();
    }

    private void said(ServerMessage message, long bytes) {
        switch (message) {
            case ServerMessage.Handshake(var response) -> {
                session = response.session();
                timeoutMillis = response.timeoutMillis();
                if (phase == Phase.ADMISSION) {
                    phase = Phase.OPEN;
                }
                listener.totals().answered(traffic.answered(traffic.last().zxid(), System.nanoTime()));
            }
            case ServerMessage.Reply reply -> {
                claim.answered(traffic.oldestBytes(), bytes);
                listener.totals().answered(traffic.answered(reply.zxid(), System.nanoTime()));
            }
            case ServerMessage.Notification _ -> {
                traffic.said();
                listener.totals().said();
            }
        }
    }

    // ---- ending

    private void endAfterLastWords() {
        leave();
        proceed();
    }

    /// What still comes in is thrown away; what has been said is still written.
    private void leave() {
        phase = Phase.CLOSING;
        leaving = true;
        cancelDeadline();
        incoming.forget();
        Farewell.prepare(channel);
    }

    /// A failure to close needs no handling: there is nothing left to do, and the channel tells of its end by itself.
    private void shut() {
        var _ = channel.close();
    }

    private void close(ClosedFor reason, String detail) {
        if (phase != Phase.CLOSING) {
            phase = Phase.CLOSING;
            remember(reason, detail);
        }
        shut();
    }

    /// @param reason null if there is nothing to remember
    private void remember(@Nullable ClosedFor reason, String detail) {
        if (reason != null) {
            listener.closings().count(reason, remote, detail);
        }
    }

    /// The one door out; called once, when the channel is closed, for whatever reason.
    void closed() {
        phase = Phase.CLOSING;
        cancelDeadline();
        incoming.forget();
        leaving = false;
        outbox.forget();
        int[] abandoned = traffic.outstandingBytes();
        claim.giveUp(abandoned);
        listener.totals().abandoned(abandoned.length);
        listener.admission().wake();
        if (handshakePassedOn) {
            listener.inbox().post(new Event.ClientGone(id));
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

    Delivery delivery() {
        return delivery;
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
