package io.quorate.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/// What all listening sockets have in common.
final class Doors {
    private Doors() {}

    /// A door whose connections send at once what they have, and whose port can be had again right after it was closed.
    ///
    /// @param doorkeeper accepts
    /// @param loops what is accepted belongs to; `admit` is called there
    static ServerBootstrap door(EventLoopGroup doorkeeper, EventLoopGroup loops, Consumer<SocketChannel> admit) {
        return new ServerBootstrap()
                .group(doorkeeper, loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        admit.accept(channel);
                    }
                });
    }

    /// Binds and returns when that is decided. A name is resolved first.
    static ChannelFuture bind(ServerBootstrap door, InetSocketAddress address) {
        return door.bind(resolved(address)).awaitUninterruptibly();
    }

    static InetSocketAddress resolved(InetSocketAddress address) {
        return address.isUnresolved() ? new InetSocketAddress(address.getHostString(), address.getPort()) : address;
    }

    /// @param purpose what the port is for: `clients`, `learners`, `elections`
    static String complaint(String purpose, InetSocketAddress address, Throwable cause) {
        return resolved(address).isUnresolved()
                ? "Cannot listen for %s on %s: the name is not known.".formatted(purpose, address)
                : "Cannot listen for %s on %s: %s. Is another server running there?"
                        .formatted(purpose, address, cause.getMessage());
    }
}
