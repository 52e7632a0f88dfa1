package io.quorate.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.auth.AuthSettings;
import io.quorate.auth.DigestScheme;
import io.quorate.auth.EnsembleScheme;
import io.quorate.auth.IpScheme;
import io.quorate.auth.Scheme;
import io.quorate.auth.Schemes;
import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is done for clients only once they have proved who they are, or not at all. Three servers, of
/// which 3 leads.
class AdmissionTest {
    private static final Request.Auth ALICE = new Request.Auth(0, "digest", "alice:pw".getBytes(UTF_8));

    private final TestEnsemble ensemble = new TestEnsemble(3, new Random(7));
    private final List<HangUpReason> hangUps = new ArrayList<>();

    private TestClient connected(long to) {
        TestClient client = new TestClient("c");
        ensemble.onSay = ensemble.onSay.andThen(say -> {
            if (client.is(say.connection())) {
                client.hear(say.message());
            }
        });
        ensemble.onHangUp = ensemble.onHangUp.andThen(hangUp -> {
            if (client.is(hangUp.connection())) {
                hangUps.add(hangUp.reason());
                client.lost();
            }
        });
        client.connect(ensemble.server(to));
        assertThat(ensemble.runUntil(client::isConnected, 5)).isTrue();
        client.heard.clear();
        return client;
    }

    private void start(AuthSettings settings) {
        ensemble.auth = settings;
        ensemble.startAll();
        assertThat(ensemble.runUntil(ensemble::allServe, 20)).isTrue();
    }

    private static AuthSettings requiring(Set<String> required, Scheme... schemes) {
        return new AuthSettings(false, new Schemes(List.of(schemes)), required, false);
    }

    private ServerMessage.Reply reply(TestClient client, int index) {
        assertThat(ensemble.runUntil(() -> client.heard.size() > index, 5)).isTrue();
        return (ServerMessage.Reply) client.heard.get(index);
    }

    private ErrorCode errorOf(TestClient client, Request request) {
        client.heard.clear();
        client.send(request);
        return reply(client, 0).error();
    }

    private static Request create(String path, List<Acl> acl) {
        return new Request.Create(OpCode.CREATE, path, null, acl, 0, 0);
    }

    // ---- who must prove something

    @Test
    void withoutProofTheFirstRequestIsTheLast() {
        start(requiring(Set.of("digest"), new IpScheme(), new DigestScheme("SHA1", "")));
        for (Request request : List.of(
                new Request.Watchable(OpCode.EXISTS, "/", false),
                create("/a", Acl.OPEN),
                new Request.Bare(OpCode.PING),
                new Request.Bare(OpCode.CLOSE_SESSION),
                new Request.Unknown(77))) {
            TestClient client = connected(1);
            int xid = client.send(request);

            assertThat(client.heard)
                    .containsExactly(ServerMessage.Reply.failed(xid, Zxid.ZERO, ErrorCode.SESSION_CLOSED_REQUIRE_AUTH));
            assertThat(client.isConnected()).isFalse();
        }
        assertThat(hangUps).containsOnly(HangUpReason.AUTH_MISSING);
        assertThat(ensemble.server(1).running().status().zxid()).isNotEqualTo(Zxid.ZERO);
    }

    @Test
    void withProofEverythingIsDoneAsEver() {
        start(requiring(Set.of("ensemble", "digest"), new EnsembleScheme(Set.of()), new DigestScheme("SHA1", "")));
        TestClient client = connected(1);

        assertThat(errorOf(client, ALICE)).isEqualTo(ErrorCode.OK);
        assertThat(errorOf(client, create("/a", Acl.OPEN))).isEqualTo(ErrorCode.OK);
        assertThat(client.isConnected()).isTrue();
    }

    @Test
    void anAddressIsProofEnoughIfTheOperatorSaysSo() {
        start(requiring(Set.of("ip"), new IpScheme()));

        assertThat(errorOf(connected(2), create("/a", Acl.OPEN))).isEqualTo(ErrorCode.OK);
    }

    // ---- who wants another ensemble

