package io.quorate.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.quorate.protocol.snapshot.SnapshotEncoder;
import io.quorate.protocol.snapshot.SnapshotSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/// A snapshot on its way to a learner. A thread of its own encodes, since that takes long and the event loop has other
/// links to serve; it is never more than some chunks ahead of what the learner has read.
final class SnapshotStream implements Runnable {
    private static final int CHUNKS_UNDER_WAY = 16;

    private final SnapshotSource source;
    private final Channel channel;
    private final Runnable sent;
    private final Runnable failed;
    private final Semaphore room = new Semaphore(CHUNKS_UNDER_WAY);
    private volatile boolean stopped;

    /// @param sent called on the event loop when the last chunk has been given to the channel
    /// @param failed called on the event loop when the snapshot cannot be encoded to its end
    SnapshotStream(SnapshotSource source, Channel channel, Runnable sent, Runnable failed) {
        this.source = source;
        this.channel = channel;
        this.sent = sent;
        this.failed = failed;
    }

    void start() {
        Thread.ofPlatform()
                .daemon()
                .name("snapshot to " + channel.remoteAddress())
                .start(this);
    }

    /// The channel is gone; from any thread.
    void stop() {
        stopped = true;
        room.release();
    }

    @Override
    public void run() {
        boolean complete = false;
        try {
            SnapshotEncoder chunks = SnapshotEncoder.stream(source);
            while (chunks.hasNext() && !stopped) {
                byte[] chunk = chunks.next();
                room.acquireUninterruptibly();
                channel.eventLoop().execute(() -> {
                    var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(chunk)).addListener(_ -> room.release());
                });
            }
            complete = true;
        } catch (RejectedExecutionException _) {
            // The port was closed, and the channel with it.
            complete = true;
        } finally {
            tell(complete ? sent : failed);
        }
    }

    private void tell(Runnable end) {
        try {
            channel.eventLoop().execute(end);
        } catch (RejectedExecutionException _) {
            // Nobody is left to be told.
        }
    }
}
