package io.quorate.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// What one client has not read yet. Messages wait as they are and become bytes only when the socket takes them, so
/// that neither a slow reader nor a batch of huge answers fills the memory with frames, and huge answers to one client
/// do not hold up the others of its event loop. Belongs to that loop.
final class Outbox {
    /// After about so much, it is the others' turn.
    private static final int TURN_BYTES = 64 << 10;

    /// However much waits for all clients, one that is so little behind is not to blame.
    private static final int BLAMELESS_BYTES = 256 << 10;

    private static final int MESSAGE_BYTES = 100;
    private static final int NAME_BYTES = 56;

    private final SocketChannel channel;

    /// The sum over all connections.
    private final AtomicLong inAll;

    private final ArrayDeque<ServerMessage> messages = new ArrayDeque<>();
    private long heldBytes;
    private long countedBytes;
    private boolean writing;

    Outbox(SocketChannel channel, AtomicLong inAll) {
        this.channel = channel;
        this.inAll = inAll;
    }

    void add(ServerMessage message, long bytes) {
        messages.add(message);
        heldBytes += bytes;
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /// What waits, written or not.
    long waitingBytes() {
        ChannelOutboundBuffer written = channel.unsafe().outboundBuffer();
        return heldBytes + (written == null ? 0 : written.totalPendingWriteBytes());
    }

    /// Whether this client, or all of them while it is one of the slow ones, have left too much unread.
    boolean isTooFarBehind(TransportSettings.Memory limits) {
        long waiting = waitingBytes();
        return waiting > limits.outputPerConnection() || (waiting > BLAMELESS_BYTES && inAll.get() > limits.output());
    }

    /// Writes and flushes what the socket takes, up to one turn's worth.
    ///
    /// @return whether it could take more at once
    boolean write(FrameWriter writer) {
        if (writing || messages.isEmpty()) {
            // Flushing tells of writability at once, and so comes here again.
            count();
            return false;
        }
        writing = true;
        if (channel.isWritable()) {
            ByteBuf out = channel.alloc().buffer();
            while (!messages.isEmpty() && out.readableBytes() < TURN_BYTES) {
                ServerMessage next = messages.remove();
                heldBytes -= weigh(next);
                writer.append(next, out);
            }
            var _ = channel.writeAndFlush(out);
        }
        writing = false;
        count();
        return !messages.isEmpty() && channel.isWritable();
    }

    /// Adds what waits here now to the sum over all connections.
    void count() {
        long now = waitingBytes();
        if (now != countedBytes) {
            inAll.addAndGet(now - countedBytes);
            countedBytes = now;
        }
    }

    /// Nobody will read it.
    void forget() {
        messages.clear();
        heldBytes = 0;
        inAll.addAndGet(-countedBytes);
        countedBytes = 0;
    }

    /// About how much memory a message takes.
    static long weigh(ServerMessage message) {
        return MESSAGE_BYTES
                + switch (message) {
                    case ServerMessage.Handshake _ -> 0;
                    case ServerMessage.Notification notification ->
                        notification.path().length();
                    case ServerMessage.Reply reply -> weigh(reply.body());
                };
    }

    private static long weigh(Response body) {
        return switch (body) {
            case Response.Data data -> data.data() == null ? 0 : data.data().length;
            case Response.Names names -> weigh(names.names());
            case Response.NamesAndStat names -> weigh(names.names());
            case Response.Listing listing -> weigh(listing);
            case Response.Multi(List<Response.Result> results) -> weighResults(results);
            case Response.MultiRead(List<Response.Result> results) -> weighResults(results);
            case Response.AclAndStat acl -> (long) acl.acl().size() * MESSAGE_BYTES;
            case Response.Empty _,
                    Response.Path _,
                    Response.Created _,
                    Response.StatOnly _,
                    Response.Count _,
                    Response.Identities _,
                    Response.Token _,
                    Response.WatchAdded _ -> 0;
        };
    }

    private static long weighResults(List<Response.Result> results) {
        long bytes = 0;
        for (Response.Result result : results) {
            bytes += MESSAGE_BYTES + weigh(result.body());
        }
        return bytes;
    }

    private static long weigh(Response.Listing listing) {
        long bytes = weigh(listing.names()) + (long) listing.stats().size() * MESSAGE_BYTES;
        for (byte[] data : listing.data()) {
            bytes += NAME_BYTES + (data == null ? 0 : data.length);
        }
        return bytes;
    }

    private static long weigh(List<String> names) {
        long bytes = 0;
        for (String name : names) {
            bytes += NAME_BYTES + name.length();
        }
        return bytes;
    }
}
