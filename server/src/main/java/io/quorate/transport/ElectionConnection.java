package io.quorate.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.quorate.protocol.MalformedException;
import io.quorate.protocol.peer.ElectionCodec;
import io.quorate.protocol.peer.ElectionNotification;
import io.quorate.replica.Event;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reads one connection of the election port: the hello, if the other side has dialled, then notifications. What is
/// wrong with it ends this connection and nothing else.
final class ElectionConnection extends ChannelInboundHandlerAdapter {
    private final ElectionPort port;
    private final Channel channel;
    private final Unread unread = new Unread();
    private @Nullable Correspondent peer;
    private @Nullable Future<?> helloLimit;
    private boolean stranger;
    private boolean over;

    /// @param peer who was dialled, or null if the other side has dialled and is yet to say who it is
    ElectionConnection(ElectionPort port, Channel channel, @Nullable Correspondent peer) {
        this.port = port;
        this.channel = channel;
        this.peer = peer;
    }

    /// Makes sure that a silent peer does not stay.
    void expectHello(int timeoutMillis) {
        stranger = true;
        helloLimit = channel.eventLoop()
                .schedule(() -> end("no hello within " + timeoutMillis + " ms"), timeoutMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (!over && message instanceof ByteBuf bytes) {
                unread.add(bytes);
                understand();
            }
        } catch (MalformedException e) {
            end(String.valueOf(e.getMessage()));
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        over = true;
        noStranger();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end(cause.toString());
    }

    private void understand() {
        boolean more = true;
        while (more && !over) {
            Correspondent from = peer;
            more = from == null ? understandHello() : understandNotification(from);
        }
    }

    /// Whether more may follow on this connection and has arrived.
    private boolean understandHello() {
        int size = ElectionCodec.sizeOfHello(unread.array(), unread.offset(), unread.length());
        if (size < 0 || size > unread.length()) {
            return false;
        }
        ElectionCodec.Hello hello = ElectionCodec.readHello(unread.copy(0, size));
        unread.take(size);
        noStranger();
        peer = port.greeted(hello, channel);
        if (peer == null) {
            over = true;
            var _ = channel.close();
        }
        return !over;
    }

    private boolean understandNotification(Correspondent from) {
        if (unread.length() < Integer.BYTES) {
            return false;
        }
        int length = unread.intAt(0);
        if (length <= 0 || length > ElectionCodec.MAX_NOTIFICATION_BYTES) {
            throw new MalformedException(
                    "notification of length " + length + "; expected 1 to " + ElectionCodec.MAX_NOTIFICATION_BYTES);
        }
        if (unread.length() < Integer.BYTES + length) {
            return false;
        }
        byte[] body = unread.copy(Integer.BYTES, length);
        unread.take(Integer.BYTES + length);
        pass(from, body);
        return true;
    }

    /// A notification that makes no sense is ignored, as ZooKeeper does: its length was right, so the next one can be
    /// understood, while a new connection would only bring the same again.
    private void pass(Correspondent from, byte[] body) {
        ElectionNotification notification;
        try {
            notification = ElectionCodec.read(body);
        } catch (MalformedException e) {
            port.warnings()
                    .warn(
                            "Ignored what server {} said about elections: {}",
                            from.peer(),
                            String.valueOf(e.getMessage()));
            return;
        }
        from.heard();
        port.inbox().post(new Event.NotificationReceived(from.peer(), notification));
    }

    private void end(String why) {
        if (!over) {
            over = true;
            Correspondent from = peer;
            String who = from == null ? String.valueOf(channel.remoteAddress()) : "server " + from.peer();
            port.warnings().warn("Closing the connection for elections with {}: {}", who, why);
            var _ = channel.close();
        }
    }

    /// It has said who it is, or has gone.
    private void noStranger() {
        if (stranger) {
            stranger = false;
            port.strangerLess();
        }
        if (helloLimit != null) {
            helloLimit.cancel(false);
            helloLimit = null;
        }
    }
}
