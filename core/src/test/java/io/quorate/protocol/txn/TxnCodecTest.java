package io.quorate.protocol.txn;

import static io.quorate.protocol.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.MalformedException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The entries with a session 0x1000011f7cc0000 were seen in the log of a stock server.
class TxnCodecTest {
    private static final String CREATE_SESSION = "01000011f7cc0000 00000000 0000000100000005 000001a203ebefbf fffffff6"
            + "| 00001f40 | 00000002 00000001e1709df8";
    private static final String CREATE = "01000011f7cc0000 00000001 0000000100000006 000001a203ebeff0 00000001"
            + "| 00000002 2f63 | 00000001 31 | 00000001 0000001f 00000005 776f726c64 00000006 616e796f6e65"
            + "| 00 | 00000003 | 00000002 00000002980a31f2";
    private static final String CREATE_BEFORE_3_3 =
            "01000011f7cc0000 00000001 0000000100000006 000001a203ebeff0 00000001"
                    + "| 00000002 2f63 | 00000001 31 | 00000001 0000001f 00000005 776f726c64 00000006 616e796f6e65 | 01";
    private static final String FAILED =
            "01000011f7cc0000 0000000b 000000010000000f 000001a203ebf0b5 ffffffff | ffffff9b";
    private static final String CLOSE_SESSION = "01000011f7cc0000 00000000 0000000100000005 000001a203ebefbf fffffff5";
    private static final String MULTI = "01000011f7cc0000 00000000 0000000100000005 000001a203ebefbf 0000000e";
    private static final SessionId SESSION = new SessionId(0x1000011f7cc0000L);

    @Test
    void createSessionIsAsTheStockServerLogsIt() {
        TxnHeader header = new TxnHeader(SESSION, 0, new Zxid(0x100000005L), 0x1a203ebefbfL);

        LoggedTxn txn = TxnCodec.seal(header, new Txn.CreateSession(8000), new TxnDigest(2, 0x1e1709df8L));

        assertThat(txn.encoded()).isEqualTo(hex(CREATE_SESSION));
        assertThat(TxnCodec.decode(hex(CREATE_SESSION)))
                .usingRecursiveComparison()
                .isEqualTo(txn);
    }

    @Test
    void createIsAsTheStockServerLogsIt() {
        TxnHeader header = new TxnHeader(SESSION, 1, new Zxid(0x100000006L), 0x1a203ebeff0L);
        Txn create = new Txn.Create(OpCode.CREATE, "/c", new byte[] {0x31}, Acl.OPEN, false, 3, 0);

        assertThat(TxnCodec.encode(header, create, new TxnDigest(2, 0x2980a31f2L)))
                .isEqualTo(hex(CREATE));
        LoggedTxn decoded = TxnCodec.decode(hex(CREATE));
        assertThat(decoded.header()).isEqualTo(header);
        assertThat(decoded.txn()).usingRecursiveComparison().isEqualTo(create);
        assertThat(decoded.digest()).isEqualTo(new TxnDigest(2, 0x2980a31f2L));
    }

    @Test
    void aFailedRequestCarriesNoDigest() {
        TxnHeader header = new TxnHeader(SESSION, 11, new Zxid(0x10000000fL), 0x1a203ebf0b5L);

        LoggedTxn txn = TxnCodec.seal(header, new Txn.Failed(ErrorCode.NO_NODE), new TxnDigest(2, 1));

        assertThat(txn.encoded()).isEqualTo(hex(FAILED));
        assertThat(txn.digest()).isNull();
        assertThat(TxnCodec.decode(hex(FAILED)).txn()).isEqualTo(new Txn.Failed(ErrorCode.NO_NODE));
        assertThat(TxnCodec.decode(hex(FAILED)).digest()).isNull();
    }

    @Test
    void aFailedMultiTellsWhichMemberFailed() {
        String members = "00000002 | 00000001 0000002c 00000003 2f6d66 00000001 78"
                + "00000001 0000001f 00000005 776f726c64 00000006 616e796f6e65 00 00000005 | ffffffff 00000004 ffffff99";
        Txn multi = new Txn.Multi(List.of(
                new Txn.Create(OpCode.CREATE, "/mf", new byte[] {0x78}, Acl.OPEN, false, 5, 0),
                new Txn.Failed(ErrorCode.BAD_VERSION)));

        LoggedTxn decoded = TxnCodec.decode(hex(MULTI + members + "00000002 0000000000000007"));

        assertThat(decoded.txn()).usingRecursiveComparison().isEqualTo(multi);
        assertThat(TxnCodec.encode(decoded.header(), multi, new TxnDigest(2, 7)))
                .isEqualTo(decoded.encoded());
    }

    @Test
    void closeSessionNamesTheEphemeralsThatGo() {
        byte[] entry = hex(CLOSE_SESSION + "| 00000001 00000002 2f65 | 00000002 000000026c64850d");

        LoggedTxn decoded = TxnCodec.decode(entry);

        assertThat(decoded.txn()).isEqualTo(new Txn.CloseSession(List.of("/e")));
        assertThat(decoded.digest()).isEqualTo(new TxnDigest(2, 0x26c64850dL));
        assertThat(TxnCodec.encode(decoded.header(), decoded.txn(), decoded.digest()))
                .isEqualTo(entry);
    }

    @Test
    void closeSessionBefore36HasNoBody() {
        LoggedTxn decoded = TxnCodec.decode(hex(CLOSE_SESSION));

        assertThat(decoded.txn()).isEqualTo(new Txn.CloseSession(null));
        assertThat(decoded.digest()).isNull();
    }

    /// The stock server takes the digest for the body if it is not configured as the writer of the log was.
    @Test
    void closeSessionWithoutBodyMayStillHaveADigest() {
        LoggedTxn decoded = TxnCodec.decode(hex(CLOSE_SESSION + "00000002 000000026c64850d"));

        assertThat(decoded.txn()).isEqualTo(new Txn.CloseSession(null));
        assertThat(decoded.digest()).isEqualTo(new TxnDigest(2, 0x26c64850dL));
    }

    @Test
    void createBefore33DoesNotKnowTheParentsCversion() {
        LoggedTxn decoded = TxnCodec.decode(hex(CREATE_BEFORE_3_3));

        assertThat(decoded.txn())
                .usingRecursiveComparison()
                .isEqualTo(new Txn.Create(OpCode.CREATE, "/c", new byte[] {0x31}, Acl.OPEN, true, -1, 0));
    }

    @Test
    void anUnknownTypeIsMalformed() {
        assertThatThrownBy(() ->
                        TxnCodec.decode(hex("01000011f7cc0000 00000000 0000000100000005 000001a203ebefbf 00000063")))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("99");
    }

    @Test
    void multisDoNotNest() {
        assertThatThrownBy(() -> TxnCodec.decode(hex(MULTI + "00000001 0000000e 00000004 00000000")))
                .isInstanceOf(MalformedException.class);
    }
}
