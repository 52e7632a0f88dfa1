package io.quorate.operation;

import static io.quorate.operation.Service.ALICE;
import static io.quorate.operation.Service.HOME;
import static io.quorate.operation.Service.SUPER;
import static io.quorate.operation.Service.creation;
import static io.quorate.operation.Service.creation2;
import static io.quorate.operation.Service.delete;
import static io.quorate.operation.Service.grant;
import static io.quorate.operation.Service.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.txn.Txn;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateTest {
    private static final Acl ONLY_READ = grant(Acl.READ, Identity.ANYONE);
    private static final Acl INVALID = grant(Acl.ALL, new Identity("nobody", ""));

    private final Service service = new Service();

    private ErrorCode createWith(String path, Acl acl, int flags) {
        return service.errorOf(new Request.Create(OpCode.CREATE, path, null, List.of(acl), flags, 0));
    }

    // ---- the order of the checks: of several faults, the first one is told

    @Test
    void flagsAreCheckedBeforeThePath() {
        assertThat(createWith("", INVALID, 7)).isEqualTo(ErrorCode.BAD_ARGUMENTS);
    }

    @Test
    void aPathWithoutASlashIsRefusedBeforeTheAcl() {
        assertThat(createWith("a", INVALID, 0)).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(createWith("/a\0b", INVALID, 0)).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(createWith("", INVALID, 0)).isEqualTo(ErrorCode.BAD_ARGUMENTS);
    }

    @Test
    void theAclIsCheckedBeforeTheParentIsSought() {
        assertThat(createWith("/missing/a", INVALID, 0)).isEqualTo(ErrorCode.INVALID_ACL);
        assertThat(createWith("/missing/a", ONLY_READ, 0)).isEqualTo(ErrorCode.NO_NODE);
    }

    @Test
    void thePermissionIsTheParentsAndIsCheckedBeforeTheName() {
        service.has("/p", ONLY_READ);

        assertThat(createWith("/p/..", ONLY_READ, 0)).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(service.as(HOME, SUPER).errorOf(creation("/p/..", 0))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(service.as(HOME, SUPER).errorOf(creation("/p/c", 0))).isEqualTo(ErrorCode.OK);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            /a/../b,  NO_NODE
            /,        NODE_EXISTS
            /a/,      BAD_ARGUMENTS
            //,       BAD_ARGUMENTS
            //x,      BAD_ARGUMENTS
            /missing/,NO_NODE
            x/y,      NO_NODE
            /.,       BAD_ARGUMENTS
            /a,       NODE_EXISTS
            """)
    void thePathIsCheckedFullyOnlyBehindItsParent(String path, ErrorCode error) {
        service.has("/a");

        assertThat(service.errorOf(creation(path, 0))).isEqualTo(error);
    }

    @Test
    void anExistingNameIsToldBeforeAnEphemeralParent() {
        service.hasEphemeral("/e");

        assertThat(service.errorOf(creation("/e/c", 0))).isEqualTo(ErrorCode.NO_CHILDREN_FOR_EPHEMERALS);
        assertThat(service.errorOf(creation("/e", 0))).isEqualTo(ErrorCode.NODE_EXISTS);
    }

    // ---- flags

    @ParameterizedTest
    @CsvSource(textBlock = """
            CREATE,           0, OK
            CREATE,           1, OK
            CREATE,           2, OK
            CREATE,           3, OK
            CREATE,           4, BAD_ARGUMENTS
            CREATE,           5, UNIMPLEMENTED
            CREATE,           6, UNIMPLEMENTED
            CREATE,           7, BAD_ARGUMENTS
            CREATE,          -1, BAD_ARGUMENTS
            CREATE2,          3, OK
            CREATE2,          4, BAD_ARGUMENTS
            CREATE2,          5, UNIMPLEMENTED
            CREATE_CONTAINER, 4, OK
            CREATE_CONTAINER, 0, BAD_ARGUMENTS
            CREATE_CONTAINER, 1, BAD_ARGUMENTS
            CREATE_CONTAINER, 5, UNIMPLEMENTED
            CREATE_TTL,       5, UNIMPLEMENTED
            CREATE_TTL,       6, UNIMPLEMENTED
            CREATE_TTL,       0, BAD_ARGUMENTS
            CREATE_TTL,       4, BAD_ARGUMENTS
            """)
    void onlyTheFlagsOfAnOperationAreAccepted(OpCode op, int flags, ErrorCode error) {
        Request request = new Request.Create(op, "/x", null, List.copyOf(Acl.OPEN), flags, 1);

        assertThat(service.errorOf(request)).isEqualTo(error);
        assertThat(service.errorOf(Service.multi(request))).isEqualTo(ErrorCode.OK);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            CREATE_TTL,       5,             1, OK
            CREATE_TTL,       6, 1099511627775, OK
            CREATE_TTL,       5,             0, BAD_ARGUMENTS
            CREATE_TTL,       5,            -1, BAD_ARGUMENTS
            CREATE_TTL,       6, 1099511627776, BAD_ARGUMENTS
            CREATE_TTL,       0,             1, BAD_ARGUMENTS
            CREATE_TTL,       4,             1, BAD_ARGUMENTS
            CREATE,           5,             1, BAD_ARGUMENTS
            CREATE_CONTAINER, 6,             1, BAD_ARGUMENTS
            CREATE_CONTAINER, 4,             1, OK
            """)
    void aTtlMustFitWhereThereCanBeOne(OpCode op, int flags, long ttl, ErrorCode error) {
        service.settings = new WriteSettings(true, false);

        assertThat(service.errorOf(new Request.Create(op, "/x", null, List.copyOf(Acl.OPEN), flags, ttl)))
                .isEqualTo(error);
        assertThat(service.errorOf(new Request.Create(op, "", null, List.copyOf(Acl.OPEN), flags, ttl)))
                .isEqualTo(ErrorCode.BAD_ARGUMENTS);
    }

    // ---- sequence numbers

    @Test
    void aSequentialNameCountsTheCreationsUnderItsParent() {
        service.has("/q");

        assertThat(path(service.write(creation("/q/n-", 2)))).isEqualTo("/q/n-0000000000");
        assertThat(path(service.write(creation("/q/n-", 3)))).isEqualTo("/q/n-0000000001");
        service.done(delete("/q/n-0000000001"));
        assertThat(path(service.write(creation("/q/n-", 2)))).isEqualTo("/q/n-0000000002");
        service.has("/q/plain");
        assertThat(path(service.write(creation2("/q/", 2)))).isEqualTo("/q/0000000004");
        assertThat(service.znode("/q").storedStat().cversion()).isEqualTo(5);
    }

    @Test
    void theCounterIsReadFromThePreparedState() {
        service.has("/q");

        Txn.Create first = (Txn.Create) service.prepare(creation("/q/n-", 2));
        assertThat(first.path()).isEqualTo("/q/n-0000000000");
        assertThat(first.parentCversion()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-SA-u-nu-arab", "hi-IN-u-nu-deva", "en-US"})
    void theDigitsDoNotDependOnTheLocale(String language) {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(language));
        try {
            assertThat(path(service.write(creation("/n", 2)))).isEqualTo("/n0000000000");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aSequentialZnodeOfTheRootNeedsNoPrefix() {
        assertThat(path(service.write(creation("/", 2)))).isEqualTo("/0000000000");
    }

    // ---- what is created

    @Test
    void create2AnswersWithTheStatToo() {
        assertThat(service.write(creation("/a", 0)).response()).isEqualTo(new Response.Path("/a"));
        assertThat(service.write(creation2("/b", 0)).response())
                .isEqualTo(new Response.Created("/b", service.znode("/b").stat()));
    }

    @Test
    void aSessionThatNotEveryServerKnowsOwnsNothing() {
        service.inLocal(new SessionId(0xB0B));
        for (int flags : new int[] {1, 3}) {
            assertThat(service.errorOf(creation("/e", flags))).isEqualTo(ErrorCode.EPHEMERAL_ON_LOCAL_SESSION);
            assertThat(service.errorOf(creation("no path", flags)))
                    .as("before all else")
                    .isEqualTo(ErrorCode.EPHEMERAL_ON_LOCAL_SESSION);
        }
        service.has("/p").hasContainer("/c");
        assertThat(service.tree.ephemeralCount()).isZero();
    }

    @Test
    void anEphemeralBelongsToTheSession() {
        service.in(new SessionId(0xCAFE)).hasEphemeral("/e");

        assertThat(service.znode("/e").stat().ephemeralOwner()).isEqualTo(0xCAFE);
    }

    @Test
    void aContainerBelongsToNobody() {
        Answer answer =
                service.write(new Request.Create(OpCode.CREATE_CONTAINER, "/c", null, List.copyOf(Acl.OPEN), 4, 0));

        assertThat(answer.response()).isInstanceOf(Response.Created.class);
        assertThat(service.znode("/c").isContainer()).isTrue();
        assertThat(service.znode("/c").stat().ephemeralOwner()).isZero();
        service.has("/c/child");
    }

    @Test
    void aZnodeWithATtlBelongsToNobodyAndMayHaveChildren() {
        service.settings = new WriteSettings(true, false);

        Answer answer =
                service.write(new Request.Create(OpCode.CREATE_TTL, "/t-", null, List.copyOf(Acl.OPEN), 6, 5000));

        assertThat(path(answer)).isEqualTo("/t-0000000000");
        assertThat(service.znode("/t-0000000000").ttlMillis()).isEqualTo(5000);
        assertThat(service.znode("/t-0000000000").storedStat().ephemeralOwner()).isEqualTo(0xFF00_0000_0000_1388L);
        assertThat(service.znode("/t-0000000000").stat().ephemeralOwner()).isZero();
        service.has("/t-0000000000/child");
    }

    @Test
    void authInTheAclBecomesWhoAsks() {
        service.as(HOME, ALICE).has("/mine", grant(Acl.ALL, new Identity("auth", "")));

        assertThat(service.znode("/mine").acl()).containsExactly(grant(Acl.ALL, ALICE));
    }

    @Test
    void noDataStaysNoData() {
        createWith("/none", ONLY_READ, 0);

        assertThat(service.znode("/none").data()).isNull();
    }
}
