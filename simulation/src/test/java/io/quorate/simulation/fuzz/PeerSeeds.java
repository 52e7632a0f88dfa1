package io.quorate.simulation.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorate.model.OpCode;
import io.quorate.model.ServerId;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.peer.ElectionCodec;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.proto.CreateRequest;
import org.apache.zookeeper.server.quorum.FastLeaderElection;
import org.apache.zookeeper.server.quorum.LearnerInfo;
import org.apache.zookeeper.server.quorum.QuorumPacket;
import org.jspecify.annotations.Nullable;

/// What servers say to each other, in the stock server's packets.
final class PeerSeeds {
    private static final long NO_ZXID = -1;
    private static final long EPOCH_START = 0x500000000L;
    private static final String CONFIG = "server.1=one:2888:3888:participant;0.0.0.0:2181\n"
            + "server.2=two:2888:3888:participant;0.0.0.0:2181\nversion=100000000";

    private PeerSeeds() {}

    static void fromLeader(Seeds seeds) {
        byte[] txn = FileSeeds.history(5).get(1).encoded();
        long zxid = EPOCH_START + 2;
        byte[] info = packet(17, EPOCH_START, ints(0x10000));
        byte[] newLeader = packet(10, EPOCH_START, CONFIG.getBytes(UTF_8));
        byte[] upToDate = packet(12, NO_ZXID, null);
        byte[] proposal = packet(2, zxid, txn);
        byte[] commit = packet(4, zxid, null);
        seeds.add("info", info);
        seeds.add("diff", Stock.joined(packet(13, zxid, null), proposal, commit, newLeader, upToDate));
        seeds.add("trunc", Stock.joined(packet(14, 0x400000007L, null), newLeader, upToDate));
        seeds.add("snap", packet(15, zxid, null));
        seeds.add("proposal", proposal);
        seeds.add("inform", packet(8, zxid, txn));
        seeds.add("commit-and-activate", packet(9, zxid, longs(3)));
        seeds.add("inform-and-activate", packet(19, zxid, Stock.joined(longs(3), txn)));
        seeds.add("ping", packet(5, zxid, null));
        seeds.add("revalidate", packet(6, NO_ZXID, Stock.joined(longs(0x1000012345600L), new byte[] {1})));
        seeds.add("sync", packet(7, 0, null));
    }

    static void fromLearner(Seeds seeds) {
        byte[] info = packet(11, EPOCH_START, Stock.bytes(new LearnerInfo(2, 0x10000, 0x100000000L)));
        byte[] ackEpoch = packet(18, 0x400000007L, ints(4));
        byte[] ack = packet(3, EPOCH_START, null);
        seeds.add("joining", Stock.joined(info, ackEpoch, ack));
        seeds.add("observer", packet(16, EPOCH_START, Stock.bytes(new LearnerInfo(9, 0x10000, 0))));
        seeds.add("old-info", packet(11, EPOCH_START, longs(2)));
        seeds.add("ack-epoch-again", packet(18, 0x400000007L, ints(-1)));
        seeds.add("ack", packet(3, EPOCH_START + 1, null));
        seeds.add("ping", packet(5, EPOCH_START + 1, sessions()));
        seeds.add("revalidate", packet(6, NO_ZXID, Stock.joined(longs(0x1000012345600L), ints(30_000))));
        byte[] create = Stock.bytes(new CreateRequest("/app/a", new byte[9], Stock.GUARDED, 1));
        seeds.add("create", request(OpCode.CREATE, create));
        seeds.add("multi", request(OpCode.MULTI, Stock.bytes(ClientSeeds.multi())));
        seeds.add("create-session", request(OpCode.CREATE_SESSION, ints(30_000)));
        seeds.add("close-session", request(OpCode.CLOSE_SESSION, new byte[0]));
    }

    private static byte[] request(OpCode op, byte[] body) {
        byte[] data = Stock.joined(longs(0x1000012345600L), ints(77, op.code()), body);
        List<Id> identities = List.of(new Id("ip", "127.0.0.1"), new Id("digest", "user:hash"));
        return Stock.bytes(new QuorumPacket(1, NO_ZXID, data, identities));
    }

    private static byte[] packet(int type, long zxid, byte @Nullable [] data) {
        return Stock.bytes(new QuorumPacket(type, zxid, data, null));
    }

    private static byte[] sessions() {
        return Stock.joined(longs(0x1000012345600L), ints(30_000), longs(0x2000012345600L), ints(4_000));
    }

    private static byte[] ints(int... values) {
        JuteWriter out = new JuteWriter();
        Arrays.stream(values).forEach(out::writeInt);
        return out.toByteArray();
    }

    private static byte[] longs(long... values) {
        JuteWriter out = new JuteWriter();
        Arrays.stream(values).forEach(out::writeLong);
        return out.toByteArray();
    }

    static void hellos(Seeds seeds) {
        seeds.add("old", longs(3));
        seeds.add("one", hello("one:3888"));
        seeds.add("several", hello("one:3888", "[fe80::1]:3888", "10.0.0.1:13888"));
        seeds.add("anywhere", Stock.joined(longs(-65536, 3), jute("0.0.0.0:3888")));
    }

    private static byte[] hello(String... addresses) {
        return ElectionCodec.writeHello(new ElectionCodec.Hello(new ServerId(3), List.of(addresses)));
    }

    private static byte[] jute(String text) {
        JuteWriter out = new JuteWriter();
        out.writeString(text);
        return out.toByteArray();
    }

    static void notifications(Seeds seeds) throws Exception {
        for (int state = 0; state < 4; state++) {
            seeds.add("state-" + state, body(state, CONFIG));
        }
        byte[] withoutVersion = Arrays.copyOf(body(0, ""), 40);
        seeds.add("short", withoutVersion);
        seeds.add("old", Arrays.copyOf(withoutVersion, 28));
    }

    /// What the stock server puts behind the length that comes first on the wire.
    private static byte[] body(int state, String config) throws Exception {
        Method build = FastLeaderElection.class.getDeclaredMethod(
                "buildMsg", int.class, long.class, long.class, long.class, long.class, byte[].class);
        build.setAccessible(true);
        ByteBuffer message = (ByteBuffer) build.invoke(null, state, 3, EPOCH_START + 2, 1, 5, config.getBytes(UTF_8));
        byte[] body = new byte[message.clear().remaining()];
        message.get(body);
        return body;
    }
}