    @Test
    void whoWantsAnotherEnsembleIsSentOnWithoutAWord() {
        start(requiring(Set.of(), new EnsembleScheme(Set.of("blue", "azure"))));
        TestClient client = connected(1);

        assertThat(errorOf(client, new Request.Auth(0, "ensemble", "azure".getBytes(UTF_8))))
                .isEqualTo(ErrorCode.OK);
        assertThat(errorOf(client, new Request.Auth(0, "ensemble", null))).isEqualTo(ErrorCode.OK);
        assertThat(errorOf(client, new Request.Bare(OpCode.WHO_AM_I))).isEqualTo(ErrorCode.OK);
        client.heard.clear();
        client.send(new Request.Auth(0, "ensemble", "red".getBytes(UTF_8)));

        assertThat(client.heard).isEmpty();
        assertThat(hangUps).containsExactly(HangUpReason.WRONG_ENSEMBLE);
    }

    // ---- eager checks

    private TestClient amongPrivateZnodes(long server, boolean eager) {
        start(new AuthSettings(false, Schemes.USUAL, Set.of(), eager));
        TestClient owner = connected(3);
        assertThat(errorOf(owner, ALICE)).isEqualTo(ErrorCode.OK);
        List<Acl> mine = List.of(new Acl(Acl.ALL, new Identity(Identity.AUTH, "")));
        assertThat(errorOf(owner, create("/mine", mine))).isEqualTo(ErrorCode.OK);
        ensemble.run(500);
        return connected(server);
    }

    private Zxid lastZxid() {
        return ensemble.server(3).running().status().zxid();
    }

    private static final List<Request> HOPELESS = List.of(
            create("/mine/a", Acl.OPEN),
            new Request.Create(OpCode.CREATE2, "/mine/a", null, Acl.OPEN, 0, 0),
            new Request.Delete("/mine/a", -1),
            new Request.SetData("/mine", null, -1),
            new Request.SetAcl("/mine", Acl.OPEN, -1));

    @Test
    void aFollowerThatIsToldToSparesTheLeaderWhatIsHopeless() {
        TestClient stranger = amongPrivateZnodes(1, true);
        Zxid before = lastZxid();
        for (Request request : HOPELESS) {
            stranger.heard.clear();
            int xid = stranger.send(request);
            assertThat(stranger.heard)
                    .as("%s", request)
                    .containsExactly(ServerMessage.Reply.failed(xid, Zxid.ZERO, ErrorCode.NO_AUTH));
        }
        ensemble.run(500);
        assertThat(lastZxid()).isEqualTo(before);
        assertThat(stranger.isConnected()).isTrue();
    }

    @Test
    void othersLetTheLeaderSaySo() {
        TestClient stranger = amongPrivateZnodes(1, false);
        for (Request request : HOPELESS) {
            Zxid before = lastZxid();
            assertThat(errorOf(stranger, request)).as("%s", request).isEqualTo(ErrorCode.NO_AUTH);
            assertThat(lastZxid()).as("%s", request).isEqualTo(before.next());
        }
    }

    @Test
    void whatIsNotThereAndWhatIsNotLookedUpGoesToTheLeader() {
        TestClient stranger = amongPrivateZnodes(1, true);
        Request multi = new Request.Multi(OpCode.MULTI, List.of(create("/mine/a", Acl.OPEN)));
        Zxid before = lastZxid();

        assertThat(errorOf(stranger, new Request.SetData("/none", null, -1))).isEqualTo(ErrorCode.NO_NODE);
        assertThat(errorOf(stranger, create("no path", Acl.OPEN))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(errorOf(stranger, multi)).isIn(ErrorCode.OK, ErrorCode.NO_AUTH);
        assertThat(lastZxid()).isEqualTo(before.next().next().next());
        assertThat(errorOf(stranger, create("/open", Acl.OPEN))).isEqualTo(ErrorCode.OK);
    }

    @Test
    void whileSomethingOfTheClientIsUnderWayTheLeaderDecides() {
        TestClient owner = amongPrivateZnodes(1, true);
        assertThat(errorOf(owner, ALICE)).isEqualTo(ErrorCode.OK);
        assertThat(errorOf(owner, new Request.SetAcl("/mine", Acl.READ_ONLY, -1)))
                .isEqualTo(ErrorCode.OK);
        owner.heard.clear();
        // By the tree of the follower, which lags behind, nobody may write.
        owner.send(create("/first", Acl.OPEN));
        owner.send(new Request.SetData("/mine", null, -1));

        assertThat(reply(owner, 0).error()).isEqualTo(ErrorCode.OK);
        assertThat(reply(owner, 1).error()).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(reply(owner, 1).zxid()).isNotEqualTo(Zxid.ZERO);
    }
}
