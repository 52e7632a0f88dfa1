package io.quorate.operation;

import static io.quorate.operation.Service.ALICE;
import static io.quorate.operation.Service.HOME;
import static io.quorate.operation.Service.SUPER;
import static io.quorate.operation.Service.check;
import static io.quorate.operation.Service.closeSession;
import static io.quorate.operation.Service.creation;
import static io.quorate.operation.Service.delete;
import static io.quorate.operation.Service.grant;
import static io.quorate.operation.Service.setData;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.auth.AuthSettings;
import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.StoredStat;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.snapshot.ZnodeImage;
import io.quorate.protocol.txn.Txn;
import io.quorate.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// delete, setData, setACL, deleteContainer, closeSession, and what is no write at all.
class WriteTest {
    private static final Acl ONLY_READ = grant(Acl.READ, Identity.ANYONE);
    private static final Acl NOTHING = grant(Acl.ALL, ALICE);

    private final Service service = new Service();

    // ---- delete

    @ParameterizedTest
    @ValueSource(strings = {"/", "/zookeeper", "/zookeeper/quota", "/zookeeper/config", "", "a", "/a\0b"})
    void systemZnodesAndWhatIsNoPathCannotBeDeleted(String path) {
        assertThat(service.as(SUPER).errorOf(delete(path))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
    }

    @Test
    void aPathThatIsNullCannotEvenBeDecoded() {
        assertThat(service.errorOf(new Request.Delete(null, -1))).isEqualTo(ErrorCode.MARSHALLING_ERROR);
        assertThat(service.errorOf(new Request.Create(OpCode.CREATE, null, null, List.copyOf(Acl.OPEN), 0, 0)))
                .isEqualTo(ErrorCode.MARSHALLING_ERROR);
    }

    @Test
    void aDeletionLooksForTheParentThenThePermissionThenTheZnodeThenTheVersionThenItsChildren() {
        service.as(SUPER).has("/closed", ONLY_READ).has("/open").has("/open/a").has("/open/a/b");
        service.as(HOME);

        assertThat(service.errorOf(delete("/missing/a"))).isEqualTo(ErrorCode.NO_NODE);
        assertThat(service.errorOf(delete("/closed/missing"))).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(service.errorOf(delete("/open/missing"))).isEqualTo(ErrorCode.NO_NODE);
        assertThat(service.errorOf(new Request.Delete("/open/a", 7))).isEqualTo(ErrorCode.BAD_VERSION);
        assertThat(service.errorOf(new Request.Delete("/open/a", 0))).isEqualTo(ErrorCode.NOT_EMPTY);
        assertThat(service.errorOf(delete("/open/a/b"))).isEqualTo(ErrorCode.OK);
        assertThat(service.errorOf(delete("/open/a"))).isEqualTo(ErrorCode.OK);
    }

    @Test
    void whoMayDeleteIsTheParentsDecisionAlone() {
        service.has("/p", grant(Acl.CREATE | Acl.DELETE, Identity.ANYONE)).has("/p/c", NOTHING);

        assertThat(service.errorOf(delete("/p/c"))).isEqualTo(ErrorCode.OK);
    }

    @Test
    void aDeletionIsAnsweredWithNothing() {
        service.has("/a");

        assertThat(service.write(delete("/a")).response()).isEqualTo(new Response.Empty());
    }

    // ---- setData

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/a/", "/a//b", "/a/../b", "/a\u0001"})
    void dataGoesToValidPathsOnly(String path) {
        assertThat(service.errorOf(setData(path, -1))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
    }

    @Test
    void settingDataLooksForTheZnodeThenThePermissionThenTheVersion() {
        service.has("/closed", ONLY_READ).has("/open");

        assertThat(service.errorOf(setData("/missing", 7))).isEqualTo(ErrorCode.NO_NODE);
        assertThat(service.errorOf(setData("/closed", 7))).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(service.errorOf(setData("/open", 7))).isEqualTo(ErrorCode.BAD_VERSION);
        assertThat(service.errorOf(setData("/open", 0))).isEqualTo(ErrorCode.OK);
        assertThat(service.errorOf(setData("/open", -1))).isEqualTo(ErrorCode.OK);
        assertThat(service.znode("/open").stat().version()).isEqualTo(2);
    }

    @Test
    void settingDataIsAnsweredWithTheNewStat() {
        service.has("/a");

        assertThat(service.write(setData("/a", 0)).response())
                .isEqualTo(new Response.StatOnly(service.znode("/a").stat()));
    }

    @ParameterizedTest
    @CsvSource({"2147483647,-2147483648", "-3,-2", "-2,0", "-1,0"})
    void aVersionIsNeverMinusOneWhichMeansAny(int before, int after) {
        Tree.Builder builder = new Tree.Builder();
        StoredStat stat = new StoredStat(1, 1, 0, 0, before, 0, before, 0, 1);
        builder.znode(new ZnodeImage("", new byte[0], null, StoredStat.ZERO));
        builder.znode(new ZnodeImage("/old", new byte[0], Acl.OPEN, stat));
        service.tree = builder.build(new Zxid(1));

        service.done(setData("/old", -1)).done(new Request.SetAcl("/old", List.copyOf(Acl.OPEN), -1));
        assertThat(service.znode("/old").stat().version()).isEqualTo(after);
        assertThat(service.znode("/old").stat().aversion()).isEqualTo(after);
    }

    @Test
    void theConfigIsWrittenBySuperOnly() {
        assertThat(service.errorOf(setData("/zookeeper/config", -1))).isEqualTo(ErrorCode.NO_AUTH);
    }

    // ---- setACL

    private ErrorCode setAcl(String path, Acl acl, int version) {
        return service.errorOf(new Request.SetAcl(path, List.of(acl), version));
    }

    @Test
    void settingAnAclLooksAtThePathThenTheAclThenTheZnodeThenThePermissionThenTheVersion() {
        Acl invalid = grant(Acl.ALL, new Identity("nobody", ""));
        service.has("/closed", ONLY_READ).has("/open");

        assertThat(setAcl("/a/", invalid, 7)).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(setAcl("/missing", invalid, 7)).isEqualTo(ErrorCode.INVALID_ACL);
        assertThat(setAcl("/missing", ONLY_READ, 7)).isEqualTo(ErrorCode.NO_NODE);
        assertThat(setAcl("/closed", ONLY_READ, 7)).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(setAcl("/open", ONLY_READ, 7)).isEqualTo(ErrorCode.BAD_VERSION);
        assertThat(setAcl("/open", ONLY_READ, 0)).isEqualTo(ErrorCode.OK);
        assertThat(service.znode("/open").acl()).containsExactly(ONLY_READ);
        assertThat(setAcl("/open", ONLY_READ, 1)).isEqualTo(ErrorCode.NO_AUTH);
    }

    @Test
    void settingAnAclIsAnsweredWithTheNewStat() {
        service.has("/a");

        assertThat(service.write(new Request.SetAcl("/a", List.of(ONLY_READ), -1))
                        .response())
                .isEqualTo(new Response.StatOnly(service.znode("/a").stat()));
        assertThat(service.znode("/a").stat().aversion()).isEqualTo(1);
    }

    // ---- deleteContainer

    @Test
    void anEmptyContainerIsRemoved() {
        service.hasContainer("/c").has("/c/a").done(delete("/c/a"));

        assertThat(service.prepare(new Request.DeleteContainer("/c")))
                .isEqualTo(new Txn.Delete(OpCode.DELETE_CONTAINER, "/c"));
        assertThat(service.errorOf(new Request.DeleteContainer("/c"))).isEqualTo(ErrorCode.OK);
        assertThat(service.tree.find("/c")).isNull();
    }

    @Test
    void aContainerThatIsGoneOrFullOrNoContainerAnyMoreStays() {
        service.hasContainer("/full").has("/full/a").has("/plain").hasEphemeral("/e");

        assertThat(service.errorOf(new Request.DeleteContainer("/missing"))).isEqualTo(ErrorCode.NO_NODE);
        assertThat(service.errorOf(new Request.DeleteContainer("/full"))).isEqualTo(ErrorCode.NOT_EMPTY);
        assertThat(service.errorOf(new Request.DeleteContainer("/plain"))).isEqualTo(ErrorCode.BAD_VERSION);
        service.has("/plain/child");
        assertThat(service.errorOf(new Request.DeleteContainer("/plain"))).isEqualTo(ErrorCode.NOT_EMPTY);
        assertThat(service.errorOf(new Request.DeleteContainer("/e"))).isEqualTo(ErrorCode.BAD_VERSION);
        assertThat(service.errorOf(new Request.DeleteContainer("/"))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
    }

    @Test
    void aZnodeWithATtlIsRemovedOnlyWhenItsTimeHasPassed() {
        Tree.Builder builder = new Tree.Builder();
        builder.znode(new ZnodeImage("", new byte[0], null, StoredStat.ZERO));
        builder.znode(new ZnodeImage(
                "/t", new byte[0], Acl.OPEN, new StoredStat(1, 1, 500, 500, 0, 0, 0, Txn.ttlOwner(100), 1)));
        service.tree = builder.build(new Zxid(1));

        service.nowMillis = 600;
        assertThat(service.errorOf(new Request.DeleteContainer("/t"))).isEqualTo(ErrorCode.BAD_VERSION);
        service.nowMillis = 601;
        assertThat(service.errorOf(new Request.DeleteContainer("/t"))).isEqualTo(ErrorCode.OK);
    }

    // ---- sessions

    @Test
    void aSessionThatClosesListsItsEphemerals() {
        service.in(new SessionId(1)).hasEphemeral("/b").hasEphemeral("/a").has("/stays");
        service.in(new SessionId(2)).hasEphemeral("/theirs");

        assertThat(service.in(new SessionId(1)).prepare(closeSession()))
                .isEqualTo(new Txn.CloseSession(List.of("/a", "/b")));
        assertThat(service.write(closeSession())).isEqualTo(Answer.empty());
        assertThat(service.tree.find("/a")).isNull();
        assertThat(service.tree.find("/theirs")).isNotNull();
    }

    /// ZooKeeper writes a txn here that no server can read.
    @Test
    void aSessionWithMorePathsThanATxnHasRoomForClosesAllTheSame() {
        String longName = "x".repeat(300_000);
        for (int i = 0; i < 9; i++) {
            service.hasEphemeral("/" + i + longName);
        }
        Txn.CloseSession txn = (Txn.CloseSession) service.prepare(closeSession());
        assertThat(txn.ephemerals()).hasSize(6);
        assertThat(TxnSize.of(txn)).isLessThanOrEqualTo(Preparation.USUAL_MAX_TXN_BYTES);

        service.done(closeSession());
        assertThat(service.tree.ephemeralCount()).isZero();
    }

    @Test
    void aNewSessionIsATxnWithItsTimeout() {
        assertThat(service.prepare(new Request.CreateSession(4000))).isEqualTo(new Txn.CreateSession(4000));
        assertThat(service.write(new Request.CreateSession(4000))).isEqualTo(Answer.empty());
    }

    // ---- size

    @Test
    void aTxnThatAServerCouldNotReadIsNotMade() {
        byte[] large = new byte[Preparation.USUAL_MAX_TXN_BYTES];

        assertThat(service.prepare(new Request.SetData("/zookeeper", large, -1)))
                .isEqualTo(new Txn.Failed(ErrorCode.MARSHALLING_ERROR));
    }

    @Test
    void theLimitIsExact() {
        Txn.SetData empty = (Txn.SetData) service.prepare(new Request.SetData("/zookeeper", new byte[0], -1));
        int room = Preparation.USUAL_MAX_TXN_BYTES - TxnSize.of(empty);

        assertThat(service.prepare(new Request.SetData("/zookeeper", new byte[room], -1)))
                .isInstanceOf(Txn.SetData.class);
        assertThat(service.prepare(new Request.SetData("/zookeeper", new byte[room + 1], -1)))
                .isInstanceOf(Txn.Failed.class);
    }

    @Test
    void theLimitIsTheOneThatServersWereGiven() {
        Preparation strict =
                new Preparation(service.tree, 0, AuthSettings.DEFAULT, 2_000, WriteSettings.DEFAULT, Remarks.none());
        Caller caller = new Caller(new SessionId(1), 0, "127.0.0.1", List.of());

        assertThat(Operations.prepare(new Request.SetData("/zookeeper", new byte[1_800], -1), caller, strict))
                .isInstanceOf(Txn.SetData.class);
        assertThat(Operations.prepare(new Request.SetData("/zookeeper", new byte[2_000], -1), caller, strict))
                .isEqualTo(new Txn.Failed(ErrorCode.MARSHALLING_ERROR));
    }

    // ---- what is no write

    @Test
    void aRequestThatCouldNotBeReadIsAFailedTxn() {
        assertThat(service.prepare(new Request.Malformed(OpCode.CREATE, "too short")))
                .isEqualTo(new Txn.Failed(ErrorCode.MARSHALLING_ERROR));
    }

    @Test
    void reconfigurationIsDisabled() {
        assertThat(service.prepare(new Request.Reconfig(null, null, null, -1)))
                .isEqualTo(new Txn.Failed(ErrorCode.RECONFIG_DISABLED));
    }

    @Test
    void whatIsNoWriteIsUnimplemented() {
        List<Request> others = List.of(
                check("/", -1),
                new Request.Sasl(null),
                new Request.Unknown(4711),
                new Request.Bare(OpCode.PING),
                new Request.Watchable(OpCode.GET_DATA, "/", false));

        assertThat(others)
                .allSatisfy(request ->
                        assertThat(service.prepare(request)).isEqualTo(new Txn.Failed(ErrorCode.UNIMPLEMENTED)));
    }

    @Test
    void aFailedWriteChangesNothingButTheZxid() {
        service.has("/a");
        Zxid before = service.zxid();

        assertThat(service.errorOf(creation("/a", 0))).isEqualTo(ErrorCode.NODE_EXISTS);
        assertThat(service.zxid()).isEqualTo(before.next());
    }
}
