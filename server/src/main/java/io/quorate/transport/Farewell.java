package io.quorate.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Ends a connection so that the other side reads everything that was written. Closing at once would make the kernel
/// reset the connection when bytes have arrived that nobody has read, and a reset can overtake the last answer.
final class Farewell {
    /// How long the last may take to be written.
    private static final int LAST_WORDS_MILLIS = 10_000;

    /// How long the other side may then take to close as well.
    private static final int LINGER_MILLIS = 1_000;

    private Farewell() {}

    /// From now on there is little time left for {@link #bid}.
    static void prepare(SocketChannel channel) {
        closeIn(channel, LAST_WORDS_MILLIS);
    }

    /// Flushes, says that there is no more, and closes when the other side has closed or has taken too long. Whoever
    /// calls this goes on reading, or the end of the other side is not noticed.
    static void bid(SocketChannel channel) {
        var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((ChannelFutureListener) written -> {
            if (written.isSuccess() && !channel.isInputShutdown()) {
                var _ = channel.shutdownOutput();
                closeIn(channel, LINGER_MILLIS);
            } else {
                shut(channel);
            }
        });
    }

    private static void shut(SocketChannel channel) {
        var _ = channel.close();
    }

    private static void closeIn(SocketChannel channel, int millis) {
        Future<?> end = channel.eventLoop().schedule(() -> shut(channel), millis, TimeUnit.MILLISECONDS);
        var _ = channel.closeFuture().addListener(_ -> end.cancel(false));
    }
}
