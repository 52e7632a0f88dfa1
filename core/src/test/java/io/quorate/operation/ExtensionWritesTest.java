package io.quorate.operation;

import static io.quorate.operation.Service.check;
import static io.quorate.operation.Service.creation;
import static io.quorate.operation.Service.creationIfNotExists;
import static io.quorate.operation.Service.delete;
import static io.quorate.operation.Service.grant;
import static io.quorate.operation.Service.multi;
import static io.quorate.operation.Service.setData;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Stat;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.txn.Txn;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What becomes of the writing operations of ClickHouse Keeper, alone and in a multi: txns that ZooKeeper has, too.
class ExtensionWritesTest {
    private static final int NO_LIMIT = -1;
    private static final Acl EVERYTHING_BUT_DELETE = grant(Acl.ALL & ~Acl.DELETE, Identity.ANYONE);
    private static final Acl EVERYTHING_BUT_READ = grant(Acl.ALL & ~Acl.READ, Identity.ANYONE);

    private final Service service = new Service();

    private static Request tryRemove(@Nullable String path, int version) {
        return new Request.TryRemove(path, version);
    }

    private static Request removeRecursive(@Nullable String path, int limit) {
        return new Request.RemoveRecursive(path, limit);
    }

    private static Request checkNotExists(@Nullable String path, int version) {
        return new Request.CheckNotExists(path, version);
    }

    private static Request checkStat(String path, int version, Stat stat) {
        return new Request.CheckStat(path, version, stat);
    }

