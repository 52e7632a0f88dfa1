package io.quorate.protocol.peer;

import static io.quorate.protocol.Bytes.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.Stock;
import io.quorate.protocol.client.Request;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.proto.CreateRequest;
import org.apache.zookeeper.server.quorum.LearnerInfo;
import org.apache.zookeeper.server.quorum.QuorumCnxManager;
import org.apache.zookeeper.server.quorum.QuorumPacket;
import org.junit.jupiter.api.Test;

/// What the stock servers' own classes make of our bytes, and we of theirs.
class StockPeersTest {
    @Test
    void aForwardedRequestIsThePacketOfAStockLearner() {
        Request create = new Request.Create(OpCode.CREATE, "/a", new byte[] {1}, List.copyOf(Acl.OPEN), 1, 0);
        PeerMessage forward = new PeerMessage.Forward(
                new SessionId(77), 5, create, List.of(new Identity("ip", "::1"), new Identity("digest", "a:b")));
        byte[] body = Stock.bytes(new CreateRequest("/a", new byte[] {1}, Stock.acl(Acl.OPEN), 1));
        byte[] data = ByteBuffer.allocate(16 + body.length)
                .putLong(77)
                .putInt(5)
                .putInt(1)
                .put(body)
                .array();
        byte[] packet =
                Stock.bytes(new QuorumPacket(1, -1, data, List.of(new Id("ip", "::1"), new Id("digest", "a:b"))));

        assertThat(written(out -> PeerCodec.write(forward, out))).isEqualTo(packet);
        assertThat(PeerCodec.sizeOfPacket(packet, 0, packet.length)).isEqualTo(packet.length);
        assertThat(PeerCodec.readFromLearner(new JuteReader(packet)))
                .usingRecursiveComparison()
                .isEqualTo(forward);
    }

    @Test
    void theFirstPacketIsThatOfAStockLearner() {
        PeerMessage info = new PeerMessage.LearnerInfo(false, 3, new ServerId(7), 0x10000, 0x200000001L);
        byte[] packet = Stock.bytes(
                new QuorumPacket(11, 0x300000000L, Stock.bytes(new LearnerInfo(7, 0x10000, 0x200000001L)), null));

        assertThat(written(out -> PeerCodec.write(info, out))).isEqualTo(packet);
        assertThat(PeerCodec.readFromLearner(new JuteReader(packet))).isEqualTo(info);
    }

    @Test
    void aStockServerReadsEveryPacket() {
        QuorumPacket read = Stock.read(
                written(out -> PeerCodec.write(new PeerMessage.Trunc(new Zxid(0x100000005L)), out)),
                new QuorumPacket());

        assertThat(read.getType()).isEqualTo(14);
        assertThat(read.getZxid()).isEqualTo(0x100000005L);
        assertThat(read.getData()).isNull();
        assertThat(read.getAuthinfo()).isNull();
    }

    @Test
    void aStockServerUnderstandsOurHello() throws Exception {
        byte[] hello = ElectionCodec.writeHello(
                new ElectionCodec.Hello(new ServerId(3), List.of("127.0.0.1:3888", "[::1]:3889")));
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(hello));

        QuorumCnxManager.InitialMessage read = QuorumCnxManager.InitialMessage.parse(in.readLong(), in);

        assertThat(read.sid).isEqualTo(3);
        assertThat(read.electionAddr).extracting(InetSocketAddress::getPort).containsExactly(3888, 3889);
        assertThat(read.electionAddr)
                .extracting(address -> address.getAddress().getHostAddress())
                .containsExactly("127.0.0.1", "0:0:0:0:0:0:0:1");
    }
}
