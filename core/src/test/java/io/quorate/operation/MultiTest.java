package io.quorate.operation;

import static io.quorate.operation.Service.check;
import static io.quorate.operation.Service.creation;
import static io.quorate.operation.Service.creation2;
import static io.quorate.operation.Service.delete;
import static io.quorate.operation.Service.grant;
import static io.quorate.operation.Service.multi;
import static io.quorate.operation.Service.setData;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.txn.Txn;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultiTest {
    private final Service service = new Service();

    private List<Response.Result> results(Request multi) {
        Answer answer = service.write(multi);
        assertThat(answer.error()).isEqualTo(ErrorCode.OK);
        return ((Response.Multi) answer.response()).results();
    }

    private static Response.Result ok(OpCode op, Response body) {
        return new Response.Result(op, ErrorCode.OK, body);
    }

    @Test
    void eachOperationSeesWhatTheOnesBeforeItDid() {
        service.has("/q");
        List<Response.Result> results = results(multi(
                creation("/q/n", 2),
                creation("/q/n", 2),
                setData("/q/n0000000000", 0),
                check("/q/n0000000000", 1),
                delete("/q/n0000000001"),
                creation("/q/n", 2)));

        assertThat(results)
                .containsExactly(
                        ok(OpCode.CREATE, new Response.Path("/q/n0000000000")),
                        ok(OpCode.CREATE, new Response.Path("/q/n0000000001")),
                        ok(
                                OpCode.SET_DATA,
                                new Response.StatOnly(
                                        service.znode("/q/n0000000000").stat())),
                        ok(OpCode.CHECK, new Response.Empty()),
                        ok(OpCode.DELETE, new Response.Empty()),
                        ok(OpCode.CREATE, new Response.Path("/q/n0000000002")));
    }

    @Test
    void oneEphemeralOfALocalSessionSpoilsTheWhole() {
        service.inLocal(new SessionId(0xB0B));
        assertThat(results(multi(creation("/a", 0), creation("/b", 1), creation("/c", 0))))
                .containsExactly(
                        Response.Result.failed(ErrorCode.OK),
                        Response.Result.failed(ErrorCode.EPHEMERAL_ON_LOCAL_SESSION),
                        Response.Result.failed(ErrorCode.RUNTIME_INCONSISTENCY));
        assertThat(service.tree.find("/a")).isNull();
    }

    @Test
    void everyCreationWithAStatSaysCreate2() {
        Request container = new Request.Create(OpCode.CREATE_CONTAINER, "/c", null, List.copyOf(Acl.OPEN), 4, 0);

        assertThat(results(multi(creation2("/a", 0), container)))
                .containsExactly(
                        ok(
                                OpCode.CREATE2,
                                new Response.Created("/a", service.znode("/a").stat())),
                        ok(
                                OpCode.CREATE2,
                                new Response.Created("/c", service.znode("/c").stat())));
    }

    @Test
    void aFailureUndoesEverythingAndIsToldBetweenZerosAndMinusTwos() {
        Zxid before = service.zxid();
        List<Response.Result> results = results(
                multi(creation("/a", 0), creation("/b", 0), check("/a", 7), creation("/c", 0), delete("/missing")));

        assertThat(results)
                .containsExactly(
                        Response.Result.failed(ErrorCode.OK),
                        Response.Result.failed(ErrorCode.OK),
                        Response.Result.failed(ErrorCode.BAD_VERSION),
                        Response.Result.failed(ErrorCode.RUNTIME_INCONSISTENCY),
                        Response.Result.failed(ErrorCode.RUNTIME_INCONSISTENCY));
        assertThat(service.tree.find("/a")).isNull();
        assertThat(service.zxid()).isEqualTo(before.next());
    }

    @Test
    void theTxnOfAFailureKeepsWhatWasPreparedBeforeIt() {
        assertThat(service.prepare(multi(creation("/a", 0), delete("/missing"), delete("/a"))))
                .isEqualTo(new Txn.Multi(List.of(
                        service.prepare(creation("/a", 0)),
                        new Txn.Failed(ErrorCode.NO_NODE),
                        new Txn.Failed(ErrorCode.RUNTIME_INCONSISTENCY))));
    }

    @Test
    void aPermissionThatAnEarlierOperationTookAwayIsMissed() {
        Request closed = new Request.Create(
                OpCode.CREATE, "/p", null, List.of(grant(Acl.READ, io.quorate.model.Identity.ANYONE)), 0, 0);

        assertThat(results(multi(closed, creation("/p/c", 0))))
                .containsExactly(Response.Result.failed(ErrorCode.OK), Response.Result.failed(ErrorCode.NO_AUTH));
    }

    @Test
    void anEmptyMultiSucceedsAndTakesAZxid() {
        Zxid before = service.zxid();

        assertThat(results(multi())).isEmpty();
        assertThat(service.zxid()).isEqualTo(before.next());
    }

    @Test
    void whatDoesNotBelongInAMultiFailsTheWhole() {
        List<Request> strangers = List.of(
                new Request.SetAcl("/a", List.copyOf(Acl.OPEN), -1),
                new Request.Watchable(OpCode.GET_DATA, "/", false),
                multi(creation("/b", 0)),
                new Request.Bare(OpCode.CLOSE_SESSION),
                new Request.DeleteContainer("/c"));

        assertThat(strangers)
                .allSatisfy(stranger -> assertThat(service.write(multi(creation("/a", 0), stranger)))
                        .isEqualTo(Answer.failed(ErrorCode.MARSHALLING_ERROR)));
        assertThat(service.tree.find("/a")).isNull();
    }

    @Test
    void aPathThatIsNullFailsTheWholeEvenBehindAFailure() {
        assertThat(service.write(multi(new Request.Check("/missing", 0), new Request.Delete(null, -1))))
                .isEqualTo(Answer.failed(ErrorCode.MARSHALLING_ERROR));
    }

    /// Each member is small; the ACL makes the sum too large for a log record.
    @Test
    void aMultiThatGrowsTooLargeFailsAsAWhole() {
        List<Request> creations = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            creations.add(new Request.SetData("/zookeeper", new byte[800_000], -1));
        }
        assertThat(service.write(new Request.Multi(OpCode.MULTI, creations)))
                .isEqualTo(Answer.failed(ErrorCode.MARSHALLING_ERROR));
    }

    @Test
    void preparingAMultiChangesNothing() {
        service.prepare(multi(creation("/a", 0), creation("/a/b", 0)));

        assertThat(service.tree.find("/a")).isNull();
    }
}
