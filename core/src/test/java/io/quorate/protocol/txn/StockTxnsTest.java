package io.quorate.protocol.txn;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.Stock;
import java.io.IOException;
import java.util.List;
import org.apache.jute.Record;
import org.apache.zookeeper.server.TxnLogEntry;
import org.apache.zookeeper.server.persistence.Util;
import org.apache.zookeeper.server.util.SerializeUtils;
import org.apache.zookeeper.txn.CheckVersionTxn;
import org.apache.zookeeper.txn.CloseSessionTxn;
import org.apache.zookeeper.txn.CreateContainerTxn;
import org.apache.zookeeper.txn.CreateSessionTxn;
import org.apache.zookeeper.txn.CreateTTLTxn;
import org.apache.zookeeper.txn.CreateTxn;
import org.apache.zookeeper.txn.CreateTxnV0;
import org.apache.zookeeper.txn.DeleteTxn;
import org.apache.zookeeper.txn.ErrorTxn;
import org.apache.zookeeper.txn.MultiTxn;
import org.apache.zookeeper.txn.SetACLTxn;
import org.apache.zookeeper.txn.SetDataTxn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each txn of the stock server beside ours: the same bytes, and each reads the other's.
class StockTxnsTest {
    private static final byte[] DATA = {1, 2, 3};
    private static final List<Acl> ACL =
            List.of(new Acl(Acl.ALL, Identity.ANYONE), new Acl(Acl.READ, new Identity("digest", "j\u00fcrgen:x=")));
    private static final TxnHeader HEADER = new TxnHeader(new SessionId(77), 5, new Zxid(0x300000007L), 1234567890123L);
    private static final TxnDigest DIGEST = new TxnDigest(2, -5);

    static List<Arguments> txns() {
        CreateTxn stockCreate = new CreateTxn("/\u4e2d", DATA, Stock.acl(ACL), true, 9);
        Txn create = new Txn.Create(OpCode.CREATE, "/\u4e2d", DATA, ACL, true, 9, 0);
        return List.of(
                Arguments.of(create, stockCreate),
                Arguments.of(
                        new Txn.Create(OpCode.CREATE2, "/a", null, List.of(), false, -1, 0),
                        new CreateTxn("/a", null, List.of(), false, -1)),
                Arguments.of(
                        new Txn.Create(OpCode.CREATE_TTL, "/t", DATA, ACL, false, 9, 60000),
                        new CreateTTLTxn("/t", DATA, Stock.acl(ACL), 9, 60000)),
                Arguments.of(
                        new Txn.Create(OpCode.CREATE_CONTAINER, "/c", DATA, ACL, false, 9, 0),
                        new CreateContainerTxn("/c", DATA, Stock.acl(ACL), 9)),
                Arguments.of(new Txn.Delete(OpCode.DELETE, "/a"), new DeleteTxn("/a")),
                Arguments.of(new Txn.Delete(OpCode.DELETE_CONTAINER, "/a"), new DeleteTxn("/a")),
                Arguments.of(new Txn.SetData(OpCode.SET_DATA, "/a", null, 3), new SetDataTxn("/a", null, 3)),
                Arguments.of(
                        new Txn.SetData(OpCode.RECONFIG, "/zookeeper/config", DATA, -1),
                        new SetDataTxn("/zookeeper/config", DATA, -1)),
                Arguments.of(new Txn.SetAcl("/a", ACL, 4), new SetACLTxn("/a", Stock.acl(ACL), 4)),
                Arguments.of(new Txn.CreateSession(8000), new CreateSessionTxn(8000)),
                Arguments.of(new Txn.CloseSession(List.of()), new CloseSessionTxn(List.of())),
                Arguments.of(new Txn.CloseSession(List.of("/e", "/f")), new CloseSessionTxn(List.of("/e", "/f"))),
                Arguments.of(
                        new Txn.Multi(List.of(
                                create,
                                new Txn.Delete(OpCode.DELETE, "/a"),
                                new Txn.Check("/b", 2),
                                new Txn.Failed(ErrorCode.NO_NODE))),
                        new MultiTxn(List.of(
                                member(OpCode.CREATE, stockCreate),
                                member(OpCode.DELETE, new DeleteTxn("/a")),
                                member(OpCode.CHECK, new CheckVersionTxn("/b", 2)),
                                member(OpCode.ERROR, new ErrorTxn(-101))))),
                Arguments.of(new Txn.Multi(List.of()), new MultiTxn(List.of())));
    }

