package io.quorate.protocol;

import static io.quorate.protocol.Bytes.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import io.quorate.model.Stat;
import io.quorate.model.StoredStat;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.protocol.peer.ElectionCodec;
import io.quorate.protocol.peer.ElectionNotification;
import io.quorate.protocol.peer.PeerCodec;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.peer.ServerState;
import io.quorate.protocol.peer.Vote;
import io.quorate.protocol.snapshot.SnapshotDecoder;
import io.quorate.protocol.snapshot.SnapshotEncoder;
import io.quorate.protocol.snapshot.SnapshotSink;
import io.quorate.protocol.snapshot.SnapshotSource;
import io.quorate.protocol.snapshot.ZnodeImage;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnCodec;
import io.quorate.protocol.txn.TxnDigest;
import io.quorate.protocol.txn.TxnHeader;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Valid bytes are damaged thousands of times, from a seed. A decoder may find what it likes, or throw a
/// {@link MalformedException}; it may never throw anything else, and never allocate for what is only announced.
class MalformedInputTest {
    private static final int ROUNDS = 10_000;
    private static final int[] NASTY = {
        0, 1, -1, -2, 2, 7, 1 << 16, 2_097_150, 0x00ff_ffff, 0x1fff_ffff, Integer.MAX_VALUE, Integer.MIN_VALUE
    };

