package io.quorate.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One wish for a connection to a peer: tries all its addresses at the same time and each some times; the first that
/// answers wins. Names are resolved anew before each try, on a thread of their own, since that may block. All else
/// runs on one event loop, which the connection will belong to.
final class Dial {
    private static final int BETWEEN_TRIES_MILLIS = 100;

    /// How it ended; exactly one of the two is called, once, on the event loop, unless the dial is cancelled.
    interface Outcome {
        /// The connection stands; it is not read from until the receiver says so.
        void connected(Channel channel);

        /// @param why of the last failure, for the log
        void failed(String why);
    }

    private final EventLoop loop;
    private final int tries;
    private final long deadlineNanos;
    private final Outcome outcome;
    private final List<Channel> underWay = new ArrayList<>();
    private int addressesLeft;
    private boolean over;
    private @Nullable Future<?> limit;

    /// @param tries for each address
    Dial(EventLoop loop, int tries, long timeoutMillis, Outcome outcome) {
        this.loop = loop;
        this.tries = tries;
        this.deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        this.outcome = outcome;
    }

    /// Begins; only on the event loop.
    void start(List<InetSocketAddress> addresses) {
        addressesLeft = addresses.size();
        if (addresses.isEmpty()) {
            over = true;
            outcome.failed("no address is known");
            return;
        }
        addresses.forEach(address -> resolve(address, 1));
        limit = loop.schedule(() -> end("no answer in time"), remainingMillis(), TimeUnit.MILLISECONDS);
    }

    /// Gives up without telling; only on the event loop.
    void cancel() {
        over(null);
    }

    private void resolve(InetSocketAddress address, int attempt) {
        Thread.ofVirtual().name("resolve " + address.getHostString()).start(() -> {
            InetSocketAddress resolved = new InetSocketAddress(address.getHostString(), address.getPort());
            try {
                loop.execute(() -> connect(address, resolved, attempt));
            } catch (RejectedExecutionException _) {
                // The port was closed meanwhile.
            }
        });
    }

    private void connect(InetSocketAddress address, InetSocketAddress resolved, int attempt) {
        if (over) {
            return;
        }
        if (resolved.isUnresolved()) {
            retry(address, attempt, "the name " + address.getHostString() + " is not known");
            return;
        }
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.max(1, remainingMillis()))
                .handler(new ChannelInboundHandlerAdapter())
                .connect(resolved);
        underWay.add(connecting.channel());
        var _ = connecting.addListener((ChannelFutureListener) done -> {
            underWay.remove(done.channel());
            if (!done.isSuccess()) {
                retry(address, attempt, String.valueOf(done.cause().getMessage()));
            } else if (over) {
                var _ = done.channel().close();
            } else {
                over(done.channel());
                outcome.connected(done.channel());
            }
        });
    }

    private void retry(InetSocketAddress address, int attempt, String why) {
        if (over) {
            return;
        }
        if (attempt < tries && remainingMillis() > BETWEEN_TRIES_MILLIS) {
            var _ = loop.schedule(
                    () -> {
                        if (!over) {
                            resolve(address, attempt + 1);
                        }
                    },
                    BETWEEN_TRIES_MILLIS,
                    TimeUnit.MILLISECONDS);
        } else if (--addressesLeft == 0) {
            end(why);
        }
    }

    private void end(String why) {
        if (!over) {
            cancel();
            outcome.failed(why);
        }
    }

    private void over(@Nullable Channel winner) {
        over = true;
        if (limit != null) {
            limit.cancel(false);
        }
        for (Channel channel : List.copyOf(underWay)) {
            if (!channel.equals(winner)) {
                var _ = channel.close();
            }
        }
    }

    private long remainingMillis() {
        return TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    }
}
