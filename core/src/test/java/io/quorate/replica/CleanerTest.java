package io.quorate.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.OpCode;
import io.quorate.operation.WriteSettings;
import io.quorate.protocol.client.Request;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A server alone that looks every second; containers and znodes with a TTL come and go.
class CleanerTest {
    private static final int LOOK_MILLIS = 1000;

    /// Until a look has surely come and has had its effect.
    private static final int ONE_LOOK = LOOK_MILLIS + 200;

    private final TestEnsemble alone = new TestEnsemble(1, new Random(1));
    private final TestClient client = new TestClient("c");

    private void serve(int maxPerMinute, long maxNeverUsedMillis) {
        alone.writes = new WriteSettings(true, false);
        alone.cleaner = new CleanerSettings(LOOK_MILLIS, maxPerMinute, maxNeverUsedMillis);
        alone.onSay = say -> client.hear(say.message());
        alone.startAll();
        assertThat(alone.runUntil(alone::allServe, 5)).isTrue();
        client.connect(alone.server(1));
        assertThat(alone.runUntil(client::isConnected, 5)).isTrue();
    }

    private void hasTtl(String path, long ttlMillis) {
        client.send(new Request.Create(OpCode.CREATE_TTL, path, null, List.copyOf(Acl.OPEN), 5, ttlMillis));
        has(path);
    }

    private void hasContainer(String path) {
        client.send(new Request.Create(OpCode.CREATE_CONTAINER, path, null, List.copyOf(Acl.OPEN), 4, 0));
        has(path);
    }

    private void hasChild(String path) {
        client.create(path, 0);
        has(path);
    }

    private void deletes(String path) {
        client.send(new Request.Delete(path, -1));
        assertThat(alone.runUntil(() -> !exists(path), 1)).isTrue();
    }

    private void has(String path) {
        assertThat(alone.runUntil(() -> exists(path), 1)).as(path).isTrue();
    }

    private boolean exists(String path) {
        return alone.server(1).running().tree().find(path) != null;
    }

    /// Time passes, with signs of life of the client.
    private void pass(int millis) {
        for (int passed = 0; passed < millis; passed += 100) {
            client.ping();
            alone.run(Math.min(100, millis - passed));
        }
    }

    private List<Long> attempts() {
        return alone.trace.stream()
                .filter(line -> line.contains("Cleaning"))
                .map(line -> Long.valueOf(line.substring(0, line.indexOf(' '))))
                .toList();
    }

    @Test
    void aZnodeGoesWhenItsTimeHasPassedSinceItsDataChanged() {
        serve(100_000, 0);
        hasTtl("/t", 1500);
        pass(1400);
        client.send(new Request.SetData("/t", new byte[] {1}, -1));
        pass(1400);
        assertThat(exists("/t")).isTrue();
        pass(100 + ONE_LOOK);
        assertThat(exists("/t")).isFalse();
    }

    @Test
    void aZnodeWithChildrenStaysAndGoesAtTheFirstLookWithoutThem() {
        serve(100_000, 0);
        hasTtl("/t", 500);
        hasChild("/t/c");
        pass(4000);
        assertThat(exists("/t")).isTrue();
        deletes("/t/c");
        pass(ONE_LOOK);
        assertThat(exists("/t")).isFalse();
    }

    @Test
    void aContainerGoesOnlyAfterItsLastChild() {
        serve(100_000, 0);
        hasContainer("/used");
        hasContainer("/unused");
        hasChild("/used/c");
        pass(2 * ONE_LOOK);
        assertThat(exists("/used")).isTrue();
        deletes("/used/c");
        pass(ONE_LOOK);
        assertThat(exists("/used")).isFalse();
        pass(10 * LOOK_MILLIS);
        assertThat(exists("/unused")).isTrue();
    }

    @Test
    void aContainerMayWaitForItsFirstChildNoLongerThanItIsAllowed() {
        serve(100_000, 3000);
        hasContainer("/unused");
        pass(2900);
        assertThat(exists("/unused")).isTrue();
        pass(100 + ONE_LOOK);
        assertThat(exists("/unused")).isFalse();
    }

    @Test
    void theyGoOneAfterTheOtherWithPausesBetween() {
        serve(600, 0);
        for (int i = 0; i < 5; i++) {
            hasTtl("/t" + i, 1);
        }
        pass(LOOK_MILLIS + 600);

        List<Long> attempts = attempts();
        assertThat(attempts).hasSize(5);
        for (int i = 1; i < 5; i++) {
            assertThat(attempts.get(i) - attempts.get(i - 1)).isBetween(100L, 110L);
        }
    }

    @Test
    void whatChangedSinceItWasFoundIsLeftAlone() {
        serve(60, 0);
        hasTtl("/first", 1);
        hasTtl("/second", 200);
        pass(LOOK_MILLIS);
        assertThat(alone.runUntil(() -> !exists("/first"), 2)).isTrue();
        client.send(new Request.SetData("/second", new byte[] {1}, -1));
        pass(2 * ONE_LOOK);
        assertThat(exists("/second")).isFalse();
        assertThat(attempts()).hasSize(2);
    }
}
