package io.quorate.protocol.peer;

import static io.quorate.protocol.Bytes.hex;
import static io.quorate.protocol.Bytes.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.MalformedException;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnCodec;
import io.quorate.protocol.txn.TxnDigest;
import io.quorate.protocol.txn.TxnHeader;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The bytes of the first two lists were seen between two stock servers, but for those of types that were not: these
/// follow from their layout.
class PeerCodecTest {
    private static final SessionId SESSION = new SessionId(0x1000011f7cc0000L);
    private static final SessionId OTHER_SESSION = new SessionId(0x20000131b670000L);
    private static final LoggedTxn TXN = TxnCodec.seal(
            new TxnHeader(SESSION, 0, new Zxid(0x100000005L), 0x1a203ebefbfL),
            new Txn.CreateSession(8000),
            new TxnDigest(2, 0x1e1709df8L));
    private static final String TXN_BYTES = "01000011f7cc0000 00000000 0000000100000005 000001a203ebefbf fffffff6"
            + "00001f40 00000002 00000001e1709df8";

    static List<Arguments> fromLeader() {
        return List.of(
                Arguments.of(
                        "00000011 0000000100000000 00000004 00010000 ffffffff", new PeerMessage.LeaderInfo(1, 0x10000)),
                Arguments.of(
                        "00000011 0000000100000000 0000000c 00010000 51756f7261746531 ffffffff",
                        new PeerMessage.LeaderInfo(1, 0x10000, true)),
                Arguments.of(
                        "0000000d 0000000100000004 ffffffff ffffffff", new PeerMessage.Diff(new Zxid(0x100000004L))),
                Arguments.of(
                        "0000000e 000000010000000b ffffffff ffffffff", new PeerMessage.Trunc(new Zxid(0x10000000bL))),
                Arguments.of(
                        "0000000f 0000000100000004 ffffffff ffffffff", new PeerMessage.Snap(new Zxid(0x100000004L))),
                Arguments.of(
                        "0000000a 0000000100000000 00000009 76657273696f6e3d30 ffffffff",
                        new PeerMessage.NewLeader(Zxid.startOf(1), "version=0")),
                Arguments.of(
                        "0000000a 0000000100000000 ffffffff ffffffff", new PeerMessage.NewLeader(Zxid.startOf(1), "")),
                Arguments.of("0000000c ffffffffffffffff ffffffff ffffffff", new PeerMessage.UpToDate()),
                Arguments.of(
                        "00000005 0000000100000004 ffffffff ffffffff",
                        new PeerMessage.LeaderPing(new Zxid(0x100000004L))),
                Arguments.of("00000007 0000000000000000 ffffffff ffffffff", new PeerMessage.Synced()),
                Arguments.of(
                        "00000004 0000000100000005 ffffffff ffffffff", new PeerMessage.Commit(new Zxid(0x100000005L))),
                Arguments.of(
                        "00000006 ffffffffffffffff 00000009 020000131b670000 01 ffffffff",
                        new PeerMessage.Revalidated(OTHER_SESSION, true)),
                Arguments.of(
                        "00000009 000000010000000a 00000008 0000000000000003 ffffffff",
                        new PeerMessage.CommitAndActivate(new Zxid(0x10000000aL), new ServerId(3))),
                Arguments.of(
                        "00000002 0000000100000005 00000030" + TXN_BYTES + "ffffffff", new PeerMessage.Proposal(TXN)),
                Arguments.of(
                        "00000008 0000000100000005 00000030" + TXN_BYTES + "ffffffff", new PeerMessage.Inform(TXN)),
                Arguments.of(
                        "00000013 0000000100000005 00000038 0000000000000003" + TXN_BYTES + "ffffffff",
                        new PeerMessage.InformAndActivate(TXN, new ServerId(3))),
                Arguments.of("00000014 ffffffffffffffff ffffffff ffffffff", new PeerMessage.Unrecognised(20)));
    }

    static List<Arguments> fromLearner() {
        return List.of(
                Arguments.of(
                        "0000000b 0000000000000000 00000014 0000000000000001 00010000 0000000000000000 ffffffff",
                        new PeerMessage.LearnerInfo(false, 0, new ServerId(1), 0x10000, 0)),
                Arguments.of(
                        "00000010 0000000300000000 00000014 0000000000000007 00010000 0000000100000000 ffffffff",
                        new PeerMessage.LearnerInfo(true, 3, new ServerId(7), 0x10000, 0x100000000L)),
                Arguments.of(
                        "00000012 0000000000000000 00000004 00000000 ffffffff",
                        new PeerMessage.AckEpoch(Zxid.ZERO, OptionalLong.of(0))),
                Arguments.of(
                        "00000012 0000000100000010 00000004 ffffffff ffffffff",
                        new PeerMessage.AckEpoch(new Zxid(0x100000010L), OptionalLong.empty())),
                Arguments.of("00000003 0000000100000000 ffffffff ffffffff", new PeerMessage.Ack(Zxid.startOf(1))),
                Arguments.of(
                        "00000005 0000000100000004 00000000 ffffffff",
                        new PeerMessage.LearnerPing(new Zxid(0x100000004L), Map.of())),
                Arguments.of(
                        "00000005 0000000200000001 0000000c 020000131b670000 00001f40 ffffffff",
                        new PeerMessage.LearnerPing(new Zxid(0x200000001L), Map.of(OTHER_SESSION, 8000))),
                Arguments.of(
                        "00000006 ffffffffffffffff 0000000c 020000131b670000 00001f40 ffffffff",
                        new PeerMessage.Revalidate(OTHER_SESSION, 8000)),
                Arguments.of(
                        "00000001 ffffffffffffffff 00000014 01000011f7cc0000 00000000 fffffff6 00001f40 ffffffff",
                        new PeerMessage.Forward(SESSION, 0, new Request.CreateSession(8000), List.of())),
                Arguments.of(
                        "00000001 ffffffffffffffff 00000010 01000011f7cc0000 00000003 fffffff5 ffffffff",
                        new PeerMessage.Forward(SESSION, 3, new Request.Bare(OpCode.CLOSE_SESSION), List.of())),
                Arguments.of(
                        "00000001 ffffffffffffffff 00000015 01000011f7cc0000 0000000a 00000009 00000001 2f"
                                + "00000001 00000002 6970 00000009 3132372e302e302e31",
                        new PeerMessage.Forward(
                                SESSION,
                                10,
                                new Request.PathOnly(OpCode.SYNC, "/"),
                                List.of(new Identity("ip", "127.0.0.1")))),
                Arguments.of("00000014 ffffffffffffffff ffffffff ffffffff", new PeerMessage.Unrecognised(20)));
    }