    @ParameterizedTest
    @MethodSource("txns")
    void aTxnIsWhatTheStockServerLogs(Txn txn, Record stock) throws IOException {
        org.apache.zookeeper.txn.TxnHeader header = new org.apache.zookeeper.txn.TxnHeader(
                77, 5, 0x300000007L, 1234567890123L, txn.type().code());
        byte[] entry = Util.marshallTxnEntry(header, stock, new org.apache.zookeeper.txn.TxnDigest(2, -5));

        assertThat(TxnCodec.encode(HEADER, txn, DIGEST)).isEqualTo(entry);
        assertThat(TxnCodec.decode(entry))
                .usingRecursiveComparison()
                .isEqualTo(new LoggedTxn(HEADER, txn, DIGEST, entry));
    }

    @ParameterizedTest
    @MethodSource("txns")
    void theStockServerReadsOurTxns(Txn txn, Record stock) throws IOException {
        TxnLogEntry read = SerializeUtils.deserializeTxn(TxnCodec.encode(HEADER, txn, DIGEST));

        assertThat(read.getTxn()).isEqualTo(stock);
        assertThat(read.getHeader().getZxid()).isEqualTo(0x300000007L);
        assertThat(read.getDigest().getTreeDigest()).isEqualTo(-5);
    }

    @Test
    void theStockServerReadsOurFailures() throws IOException {
        TxnLogEntry read =
                SerializeUtils.deserializeTxn(TxnCodec.encode(HEADER, new Txn.Failed(ErrorCode.NO_NODE), DIGEST));

        assertThat(read.getTxn()).isEqualTo(new ErrorTxn(-101));
        assertThat(read.getDigest()).isNull();
    }

    @Test
    void withoutDigestsNothingFollowsTheBody() throws IOException {
        org.apache.zookeeper.txn.TxnHeader header =
                new org.apache.zookeeper.txn.TxnHeader(77, 5, 0x300000007L, 1234567890123L, OpCode.DELETE.code());
        byte[] entry = Util.marshallTxnEntry(header, new DeleteTxn("/a"), null);

        assertThat(TxnCodec.encode(HEADER, new Txn.Delete(OpCode.DELETE, "/a"), null))
                .isEqualTo(entry);
        assertThat(TxnCodec.decode(entry).digest()).isNull();
    }

    @Test
    void theOldestCreateIsUnderstood() throws IOException {
        org.apache.zookeeper.txn.TxnHeader header =
                new org.apache.zookeeper.txn.TxnHeader(77, 5, 0x300000007L, 1234567890123L, OpCode.CREATE.code());
        byte[] entry = Util.marshallTxnEntry(header, new CreateTxnV0("/a", DATA, Stock.acl(ACL), true), null);

        assertThat(TxnCodec.decode(entry).txn())
                .usingRecursiveComparison()
                .isEqualTo(new Txn.Create(OpCode.CREATE, "/a", DATA, ACL, true, -1, 0));
    }

    /// As `closeSessionTxn.enabled=false` leaves it, with and without a digest.
    @Test
    void closeSessionWithoutABodyIsUnderstood() throws IOException {
        org.apache.zookeeper.txn.TxnHeader header = new org.apache.zookeeper.txn.TxnHeader(
                77, 5, 0x300000007L, 1234567890123L, OpCode.CLOSE_SESSION.code());
        byte[] bare = Util.marshallTxnEntry(header, null, null);
        byte[] withDigest = Util.marshallTxnEntry(header, null, new org.apache.zookeeper.txn.TxnDigest(2, -5));

        assertThat(TxnCodec.decode(bare).txn()).isEqualTo(new Txn.CloseSession(null));
        assertThat(TxnCodec.decode(withDigest).txn()).isEqualTo(new Txn.CloseSession(null));
        assertThat(TxnCodec.decode(withDigest).digest()).isEqualTo(DIGEST);
        assertThat(TxnCodec.encode(HEADER, new Txn.CloseSession(null), DIGEST)).isEqualTo(withDigest);
    }

    private static org.apache.zookeeper.txn.Txn member(OpCode op, Record body) {
        return new org.apache.zookeeper.txn.Txn(op.code(), Stock.bytes(body));
    }
}
