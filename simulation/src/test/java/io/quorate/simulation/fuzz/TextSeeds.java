package io.quorate.simulation.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What people type.
final class TextSeeds {
    private TextSeeds() {}

    static void configurations(Seeds seeds) {
        configuration(seeds, "alone", "", """
                dataDir=/var/lib/quorate
                clientPort=2181
                tickTime=2000
                """);
        configuration(seeds, "three", "2\n", """
                # an ensemble
                tickTime=2000
                initLimit=10
                syncLimit=5
                dataDir=/var/lib/quorate
                dataLogDir=/var/lib/quorate/log
                clientPort=2181
                clientPortAddress=10.0.0.2
                maxClientCnxns=0
                minSessionTimeout=4000
                maxSessionTimeout=400000
                autopurge.snapRetainCount=5
                autopurge.purgeInterval=24
                4lw.commands.whitelist=stat, ruok, mntr
                server.1=one:2888:3888
                server.2=[fe80::2]:2888:3888:participant;[::]:2181
                server.3=three:2888:3888;2181
                """);
        configuration(seeds, "properties", "1", """
                dataDir=/var/lib/quorate
                clientPort 0
                standaloneEnabled=false
                initLimit:0x10
                syncLimit=5
                server.1=localhost:2888:3888
                jute.maxbuffer=4194304
                snapCount=1000
                preAllocSize=64
                zookeeper.forceSync=no
                autopurge.purgeInterval=90 m
                skipACL=yes
                DigestAuthenticationProvider.digestAlg=SHA-256
                leaderServes=no
                quorumListenOnAllIPs=true
                cnxTimeout=3000
                globalOutstandingLimt=7
                """);
        configuration(seeds, "refused", "x", """
                dataDir=/var/lib/quorate
                clientPort=2181
                secureClientPort=2281
                sslQuorum=true
                server.1=a:1:2:observer
                group.1=1:2
                """);
    }

    private static void configuration(Seeds seeds, String name, String myId, String text) {
        seeds.add(name, (myId + "\0" + text).getBytes(UTF_8));
    }

    static void paths(Seeds seeds) {
        seeds.add("root", "/".getBytes(UTF_8));
        seeds.add("plain", "/app/config/n-0000000042".getBytes(UTF_8));
        seeds.add("wide", "/\u00e4\u4e2d/\u20ac".getBytes(UTF_8));
        seeds.add("relative", "/a/../b/./c//d/".getBytes(UTF_8));
    }

    static void acls(Seeds seeds) {
        seeds.add("open", "\u001fworld:anyone".getBytes(UTF_8));
        seeds.add(
                "several",
                ("\u001fdigest:user:tpUq/4Pn5A64fVZyQ0gOJ8ZWqkY=\n\u0001ip:192.168.0.0/16\n\u0003auth:\n\u0001ip:"
                                + "fe80::1:2:3:4/64")
                        .getBytes(UTF_8));
        seeds.add("wrong", "\u001fworld:all\n\u0001ip:1.2.3\n\u0002sasl:me\n\u0004super:x".getBytes(UTF_8));
    }

    static void connectStrings(Seeds seeds) {
        seeds.add("one", "localhost:2181".getBytes(UTF_8));
        seeds.add("three", "one:2181,two:2182,[fe80::3]:2183/chroot/below".getBytes(UTF_8));
        seeds.add("bare", "fe80::1, ,host/".getBytes(UTF_8));
    }
}
