package io.quorate.client;

import java.util.ArrayList;
import java.util.List;

/// Where to find an ensemble: its servers, and the part of the tree that this client takes for the whole
/// (`host:port,host:port/chroot`).
public record ConnectString(List<ServerAddress> servers, Chroot chroot) {
    public ConnectString {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("connect string names no server; expected host:port[,host:port...]");
        }
    }

    /// @throws IllegalArgumentException saying what is wrong with `text`
    public static ConnectString parse(String text) {
        int slash = text.indexOf('/');
        String hosts = slash < 0 ? text : text.substring(0, slash);
        List<ServerAddress> servers = new ArrayList<>();
        for (String host : hosts.split(",", -1)) {
            if (!host.isBlank()) {
                servers.add(ServerAddress.parse(host.strip()));
            }
        }
        return new ConnectString(servers, slash < 0 ? Chroot.NONE : Chroot.of(text.substring(slash)));
    }
}
