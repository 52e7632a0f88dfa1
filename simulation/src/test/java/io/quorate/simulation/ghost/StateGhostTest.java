package io.quorate.simulation.ghost;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a sound server does, with nothing changed on the way: nobody is accused.
class StateGhostTest {
    private final OneServer server = OneServer.alone();

    @Test
    void aServerThatDoesEverythingRightIsNotAccused() {
        server.connect(1);
        server.connect(2);
        for (int i = 0; i < 300; i++) {
            round(i);
        }
        server.ask(1, new Request.Bare(OpCode.CLOSE_SESSION));
        server.pass(3 * OneServer.TIMEOUT_MILLIS);
        server.ghost.ended(List.of(server));
        assertThat(server.tree().sessionCount()).isZero();
        assertThat(server.tree().znodeCount()).isGreaterThan(300);
        assertThat(server.ghost.snapshotsTried()).isPositive();
    }

    private void round(int i) {
        server.create(1, "/a" + i, i % 2);
        server.create(2, "/s-", 2 + i % 2);
        server.ask(2, new Request.Create(OpCode.CREATE_CONTAINER, "/c" + i, null, List.copyOf(Acl.OPEN), 4, 0));
        server.ask(1, new Request.SetData("/a" + i, new byte[2000], i % 3 - 1));
        server.ask(1, new Request.SetAcl("/a" + i, List.copyOf(Acl.READ_ONLY), -1));
        server.ask(1, new Request.SetData("/a" + i / 2, new byte[i], 1));
        server.ask(2, new Request.Delete("/a" + i / 3, i % 2 - 1));
        server.ask(
                2,
                new Request.Multi(
                        OpCode.MULTI,
                        List.of(OneServer.creation("/m" + i, 0), new Request.Check("/m" + i, i % 4 == 0 ? 1 : 0))));
        server.pass(OneServer.TIMEOUT_MILLIS / 10);
    }

    @Test
    void aSessionThatComesBackIsNotGivenAnew() {
        server.connect(1);
        server.resume(2, server.tree().sessions().keyList().getFirst());
        server.pass(OneServer.TIMEOUT_MILLIS / 2);
        server.ping(2);
        server.pass(OneServer.TIMEOUT_MILLIS * 2);
        assertThat(server.tree().sessionCount()).isZero();
    }
}
