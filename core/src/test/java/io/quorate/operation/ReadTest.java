package io.quorate.operation;

import static io.quorate.operation.Service.ALICE;
import static io.quorate.operation.Service.HOME;
import static io.quorate.operation.Service.SUPER;
import static io.quorate.operation.Service.creation;
import static io.quorate.operation.Service.grant;
import static io.quorate.operation.Service.plain;
import static io.quorate.operation.Service.watching;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.watch.Watches;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadTest {
    private static final int CHILDREN = 1;
    private static final int DATA = 2;
    private static final int ANY = 3;
    private static final Acl FOR_ALICE = grant(Acl.ALL, ALICE);

    private final Service service = new Service();

    private boolean isWatching(String path, int selector) {
        return service.watches.has(service.watcher(), path, selector);
    }

    // ---- exists, getData, getChildren

    @ParameterizedTest
    @EnumSource(names = {"EXISTS", "GET_DATA", "GET_CHILDREN", "GET_CHILDREN2"})
    void anEmptyPathIsNotTheRoot(OpCode op) {
        assertThat(service.read(watching(op, "")).error()).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(service.read(new Request.Watchable(op, null, true)).error()).isEqualTo(ErrorCode.MARSHALLING_ERROR);
        assertThat(service.watches.count()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"EXISTS", "GET_DATA", "GET_CHILDREN", "GET_CHILDREN2"})
    void whoMayNotReadLeavesNoWatch(OpCode op) {
        service.has("/secret", FOR_ALICE);

        assertThat(service.read(watching(op, "/secret")).error()).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(service.watches.count()).isZero();
        assertThat(service.as(HOME, ALICE).read(watching(op, "/secret")).error())
                .isEqualTo(ErrorCode.OK);
        assertThat(service.watches.count()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"EXISTS,1", "GET_DATA,0", "GET_CHILDREN,0", "GET_CHILDREN2,0"})
    void onlyExistsWaitsForAZnodeThatIsNotThere(OpCode op, int watches) {
        assertThat(service.read(watching(op, "/later")).error()).isEqualTo(ErrorCode.NO_NODE);
        assertThat(service.watches.count()).isEqualTo(watches);
    }

    @ParameterizedTest
    @CsvSource({"EXISTS,2", "GET_DATA,2", "GET_CHILDREN,1", "GET_CHILDREN2,1"})
    void aReadLeavesAWatchOfItsKind(OpCode op, int selector) {
        service.has("/a").read(watching(op, "/a"));

        assertThat(isWatching("/a", selector)).isTrue();
        assertThat(service.watches.count()).isEqualTo(1);
    }

    @Test
    void aReadLeavesNoWatchUnlessItAsksForOne() {
        service.has("/a").read(new Request.Watchable(OpCode.GET_DATA, "/a", false));

        assertThat(service.watches.count()).isZero();
    }

    @Test
    void existsRefusesANulAndNoOtherBadPath() {
        assertThat(service.read(watching(OpCode.EXISTS, "/a\0")).error()).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(service.read(watching(OpCode.EXISTS, "/a/")).error()).isEqualTo(ErrorCode.NO_NODE);
        assertThat(service.read(watching(OpCode.GET_DATA, "/a\0")).error()).isEqualTo(ErrorCode.NO_NODE);
    }

    @Test
    void theAnswersHoldWhatTheZnodeHolds() {
        service.has("/a").has("/a/c").has("/a/b").hasEphemeral("/a/d");
        var stat = service.znode("/a").stat();

        assertThat(service.read(watching(OpCode.EXISTS, "/a")).response()).isEqualTo(new Response.StatOnly(stat));
        assertThat(service.read(watching(OpCode.GET_DATA, "/a")).response())
                .usingRecursiveComparison()
                .isEqualTo(new Response.Data(service.znode("/a").data(), stat));
        assertThat(service.read(watching(OpCode.GET_CHILDREN, "/a")).response())
                .isEqualTo(new Response.Names(List.of("b", "c", "d")));
        assertThat(service.read(watching(OpCode.GET_CHILDREN2, "/a")).response())
                .isEqualTo(new Response.NamesAndStat(List.of("b", "c", "d"), stat));
    }

    // ---- getACL

    @Test
    void hashesAreForThoseWhoMayChangeTheAcl() {
        Acl readable = grant(Acl.READ, Identity.ANYONE);
        service.has("/a", FOR_ALICE, readable);
        var stat = service.znode("/a").stat();

        assertThat(service.read(plain(OpCode.GET_ACL, "/a")).response())
                .isEqualTo(new Response.AclAndStat(
                        List.of(grant(Acl.ALL, new Identity("digest", "alice:x")), readable), stat));
        assertThat(service.as(HOME, ALICE).read(plain(OpCode.GET_ACL, "/a")).response())
                .isEqualTo(new Response.AclAndStat(List.of(FOR_ALICE, readable), stat));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            1,  OK
            16, OK
            14, NO_AUTH
            """)
    void anAclIsForReadersAndAdministrators(int permissions, ErrorCode error) {
        service.has("/a", grant(permissions, Identity.ANYONE));

        assertThat(service.read(plain(OpCode.GET_ACL, "/a")).error()).isEqualTo(error);
    }

    @Test
    void aMissingZnodeHasNoAcl() {
        assertThat(service.read(plain(OpCode.GET_ACL, "/a")).error()).isEqualTo(ErrorCode.NO_NODE);
        assertThat(service.read(plain(OpCode.GET_ACL, "")).error()).isEqualTo(ErrorCode.BAD_ARGUMENTS);
    }

    // ---- getEphemerals, getAllChildrenNumber, whoAmI, sync

    @ParameterizedTest
    @CsvSource(nullValues = "null", textBlock = """
                    /,     '/a/x,/ab,/b'
                    '',    '/a/x,/ab,/b'
                    ' ',   '/a/x,/ab,/b'
                    ' / ', '/a/x,/ab,/b'
                    '\u0000', '/a/x,/ab,/b'
                    null,  '/a/x,/ab,/b'
                    /a,    '/a/x,/ab'
                    /a/,   '/a/x'
                    /c,    ''
                    """)
    void onesOwnEphemeralsAreFoundByThePrefixOfTheirText(String prefix, String expected) {
        service.has("/a").hasEphemeral("/b").hasEphemeral("/ab").hasEphemeral("/a/x");
        service.in(new SessionId(99)).hasEphemeral("/aaa");
        service.in(Service.SESSION);

        Response.Names names = (Response.Names)
                service.read(plain(OpCode.GET_EPHEMERALS, prefix)).response();
        assertThat(String.join(",", names.names())).isEqualTo(expected);
    }

    @Test
    void allChildrenAreThoseAtAnyDepth() {
        service.has("/a").has("/a/b").has("/a/b/c").has("/a/d").has("/e");

        assertThat(service.read(plain(OpCode.GET_ALL_CHILDREN_NUMBER, "/a")).response())
                .isEqualTo(new Response.Count(3));
        assertThat(service.read(plain(OpCode.GET_ALL_CHILDREN_NUMBER, "/")).response())
                .isEqualTo(new Response.Count(8));
        assertThat(service.read(plain(OpCode.GET_ALL_CHILDREN_NUMBER, "/x")).error())
                .isEqualTo(ErrorCode.NO_NODE);
        assertThat(service.read(plain(OpCode.GET_ALL_CHILDREN_NUMBER, "")).error())
                .isEqualTo(ErrorCode.BAD_ARGUMENTS);
    }

    @Test
    void countingChildrenNeedsOnlyTheTopToBeReadable() {
        service.has("/a").has("/a/b", FOR_ALICE).has("/c", FOR_ALICE);

        assertThat(service.read(plain(OpCode.GET_ALL_CHILDREN_NUMBER, "/a")).response())
                .isEqualTo(new Response.Count(1));
        assertThat(service.read(plain(OpCode.GET_ALL_CHILDREN_NUMBER, "/c")).error())
                .isEqualTo(ErrorCode.NO_AUTH);
    }

    @Test
    void oneIsKnownByNamesForPeople() {
        service.as(HOME, ALICE, SUPER);

        assertThat(service.read(new Request.Bare(OpCode.WHO_AM_I)).response())
                .isEqualTo(new Response.Identities(
                        List.of(HOME, new Identity("digest", "alice"), new Identity("super", ""))));
    }

    @Test
    void syncIsAnsweredWithWhateverPathWasSent() {
        assertThat(service.read(plain(OpCode.SYNC, "not a path")).response())
                .isEqualTo(new Response.Path("not a path"));
    }

    // ---- addWatch, checkWatches, removeWatches

    @Test
    void aPersistentWatchNeedsNeitherZnodeNorPermission() {
        service.has("/secret", FOR_ALICE);

        assertThat(service.read(new Request.WatchSelection(OpCode.ADD_WATCH, "/secret", 0)))
                .isEqualTo(Answer.of(new Response.WatchAdded()));
        assertThat(service.read(new Request.WatchSelection(OpCode.ADD_WATCH, "/missing", 1)))
                .isEqualTo(Answer.of(new Response.WatchAdded()));
        assertThat(isWatching("/secret", 4)).isTrue();
        assertThat(isWatching("/missing", 5)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            /a,  2, MARSHALLING_ERROR
            '', -1, MARSHALLING_ERROR
            '',  0, BAD_ARGUMENTS
            /a/, 1, BAD_ARGUMENTS
            """)
    void aPersistentWatchNeedsAModeAndAValidPath(String path, int mode, ErrorCode error) {
        assertThat(service.read(new Request.WatchSelection(OpCode.ADD_WATCH, path, mode)))
                .isEqualTo(Answer.failed(error));
        assertThat(service.watches.count()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"CHECK_WATCHES", "REMOVE_WATCHES"})
    void watchesAreSelectedByNumber(OpCode op) {
        service.has("/a").read(watching(OpCode.GET_DATA, "/a"));

        assertThat(service.read(new Request.WatchSelection(op, "/a", 0)).error())
                .isEqualTo(ErrorCode.MARSHALLING_ERROR);
        assertThat(service.read(new Request.WatchSelection(op, "", ANY)).error())
                .isEqualTo(ErrorCode.NO_WATCHER);
        assertThat(service.read(new Request.WatchSelection(op, null, ANY)).error())
                .isEqualTo(ErrorCode.NO_WATCHER);
        assertThat(service.read(new Request.WatchSelection(op, "/a", CHILDREN)).error())
                .isEqualTo(ErrorCode.NO_WATCHER);
        assertThat(service.read(new Request.WatchSelection(op, "/a", DATA))).isEqualTo(Answer.empty());
        assertThat(isWatching("/a", DATA)).isEqualTo(op == OpCode.CHECK_WATCHES);
    }

    // ---- multiRead

    @Test
    void eachReadOfAMultiReadSucceedsOrFailsForItself() {
        service.has("/a").has("/a/b");
        Answer answer = service.read(new Request.Multi(
                OpCode.MULTI_READ,
                List.of(
                        new Request.Watchable(OpCode.GET_CHILDREN, "/a", false),
                        new Request.Watchable(OpCode.GET_DATA, "/missing", true),
                        watching(OpCode.GET_DATA, "/a/b"))));

        assertThat(answer.error()).isEqualTo(ErrorCode.OK);
        assertThat(((Response.Multi) answer.response()).results())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new Response.Result(OpCode.GET_CHILDREN, ErrorCode.OK, new Response.Names(List.of("b"))),
                        Response.Result.failed(ErrorCode.NO_NODE),
                        new Response.Result(
                                OpCode.GET_DATA,
                                ErrorCode.OK,
                                new Response.Data(
                                        service.znode("/a/b").data(),
                                        service.znode("/a/b").stat())));
        assertThat(service.watches.count()).isZero();
    }

    @Test
    void aMultiReadHoldsOnlyGetDataAndGetChildren() {
        Answer answer = service.read(new Request.Multi(
                OpCode.MULTI_READ, List.of(watching(OpCode.GET_DATA, "/"), watching(OpCode.EXISTS, "/"))));

        assertThat(answer).isEqualTo(Answer.failed(ErrorCode.MARSHALLING_ERROR));
        assertThat(service.watches.count()).isZero();
    }

    @Test
    void aMultiReadOfNoPathAtAllFailsAsAWhole() {
        Request noPath = new Request.Watchable(OpCode.GET_DATA, null, false);

        assertThat(service.read(new Request.Multi(OpCode.MULTI_READ, List.of(watching(OpCode.GET_DATA, "/"), noPath))))
                .isEqualTo(Answer.failed(ErrorCode.MARSHALLING_ERROR));
    }

    // ---- what is no read

    @Test
    void aRequestThatCouldNotBeReadIsAMarshallingError() {
        assertThat(service.read(new Request.Malformed(OpCode.GET_DATA, "too short")))
                .isEqualTo(Answer.failed(ErrorCode.MARSHALLING_ERROR));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 13, 4711})
    void whatIsNoReadIsUnimplemented(int code) {
        assertThat(service.read(new Request.Unknown(code))).isEqualTo(Answer.failed(ErrorCode.UNIMPLEMENTED));
        assertThat(service.read(creation("/a", 0))).isEqualTo(Answer.failed(ErrorCode.UNIMPLEMENTED));
    }

    /// The watch hears of every change after what was read.
    @Test
    void aWatchIsLeftInTheSameStepAsTheRead() {
        service.has("/a").read(watching(OpCode.GET_DATA, "/a"));
        assertThat(service.watches.has(service.watcher(), "/a", DATA)).isTrue();
        Watches.Delivery nobody = (_, _, _) -> {};
        service.watches.dataChanged("/a", nobody);
        assertThat(service.watches.has(service.watcher(), "/a", DATA)).isFalse();
    }
}