    private static Stat anyStat() {
        return new Stat(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
    }

    private static Txn nothing(String path) {
        return new Txn.Check(path, 0);
    }

    private static Txn removal(String path) {
        return new Txn.Delete(OpCode.DELETE, path);
    }

    private static Txn failure(ErrorCode error) {
        return new Txn.Failed(error);
    }

    private List<Response.Result> results(Request... operations) {
        Answer answer = service.write(multi(operations));
        assertThat(answer.error()).isEqualTo(ErrorCode.OK);
        return ((Response.Multi) answer.response()).results();
    }

    private static Response.Result ok(OpCode op) {
        return new Response.Result(op, ErrorCode.OK, new Response.Empty());
    }

    private static Response.Result ok(OpCode op, String path) {
        return new Response.Result(op, ErrorCode.OK, new Response.Path(path));
    }

    private static Response.Result failed(ErrorCode error) {
        return Response.Result.failed(error);
    }

    // ---- createIfNotExists

    @Test
    void createIfNotExistsCreatesWhatIsNotThere() {
        Answer answer = service.write(creationIfNotExists("/a", 0));

        assertThat(answer).isEqualTo(Answer.of(new Response.Path("/a")));
        assertThat(service.znode("/a").data()).containsExactly(1);
    }

    @Test
    void createIfNotExistsIsAnOrdinaryCreateInTheLog() {
        assertThat(service.prepare(creationIfNotExists("/a", 1))).isInstanceOfSatisfying(Txn.Create.class, create -> {
            assertThat(create.type()).isEqualTo(OpCode.CREATE);
            assertThat(create.ephemeral()).isTrue();
        });
    }

    @Test
    void createIfNotExistsIsContentWithWhatIsThereAndLeavesItAlone() {
        service.has("/a").done(setData("/a", -1));
        Stat before = service.znode("/a").stat();
        assertThat(service.prepare(creationIfNotExists("/a", 0))).isEqualTo(new Txn.Multi(List.of(nothing("/a"))));

        assertThat(service.write(creationIfNotExists("/a", 0))).isEqualTo(Answer.of(new Response.Path("/a")));
        assertThat(service.znode("/a").stat()).isEqualTo(before);
    }

    @Test
    void createIfNotExistsWithANumberIsAnsweredWithTheWholeName() {
        service.has("/q");
        assertThat(service.write(creationIfNotExists("/q/n", 2)))
                .isEqualTo(Answer.of(new Response.Path("/q/n0000000000")));
        assertThat(service.write(creationIfNotExists("/q/n", 2)))
                .isEqualTo(Answer.of(new Response.Path("/q/n0000000001")));
    }

    @Test
    void whatElseACreateRefusesIsRefused() {
        service.has("/closed", EVERYTHING_BUT_READ).has("/shut", grant(Acl.READ, Identity.ANYONE));
        service.has("/shut2").hasEphemeral("/e");
        assertThat(service.errorOf(creationIfNotExists("/missing/a", 0))).isEqualTo(ErrorCode.NO_NODE);
        assertThat(service.errorOf(creationIfNotExists("/shut/a", 0))).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(service.errorOf(creationIfNotExists("/e/a", 0))).isEqualTo(ErrorCode.NO_CHILDREN_FOR_EPHEMERALS);
        assertThat(service.errorOf(creationIfNotExists("/a//b", 0))).isEqualTo(ErrorCode.NO_NODE);
        assertThat(service.errorOf(creationIfNotExists("/a/", 0))).isEqualTo(ErrorCode.NO_NODE);
        assertThat(service.errorOf(creationIfNotExists("a", 0))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(service.errorOf(creationIfNotExists("/c", 4))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(service.errorOf(creationIfNotExists(null, 0))).isEqualTo(ErrorCode.MARSHALLING_ERROR);
    }

    @Test
    void aSessionThatNotEveryServerKnowsOwnsNothing() {
        service.inLocal(new SessionId(0xB0B));
        assertThat(service.errorOf(creationIfNotExists("/e", 1))).isEqualTo(ErrorCode.EPHEMERAL_ON_LOCAL_SESSION);
        assertThat(service.errorOf(creationIfNotExists("/a", 0))).isEqualTo(ErrorCode.OK);
        assertThat(Operations.needsGlobalSession(creationIfNotExists("/e", 1))).isTrue();
        assertThat(Operations.needsGlobalSession(multi(creationIfNotExists("/e", 3))))
                .isTrue();
        assertThat(Operations.needsGlobalSession(creationIfNotExists("/e", 0))).isFalse();
    }

    // ---- tryRemove

    @Test
    void tryRemoveRemoves() {
        service.has("/a");
        assertThat(service.prepare(tryRemove("/a", 0))).isEqualTo(removal("/a"));
        assertThat(service.write(tryRemove("/a", 0))).isEqualTo(Answer.empty());
        assertThat(service.tree.find("/a")).isNull();
    }

    @Test
    void tryRemoveIsContentWithWhateverItFinds() {
        service.has("/a").has("/a/b");
        for (Request request : List.of(
                tryRemove("/missing", -1), tryRemove("/missing/b", -1), tryRemove("/a", -1), tryRemove("/a/b", 7))) {
            assertThat(service.write(request)).as(request.toString()).isEqualTo(Answer.empty());
        }
        assertThat(service.tree.find("/a/b")).isNotNull();
    }

    @Test
    void tryRemoveNeedsTheRightOfTheParent() {
        service.has("/a", EVERYTHING_BUT_DELETE).has("/a/b");
        assertThat(service.errorOf(tryRemove("/a/b", -1))).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(service.errorOf(tryRemove("/a/missing", -1))).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(service.errorOf(tryRemove("/zookeeper", -1))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(service.errorOf(tryRemove("/a/", -1))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(service.errorOf(tryRemove(null, -1))).isEqualTo(ErrorCode.MARSHALLING_ERROR);
    }

    // ---- removeRecursive

    @Test
    void aSubtreeGoesFromItsLeavesUp() {
        service.has("/t").has("/t/a").has("/t/a/x").has("/t/b").has("/u");
        assertThat(service.prepare(removeRecursive("/t", NO_LIMIT)))
                .isEqualTo(new Txn.Multi(
                        List.of(removal("/t/a/x"), removal("/t/a"), removal("/t/b"), removal("/t"), nothing("/t"))));

        assertThat(service.write(removeRecursive("/t", 4))).isEqualTo(Answer.empty());
        assertThat(service.tree.find("/t")).isNull();
        assertThat(service.tree.find("/u")).isNotNull();
    }

    @Test
    void nothingIsRemovedWhereNothingIs() {
        assertThat(service.prepare(removeRecursive("/t/a", 0))).isEqualTo(new Txn.Multi(List.of(nothing("/t/a"))));
        assertThat(service.write(removeRecursive("/t", 0))).isEqualTo(Answer.empty());
    }

    @Test
    void moreZnodesThanTheLimitAreLeftAlone() {
        service.has("/t").has("/t/a").has("/t/b");
        assertThat(service.errorOf(removeRecursive("/t", 2))).isEqualTo(ErrorCode.NOT_EMPTY);
        assertThat(service.errorOf(removeRecursive("/t/a", 0))).isEqualTo(ErrorCode.NOT_EMPTY);
        assertThat(service.errorOf(removeRecursive("/t/a", 1))).isEqualTo(ErrorCode.OK);
        assertThat(service.errorOf(removeRecursive("/t", 2))).isEqualTo(ErrorCode.OK);
    }

    /// A txn that some server could not read would stop the ensemble.
    @Test
    void moreZnodesThanFitIntoATxnAreLeftAlone() {
        service.has("/t");
        for (int i = 0; i < 50; i++) {
            service.has("/t/child-with-a-rather-long-name-" + i);
        }
        int needed = TxnSize.of(service.prepare(removeRecursive("/t", NO_LIMIT)));
        assertThat(service.prepareWithin(needed, removeRecursive("/t", NO_LIMIT)))
                .isInstanceOf(Txn.Multi.class);
        assertThat(service.prepareWithin(needed - 1, removeRecursive("/t", NO_LIMIT)))
                .isEqualTo(failure(ErrorCode.NOT_EMPTY));
        // Each of them fits, both do not.
        assertThat(service.prepareWithin(needed, multi(creation("/other", 0), removeRecursive("/t", NO_LIMIT))))
                .isEqualTo(failure(ErrorCode.MARSHALLING_ERROR));
    }

    @Test
    void eachParentHasToGrantTheRemoval() {
        service.has("/t").has("/t/a", EVERYTHING_BUT_DELETE).has("/t/a/x").has("/t/b", EVERYTHING_BUT_DELETE);
        assertThat(service.errorOf(removeRecursive("/t", NO_LIMIT))).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(service.errorOf(removeRecursive("/t/a/x", NO_LIMIT))).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(service.errorOf(removeRecursive("/t", 3))).isEqualTo(ErrorCode.NOT_EMPTY);
        // A leaf needs no right of its own, as with delete.
        assertThat(service.errorOf(removeRecursive("/t/b", NO_LIMIT))).isEqualTo(ErrorCode.OK);
        assertThat(service.as(Service.SUPER).errorOf(removeRecursive("/t", NO_LIMIT)))
                .isEqualTo(ErrorCode.OK);
    }

    @Test
    void whatEveryTreeBeginsWithIsNotRemoved() {
        for (String path : List.of("/", "/zookeeper", "/zookeeper/quota", "/zookeeper/config")) {
            assertThat(service.errorOf(removeRecursive(path, NO_LIMIT)))
                    .as(path)
                    .isEqualTo(ErrorCode.BAD_ARGUMENTS);
        }
        assertThat(service.errorOf(removeRecursive("/a/../b", NO_LIMIT))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(service.errorOf(removeRecursive(null, NO_LIMIT))).isEqualTo(ErrorCode.MARSHALLING_ERROR);
    }

    @Test
    void aSubtreeTakesItsEphemeralsContainersAndQuotasWithIt() {
        String limits = "/zookeeper/quota/t/zookeeper_limits";
        service.has("/t").has("/zookeeper/quota/t");
        service.done(multi(creation(limits, 0), creation("/zookeeper/quota/t/zookeeper_stats", 0)));
        service.hasEphemeral("/t/e").hasContainer("/t/c").has("/t/c/x");
        assertThat(service.tree.ephemeralsOf(Service.SESSION).isEmpty()).isFalse();

        service.done(removeRecursive("/t", NO_LIMIT));

        assertThat(service.tree.ephemeralsOf(Service.SESSION).isEmpty()).isTrue();
        assertThat(service.tree.containers().isEmpty()).isTrue();
        assertThat(new String(
                        service.znode("/zookeeper/quota/t/zookeeper_stats").data(),
                        java.nio.charset.StandardCharsets.UTF_8))
                .startsWith("count=0,");
        service.done(removeRecursive("/zookeeper/quota/t", NO_LIMIT));
        assertThat(service.tree.find(limits)).isNull();
    }

    // ---- in a multi

    @Test
    void eachOperationHasItsOwnPartInTheAnswer() {
        service.has("/t").has("/t/a").has("/there").has("/gone");
        assertThat(results(
                        creation("/new", 0),
                        removeRecursive("/t", NO_LIMIT),
                        delete("/gone"),
                        removeRecursive("/missing", NO_LIMIT),
                        checkNotExists("/t", -1),
                        creationIfNotExists("/there", 0),
                        creationIfNotExists("/t", 0),
                        tryRemove("/missing", -1),
                        tryRemove("/there", -1),
                        checkStat("/t", 0, anyStat()),
                        check("/t", 0)))
                .containsExactly(
                        ok(OpCode.CREATE, "/new"),
                        ok(OpCode.REMOVE_RECURSIVE),
                        ok(OpCode.DELETE),
                        ok(OpCode.REMOVE_RECURSIVE),
                        ok(OpCode.CHECK_NOT_EXISTS),
                        ok(OpCode.CREATE_IF_NOT_EXISTS, "/there"),
                        ok(OpCode.CREATE_IF_NOT_EXISTS, "/t"),
                        ok(OpCode.TRY_REMOVE),
                        ok(OpCode.TRY_REMOVE),
                        ok(OpCode.CHECK_STAT),
                        ok(OpCode.CHECK));
        assertThat(service.znode("/t").childCount()).isZero();
        assertThat(service.tree.find("/there")).isNull();
    }

    @Test
    void aMultiThatFailsHasOnePartForEachOperation() {
        service.has("/t").has("/t/a");
        assertThat(results(
                        removeRecursive("/t", NO_LIMIT),
                        tryRemove("/t", -1),
                        checkNotExists("/zookeeper", -1),
                        removeRecursive("/t", NO_LIMIT)))
                .containsExactly(
                        failed(ErrorCode.OK),
                        failed(ErrorCode.OK),
                        failed(ErrorCode.NODE_EXISTS),
                        failed(ErrorCode.RUNTIME_INCONSISTENCY));
        assertThat(service.tree.find("/t/a")).isNotNull();
    }

    @Test
    void anAnswerToAnotherMultiIsStillOneThatCanBeRead() {
        Request asked = multi(removeRecursive("/t", NO_LIMIT), creation("/a", 0));
        service.has("/x").has("/y");
        var result = service.tree
                .apply(
                        new io.quorate.protocol.txn.TxnHeader(
                                Service.SESSION, 1, service.tree.zxid().next(), 5),
                        service.prepare(multi(delete("/x"), delete("/y"))))
                .result();
        assertThat(Operations.answer(asked, result).response())
                .isEqualTo(new Response.Multi(List.of(ok(OpCode.DELETE), ok(OpCode.DELETE))));
    }

    @Test
    void anOperationWithoutAPathSpoilsTheWholeMulti() {
        for (Request request : List.of(
                tryRemove(null, -1), removeRecursive(null, 1), checkNotExists(null, 0), creationIfNotExists(null, 0))) {
            assertThat(service.errorOf(multi(creation("/a", 0), request))).isEqualTo(ErrorCode.MARSHALLING_ERROR);
        }
        assertThat(service.errorOf(multi(new Request.ListRecursive("/", 1)))).isEqualTo(ErrorCode.MARSHALLING_ERROR);
    }

    @Test
    void checkNotExistsLooksForAZnodeOrForItsVersion() {
        service.has("/a").done(setData("/a", -1)).has("/secret", EVERYTHING_BUT_READ);
        assertThat(results(checkNotExists("/b", -1), checkNotExists("/b", 3), checkNotExists("/a", 0)))
                .containsOnly(ok(OpCode.CHECK_NOT_EXISTS));
        assertThat(results(checkNotExists("/a", 1))).containsExactly(failed(ErrorCode.NODE_EXISTS));
        assertThat(results(checkNotExists("/a", -1))).containsExactly(failed(ErrorCode.NODE_EXISTS));
        assertThat(results(checkNotExists("/secret", 9))).containsExactly(failed(ErrorCode.NO_AUTH));
        assertThat(results(checkNotExists("/a/", -1))).containsExactly(failed(ErrorCode.BAD_ARGUMENTS));
        assertThat(results(creation("/b", 0), checkNotExists("/b", -1)))
                .containsExactly(failed(ErrorCode.OK), failed(ErrorCode.NODE_EXISTS));
    }

    @Test
    void checkStatComparesWhatIsNamed() {
        service.has("/a").has("/a/b").has("/secret", EVERYTHING_BUT_READ);
        Stat stat = service.znode("/a").stat();
        assertThat(results(checkStat("/a", -1, anyStat()), checkStat("/a", 0, stat)))
                .containsOnly(ok(OpCode.CHECK_STAT));
        assertThat(results(checkStat("/a", 1, anyStat()))).containsExactly(failed(ErrorCode.BAD_VERSION));
        assertThat(results(checkStat("/missing", -1, anyStat()))).containsExactly(failed(ErrorCode.NO_NODE));
        assertThat(results(checkStat("/secret", -1, anyStat()))).containsExactly(failed(ErrorCode.NO_AUTH));
        assertThat(results(checkStat("//", -1, anyStat()))).containsExactly(failed(ErrorCode.BAD_ARGUMENTS));
        for (int field = 0; field < 11; field++) {
            assertThat(results(checkStat("/a", -1, onlyWrong(field, stat))))
                    .as("field %d", field)
                    .containsExactly(failed(ErrorCode.BAD_VERSION));
        }
    }

    /// A stat with one field that is wrong, and no word on the others.
    private static Stat onlyWrong(int field, Stat stat) {
        return new Stat(
                field == 0 ? stat.czxid() + 1 : -1,
                field == 1 ? stat.mzxid() + 1 : -1,
                field == 2 ? stat.ctime() + 1 : -1,
                field == 3 ? stat.mtime() + 1 : -1,
                field == 4 ? stat.version() + 1 : -1,
                field == 5 ? stat.cversion() + 1 : -1,
                field == 6 ? stat.aversion() + 1 : -1,
                field == 7 ? stat.ephemeralOwner() + 1 : -1,
                field == 8 ? stat.dataLength() + 1 : -1,
                field == 9 ? stat.numChildren() + 1 : -1,
                field == 10 ? stat.pzxid() + 1 : -1);
    }
}