    @ParameterizedTest
    @MethodSource("fromLeader")
    void whatALeaderSaysIsAsTheStockLeaderSaysIt(String bytes, PeerMessage.FromLeader message) {
        assertThat(written(out -> PeerCodec.write(message, out))).isEqualTo(hex(bytes));
        assertThat(PeerCodec.readFromLeader(new JuteReader(hex(bytes))))
                .usingRecursiveComparison()
                .isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("fromLearner")
    void whatALearnerSaysIsAsTheStockLearnerSaysIt(String bytes, PeerMessage.FromLearner message) {
        assertThat(written(out -> PeerCodec.write(message, out))).isEqualTo(hex(bytes));
        assertThat(PeerCodec.readFromLearner(new JuteReader(hex(bytes)))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource({"fromLeader", "fromLearner"})
    void theSizeOfAPacketIsKnownBeforeItsEndAndNeverWrong(String text, PeerMessage message) {
        byte[] packet = written(out -> {
            out.writeByte(0x55);
            PeerCodec.write(message, out);
            out.writeLong(-1);
        });
        int size = packet.length - 1 - Long.BYTES;

        for (int length = 0; length <= packet.length - 1; length++) {
            int told = PeerCodec.sizeOfPacket(packet, 1, length);
            if (length < size) {
                assertThat(told).isIn(-1, size);
            } else {
                assertThat(told).isEqualTo(size);
            }
        }
    }

    @Test
    void anUnreasonableLengthIsFoundBeforeItsBytesArrive() {
        byte[] data = hex("00000002 0000000100000005 7fffffff");
        byte[] identities = hex("00000002 0000000100000005 ffffffff 7fffffff");
        byte[] scheme = hex("00000002 0000000100000005 ffffffff 00000001 00300000");

        for (byte[] packet : List.of(data, identities, scheme)) {
            assertThatThrownBy(() -> PeerCodec.sizeOfPacket(packet, 0, packet.length))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void aProposalHoldsTheTxnThatItsPacketNames() {
        byte[] packet = hex("00000002 0000000100000006 00000030" + TXN_BYTES + "ffffffff");

        assertThatThrownBy(() -> PeerCodec.readFromLeader(new JuteReader(packet)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("0x100000006")
                .hasMessageContaining("0x100000005");
    }

    @Test
    void aForwardedRequestThatCannotBeDecodedIsTheClientsMistakeNotTheLearners() {
        byte[] malformed = hex("00000001 ffffffffffffffff 00000011 01000011f7cc0000 0000000a 00000001 00 ffffffff");
        byte[] unknown = hex("00000001 ffffffffffffffff 00000010 01000011f7cc0000 0000000a 000003e7 ffffffff");

        assertThat(forwarded(malformed)).isInstanceOf(Request.Malformed.class);
        assertThat(forwarded(unknown)).isEqualTo(new Request.Unknown(999));
    }

    /// A stock leader must find it malformed too, so that it becomes the same failed txn.
    @Test
    void aMalformedRequestIsForwardedWithoutABody() {
        PeerMessage forward = new PeerMessage.Forward(
                SESSION, 10, new Request.Malformed(OpCode.CREATE, "string at byte 8 announces 9 bytes"), List.of());

        byte[] packet = written(out -> PeerCodec.write(forward, out));

        assertThat(packet)
                .isEqualTo(hex("00000001 ffffffffffffffff 00000010 01000011f7cc0000 0000000a 00000001 ffffffff"));
        assertThat(forwarded(packet)).isInstanceOf(Request.Malformed.class);
    }

    @Test
    void olderLearnersSayLessOfThemselves() {
        assertThat(PeerCodec.readFromLearner(
                        new JuteReader(hex("0000000b 0000000200000000 0000000c 0000000000000001 00010000 ffffffff"))))
                .isEqualTo(new PeerMessage.LearnerInfo(false, 2, new ServerId(1), 0x10000, 0));
        assertThat(PeerCodec.readFromLearner(
                        new JuteReader(hex("0000000b 0000000200000000 00000008 0000000000000001 ffffffff"))))
                .isEqualTo(new PeerMessage.LearnerInfo(false, 2, new ServerId(1), 1, 0));
    }

    @Test
    void aTouchTableIsAWholeNumberOfEntries() {
        assertThatThrownBy(() -> PeerCodec.readFromLearner(
                        new JuteReader(hex("00000005 0000000100000004 00000008 020000131b670000 ffffffff"))))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("multiple of 12");
    }

    private static Request forwarded(byte[] packet) {
        PeerMessage.FromLearner message = PeerCodec.readFromLearner(new JuteReader(packet));
        assertThat(message).isInstanceOf(PeerMessage.Forward.class);
        return ((PeerMessage.Forward) message).request();
    }
}