    /// What an exception, its message and the objects for some bytes of input may take. A single trusted length of a
    /// megabyte or more would break it.
    private static final long ALLOWED_BYTES = 256 * 1024;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final List<Acl> ACL = List.of(Acl.OPEN.getFirst(), new Acl(1, new Identity("digest", "a:b")));
    private static final Stat STAT = new Stat(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    private static final Request CREATE =
            new Request.Create(OpCode.CREATE2, "/a/\u00e9", new byte[20], List.copyOf(ACL), 0, 0);
    private static final LoggedTxn TXN = TxnCodec.seal(
            new TxnHeader(new SessionId(7), 1, new Zxid(9), 5),
            new Txn.Multi(List.of(
                    new Txn.Create(OpCode.CREATE, "/a", new byte[9], ACL, true, 4, 0),
                    new Txn.Create(OpCode.CREATE_TTL, "/a", new byte[9], ACL, false, 4, 77),
                    new Txn.SetAcl("/a", ACL, 3),
                    new Txn.Failed(ErrorCode.NO_AUTH))),
            new TxnDigest(2, 3));

    /// One decoder, told to read everything.
    interface Decoder {
        void decode(byte[] bytes, Random random);
    }

    static List<Arguments> inputs() {
        Request multi = new Request.Multi(
                OpCode.MULTI, List.of(CREATE, new Request.Delete("/b", 1), new Request.Check("/c", 2)));
        Request setWatches = new Request.SetWatches(
                OpCode.SET_WATCHES2, 1, List.of("/a", "/b"), List.of("/c"), List.of(), List.of("/d"), List.of("/e"));
        return List.of(
                Arguments.of("create", request(CREATE), client()),
                Arguments.of("multi", request(multi), client()),
                Arguments.of("setWatches2", request(setWatches), client()),
                Arguments.of("reconfig", request(new Request.Reconfig("a", "b", null, 5)), client()),
                Arguments.of("connect", new byte[45], connect()),
                Arguments.of("multi answer", multiAnswer(), answer(OpCode.MULTI)),
                Arguments.of("getACL answer", reply(new Response.AclAndStat(ACL, STAT)), answer(OpCode.GET_ACL)),
                Arguments.of(
                        "children", reply(new Response.Names(List.of("a", "b", "c"))), answer(OpCode.GET_CHILDREN)),
                Arguments.of("multi txn", TXN.encoded(), txn()),
                Arguments.of("closeSession txn", closeSession(), txn()),
                Arguments.of("proposal", packet(new PeerMessage.Proposal(TXN)), leader()),
                Arguments.of("inform", packet(new PeerMessage.InformAndActivate(TXN, new ServerId(3))), leader()),
                Arguments.of("forward", forward(multi), learner()),
                Arguments.of(
                        "ping",
                        packet(new PeerMessage.LearnerPing(new Zxid(1), Map.of(new SessionId(7), 8000))),
                        learner()),
                Arguments.of("notification", notification(), notifications()),
                Arguments.of(
                        "hello",
                        ElectionCodec.writeHello(new ElectionCodec.Hello(new ServerId(1), List.of("a:1", "[::1]:2"))),
                        hellos()),
                Arguments.of("snapshot file", encoded(SnapshotEncoder.file(new Source())), snapshot(true)),
                Arguments.of("snapshot stream", encoded(SnapshotEncoder.stream(new Source())), snapshot(false)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputs")
    void damagedBytesAreReadOrRefusedAtNoGreatCost(String name, byte[] valid, Decoder decoder) {
        decoder.decode(valid.clone(), new Random(1));
        Random random = new Random(name.hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = damage(valid, random);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                decoder.decode(damaged, random);
            } catch (MalformedException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            if (allocated > ALLOWED_BYTES) {
                fail("%s bytes were allocated in round %s for %s", allocated, round, Bytes.hex(damaged));
            }
        }
    }

    private static byte[] damage(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        for (int times = 1 + random.nextInt(3); times > 0 && bytes.length > 4; times--) {
            int at = random.nextInt(bytes.length - 3);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(20));
                default -> putInt(bytes, at, NASTY[random.nextInt(NASTY.length)]);
            }
        }
        return bytes;
    }

    private static void putInt(byte[] bytes, int at, int value) {
        byte[] encoded = written(out -> out.writeInt(value));
        System.arraycopy(encoded, 0, bytes, at, encoded.length);
    }

    private static Decoder client() {
        return (bytes, _) ->
                assertThat(ClientCodec.readRequest(bytes).request()).isNotNull();
    }

    private static Decoder connect() {
        return (bytes, _) -> {
            assertThat(ClientCodec.readConnectRequest(bytes)).isNotNull();
            assertThat(ClientCodec.readConnectResponse(bytes)).isNotNull();
        };
    }

    private static Decoder answer(OpCode op) {
        return (bytes, _) -> {
            ClientCodec.ReplyFrame reply = ClientCodec.readReply(bytes);
            assertThat(ClientCodec.readResponse(op, reply.body())).isNotNull();
        };
    }

    private static Decoder txn() {
        return (bytes, _) -> assertThat(TxnCodec.decode(bytes)).isNotNull();
    }

    private static Decoder leader() {
        return (bytes, _) -> {
            assertThat(PeerCodec.sizeOfPacket(bytes, 0, bytes.length)).isGreaterThanOrEqualTo(-1);
            assertThat(PeerCodec.readFromLeader(new JuteReader(bytes))).isNotNull();
        };
    }

    private static Decoder learner() {
        return (bytes, _) -> {
            assertThat(PeerCodec.sizeOfPacket(bytes, 0, bytes.length)).isGreaterThanOrEqualTo(-1);
            assertThat(PeerCodec.readFromLearner(new JuteReader(bytes))).isNotNull();
        };
    }

    private static Decoder notifications() {
        return (bytes, _) -> assertThat(ElectionCodec.read(bytes)).isNotNull();
    }

    private static Decoder hellos() {
        return (bytes, _) -> {
            assertThat(ElectionCodec.sizeOfHello(bytes, 0, bytes.length)).isGreaterThanOrEqualTo(-1);
            assertThat(ElectionCodec.readHello(bytes)).isNotNull();
        };
    }

    private static Decoder snapshot(boolean file) {
        return (bytes, random) -> {
            SnapshotDecoder decoder = file ? SnapshotDecoder.file(new Sink()) : SnapshotDecoder.stream(new Sink());
            int position = 0;
            while (position < bytes.length) {
                int length = Math.min(1 + random.nextInt(100), bytes.length - position);
                int used = decoder.feed(bytes, position, length);
                assertThat(used).isBetween(0, length);
                if (used < length) {
                    assertThat(decoder.finished()).isTrue();
                    return;
                }
                position += length;
            }
        };
    }

    private static byte[] request(Request request) {
        return written(out -> ClientCodec.writeRequest(1, request, out));
    }

    private static byte[] reply(Response response) {
        return written(
                out -> ClientCodec.writeMessage(new ServerMessage.Reply(1, new Zxid(2), ErrorCode.OK, response), out));
    }

    private static byte[] multiAnswer() {
        return reply(new Response.Multi(List.of(
                new Response.Result(OpCode.CREATE2, ErrorCode.OK, new Response.Created("/a", STAT)),
                new Response.Result(OpCode.GET_CHILDREN, ErrorCode.OK, new Response.Names(List.of("x", "y"))),
                Response.Result.failed(ErrorCode.NO_NODE))));
    }

    private static byte[] closeSession() {
        TxnHeader header = new TxnHeader(new SessionId(7), 1, new Zxid(9), 5);
        return TxnCodec.encode(header, new Txn.CloseSession(List.of("/a", "/b")), new TxnDigest(2, 3));
    }

    private static byte[] packet(PeerMessage message) {
        return written(out -> PeerCodec.write(message, out));
    }

    private static byte[] forward(Request request) {
        return packet(new PeerMessage.Forward(new SessionId(7), 3, request, List.of(new Identity("ip", "127.0.0.1"))));
    }

    private static byte[] notification() {
        Vote vote = new Vote(new ServerId(3), new Zxid(9), 1, 2);
        return ElectionCodec.write(new ElectionNotification(ServerState.LOOKING, vote, 2, "server.1=a:1:2\nversion=0"));
    }

    private static byte[] encoded(SnapshotEncoder encoder) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        encoder.forEachRemaining(bytes::writeBytes);
        return bytes.toByteArray();
    }

    private static final class Source implements SnapshotSource {
        @Override
        public Zxid zxid() {
            return new Zxid(9);
        }

        @Override
        public Iterable<Map.Entry<SessionId, Integer>> sessions() {
            return List.of(Map.entry(new SessionId(7), 8000), Map.entry(new SessionId(8), 9000));
        }

        @Override
        public int sessionCount() {
            return 2;
        }

        @Override
        public Iterator<ZnodeImage> znodes() {
            return List.of(
                            new ZnodeImage("", new byte[0], null, StoredStat.ZERO),
                            new ZnodeImage("/a", null, ACL, StoredStat.ZERO),
                            new ZnodeImage("/a/b", new byte[30], Acl.OPEN, StoredStat.ZERO))
                    .iterator();
        }

        @Override
        public TxnDigest digest() {
            return new TxnDigest(2, 5);
        }
    }

    /// Listens to nothing.
    private static final class Sink implements SnapshotSink {
        @Override
        public void session(SessionId session, int timeoutMillis) {}

        @Override
        public void znode(ZnodeImage znode) {}

        @Override
        public void digest(Zxid zxid, TxnDigest digest) {}
    }
}
