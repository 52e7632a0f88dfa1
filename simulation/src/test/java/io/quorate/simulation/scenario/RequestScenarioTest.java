package io.quorate.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.StoredStat;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnCodec;
import io.quorate.protocol.txn.TxnHeader;
import io.quorate.replica.Effect;
import io.quorate.simulation.world.Gate;
import io.quorate.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What clients may ask for without doing harm.
final class RequestScenarioTest {
    /// I-ZXID-UNIQUE: a write whose record cannot be read is answered, and takes no zxid that another
    /// txn has. Writes go on.
    @ParameterizedTest
    @EnumSource
    void aWriteThatCannotBeReadDisturbsNobody(OpCode op) {
        if (op.kind() != OpCode.Kind.WRITE) {
            return;
        }
        Stage stage = Stage.of(3).startAll();
        for (int server : stage.everybody()) {
            Guest guest = stage.guest(server);
            guest.create("/before" + server);
            Guest.Pending malformed = guest.tell(new Request.Malformed(op, "it ends too early"));
            Guest.Pending next = guest.creating("/after" + server);
            assertThat(malformed.await().error()).isEqualTo(ErrorCode.MARSHALLING_ERROR);
            assertThat(next.await().error()).isEqualTo(ErrorCode.OK);
        }
        stage.allEndsWell();
        stage.allHave("/after1", "/after2", "/after3");
    }

    /// A txn is larger than what a server can read of another, or of its own log. It is
    /// not proposed; whoever asked for it is told so, and nobody else notices.
    @Test
    void aTxnThatNoServerCouldReadIsNotProposed() {
        Stage stage = Stage.of(3).startAll();
        Guest guest = stage.guest(stage.followers()[0]);
        guest.create("/a");
        byte[] half = new byte[1_100_000];
        Request multi = new Request.Multi(
                OpCode.MULTI, List.of(new Request.SetData("/a", half, -1), new Request.SetData("/a", half, -1)));
        assertThat(guest.ask(multi).error()).isEqualTo(ErrorCode.MARSHALLING_ERROR);
        assertThat(guest.ask(new Request.SetData("/a", new byte[2_200_000], -1)).error())
                .isEqualTo(ErrorCode.MARSHALLING_ERROR);
        guest.create("/after");
        stage.crashAll();
        stage.allEndsWell();
        stage.allHave("/a", "/after");
    }

    /// ZOOKEEPER-2623: a client sends a bare check. It is no operation of its own, and becomes no txn.
    @Test
    void aBareCheckBecomesNoTxn() {
        Stage stage = Stage.of(3).startAll();
        Guest guest = stage.guest(stage.followers()[0]);
        Zxid before = guest.create("/a");
        assertThat(guest.ask(new Request.Check("/a", 0)).error()).isEqualTo(ErrorCode.UNIMPLEMENTED);
        assertThat(guest.ask(new Request.Unknown(OpCode.CHECK.code())).error()).isEqualTo(ErrorCode.UNIMPLEMENTED);
        stage.passMillis(500);
        assertThat(stage.tree(stage.leader()).zxid()).isEqualTo(before);
        stage.allEndsWell();
    }

    /// ZOOKEEPER-3127 from the other side, I-ATOMIC-MULTI: a multi whose last operation fails does nothing,
    /// on no server.
    @Test
    void aMultiThatFailsDoesNothing() {
        Stage stage = Stage.of(3).startAll();
        Guest guest = stage.guest(stage.followers()[0]);
        Request multi = new Request.Multi(
                OpCode.MULTI,
                List.of(Guest.creation("/m", 0), Guest.creation("/m/a", 0), new Request.Delete("/missing", -1)));
        assertThat(guest.ask(multi).body()).isInstanceOf(Response.Multi.class);
        assertThat(guest.sees("/m")).isFalse();
        stage.crashAll();
        stage.allEndsWell();
        stage.noneHas("/m");
    }

