package io.quorate.simulation.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnHeader;
import io.quorate.tree.Tree;
import io.quorate.tree.Znode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the reference has to say of txns and answers that are not what they should be.
final class ProblemsTest {
    private static final SessionId SESSION = new SessionId(0x100);
    private static final Asker ASKER = new Asker(SESSION, List.of(new Identity("ip", "10.0.0.1")));
    private static final Request CREATE =
            new Request.Create(OpCode.CREATE, "/a-", new byte[] {7}, List.of(Acl.OPEN.getFirst()), 2, 0);

    private final Reference reference = new Reference();
    private final TxnHeader header = new TxnHeader(SESSION, 1, Zxid.of(1, 2), 20);

    @BeforeEach
    void aSession() {
        reference.commit(new TxnHeader(SESSION, 0, Zxid.of(1, 1), 10), new Txn.CreateSession(4000));
    }

    private static Txn created(String path, int counter) {
        return new Txn.Create(OpCode.CREATE, path, new byte[] {7}, Acl.OPEN, false, counter, 0);
    }

    private @Nullable String problem(Request request, Txn txn, @Nullable Heard heard) {
        return reference.problemWith(request, ASKER, header, txn, heard);
    }

    @Test
    void theRightTxnAndTheRightAnswerAreNoProblem() {
        Heard heard = new Heard(ErrorCode.OK, new Response.Path("/a-0000000000"));

        assertThat(problem(CREATE, created("/a-0000000000", 1), heard)).isNull();
        assertThat(problem(CREATE, created("/a-0000000000", 1), null)).isNull();
    }

    @Test
    void theWrongTxnIsNamedWithTheRightOne() {
        assertThat(problem(CREATE, created("/a-0000000001", 2), null))
                .contains("path=/a-0000000001")
                .contains("had to become Create[type=CREATE, path=/a-0000000000, data=0x07");
    }

    @Test
    void theWrongAnswerIsNamedWithTheRightOne() {
        Heard heard = new Heard(ErrorCode.NODE_EXISTS, new Response.Empty());

        assertThat(problem(CREATE, created("/a-0000000000", 1), heard))
                .contains("NODE_EXISTS")
                .contains("had to be Answer[error=OK, response=Path[path=/a-0000000000]");
    }

    @Test
    void onlyTheLeaderKnowsWhereASessionIs() {
        Txn moved = new Txn.Failed(ErrorCode.SESSION_MOVED);

        assertThat(problem(CREATE, moved, null)).isNull();
        assertThat(problem(CREATE, moved, new Heard(ErrorCode.OK, new Response.Path("/a-0000000000"))))
                .contains("SESSION_MOVED");
    }

    @Test
    void whoHasNoSessionCannotWrite() {
        Asker stranger = new Asker(new SessionId(0x999), ASKER.identities());

        assertThat(reference.judge(CREATE, stranger, reference.last()).error()).isEqualTo(ErrorCode.SESSION_EXPIRED);
        assertThat(problem(CREATE, new Txn.Failed(ErrorCode.SESSION_EXPIRED), null))
                .contains("had to become Create");
    }

    @Test
    void eachPartOfAMultiShowsTheZnodeAsThatPartLeftIt() {
        Request multi = new Request.Multi(
                OpCode.MULTI,
                List.of(
                        new Request.Create(OpCode.CREATE2, "/m", null, List.of(Acl.OPEN.getFirst()), 0, 0),
                        new Request.SetData("/m", new byte[3], 0),
                        new Request.Delete("/m", 1)));
        Verdict verdict = reference.judge(multi, ASKER, reference.last());

        assertThat(verdict.error()).isEqualTo(ErrorCode.OK);
        Response.Multi answer = (Response.Multi)
                reference.answerTo(multi, header, verdict.txn()).response();
        assertThat(answer.results())
                .extracting(Response.Result::op)
                .containsExactly(OpCode.CREATE2, OpCode.SET_DATA, OpCode.DELETE);
        Response.Created created = (Response.Created) answer.results().get(0).body();
        assertThat(created.stat().version()).isZero();
        assertThat(created.stat().dataLength()).isZero();
        Response.StatOnly set = (Response.StatOnly) answer.results().get(1).body();
        assertThat(set.stat().version()).isEqualTo(1);
        assertThat(set.stat().mtime()).isEqualTo(20);
    }

    @Test
    void theZnodeOfTheConfigurationIsTheProducts() {
        byte[] config = "version=100000000".getBytes(StandardCharsets.UTF_8);
        Entry entry = Objects.requireNonNull(
                new Reference(config, 0x1_0000_0000L).at(Zxid.ZERO).find("/zookeeper/config"));
        Znode znode = Objects.requireNonNull(
                Tree.fresh().withConfig("version=100000000", 0x1_0000_0000L, 0).find("/zookeeper/config"));

        assertThat(entry.stat()).isEqualTo(znode.storedStat());
        assertThat(entry.data()).isEqualTo(znode.data());
        assertThat(entry.acl()).isEqualTo(znode.acl());
    }
}