    /// A proposal is lost on its way, as no link should lose it. The follower does
    /// not follow blindly, nor does it end: it asks for everything.
    @Test
    void aFollowerThatMissedAProposalAsksForASnapshot() {
        Stage stage = Stage.unjudged(3).startAll();
        int leader = stage.leader();
        Guest guest = stage.guest(leader);
        guest.create("/a");
        boolean[] lost = {false};
        stage.rule(
                leader,
                what -> {
                    boolean proposal = Moment.says(PeerMessage.Proposal.class).test(what);
                    boolean first = proposal && !lost[0];
                    lost[0] |= proposal;
                    return first;
                },
                Gate.Verdict.LOSE);
        guest.create("/lost-on-one-link");
        guest.create("/next");
        stage.until(
                "a follower is sent everything",
                () -> stage.synchronisationOf(1).equals("snap")
                        || stage.synchronisationOf(2).equals("snap")
                        || stage.synchronisationOf(3).equals("snap"));
        stage.allEndsWell();
        stage.allHave("/a", "/lost-on-one-link", "/next");
    }

    /// The same with a commit.
    @Test
    void aFollowerThatMissedACommitAsksForASnapshot() {
        Stage stage = Stage.unjudged(3).startAll();
        int leader = stage.leader();
        Guest guest = stage.guest(leader);
        boolean[] lost = {false};
        stage.rule(
                leader,
                what -> {
                    boolean commit = what instanceof Effect.Send(var _, PeerMessage.Commit _);
                    boolean first = commit && !lost[0];
                    lost[0] |= commit;
                    return first;
                },
                Gate.Verdict.LOSE);
        guest.create("/lost-on-one-link");
        guest.create("/next");
        stage.allEndsWell();
        stage.allHave("/lost-on-one-link", "/next");
    }

    /// ZOOKEEPER-4743: a version that has gone round does not become -1, which stands for any version.
    @Test
    void aVersionNeverMeansAnyVersion() {
        Stage stage = Stage.unjudged(3);
        stage.beginWith(Platter.stateWith("/round", new StoredStat(1, 2, 0, 0, -2, 0, 0, 0, 1)));
        Guest guest = stage.startAll().guest(stage.leader());
        int version = set(guest, -2);
        assertThat(version).isNotEqualTo(-1);
        assertThat(set(guest, version)).isEqualTo(version + 1);
        assertThat(guest.ask(new Request.SetData("/round", new byte[0], version))
                        .error())
                .isEqualTo(ErrorCode.BAD_VERSION);
        stage.allEndsWell();
    }

    private static int set(Guest guest, int version) {
        Response body =
                guest.ask(new Request.SetData("/round", new byte[0], version)).body();
        return body instanceof Response.StatOnly(var stat) ? stat.version() : Integer.MIN_VALUE;
    }

    /// ZOOKEEPER-1277, 2789 and 4883: the history ends with the last counter that an epoch may use. The
    /// next epoch goes on from there, and no zxid is mistaken for one of another epoch.
    @Test
    void anEpochThatUsedAllItsCountersIsFollowedByTheNext() {
        Zxid last = Zxid.of(1, Zxid.LAST_COUNTER);
        Tree past = Tree.fresh();
        Tree.Builder builder = new Tree.Builder();
        past.znodes().forEachRemaining(builder::znode);
        Tree beforeLast = builder.build(new Zxid(last.value() - 3));
        Stage stage = Stage.unjudged(3);
        stage.beginWith(beforeLast, creation(beforeLast, 1), creation(beforeLast, 2), creation(beforeLast, 3));

        stage.startAll();
        assertThat(stage.tree(1).zxid()).isEqualTo(last);
        Guest guest = stage.guest(stage.leader());
        assertThat(guest.create("/next").epoch()).isEqualTo(2);
        int behind = stage.followers()[0];
        stage.crash(behind);
        guest.create("/later");
        stage.start(behind);
        stage.allEndsWell();
        stage.allHave("/c1", "/c2", "/c3", "/next", "/later");
    }

    private static LoggedTxn creation(Tree after, int number) {
        TxnHeader header =
                new TxnHeader(SessionId.NONE, 0, new Zxid(after.zxid().value() + number), 0);
        Txn txn = new Txn.Create(OpCode.CREATE, "/c" + number, new byte[0], Acl.OPEN, false, number, 0);
        return TxnCodec.seal(header, txn, null);
    }
}
