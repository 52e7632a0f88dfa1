package io.quorate.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.EventType;
import io.quorate.model.Zxid;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentChangesTest {
    private final RecentChanges recent = new RecentChanges(100_000, new Zxid(10));

    @Test
    void whatCameAfterATxnIsKnownOldestFirst() {
        recent.add(new Zxid(11), List.of(change("/a"), change("/b")));
        recent.add(new Zxid(12), List.of());
        recent.add(new Zxid(14), List.of(change("/c")));

        assertThat(recent.after(10)).containsExactly(change("/a"), change("/b"), change("/c"));
        assertThat(recent.after(11)).containsExactly(change("/c"));
        assertThat(recent.after(14)).isEmpty();
    }

    @Test
    void itReachesBackToWhereItBegan() {
        recent.add(new Zxid(11), List.of(change("/a")));

        assertThat(recent.reachBackTo(9)).isFalse();
        assertThat(recent.reachBackTo(10)).isTrue();
    }

    @Test
    void theOldestGoWhenTheyAreTooMany() {
        for (int zxid = 11; zxid <= 10_000; zxid++) {
            recent.add(new Zxid(zxid), List.of(change("/a" + zxid)));
        }
        int kept = recent.after(0).size();

        assertThat(kept).isBetween(100, 1000);
        assertThat(recent.reachBackTo(10_000 - kept)).isTrue();
        assertThat(recent.reachBackTo(10_000 - kept - 1)).isFalse();
        assertThat(recent.after(10_000 - kept)).hasSize(kept);
    }

    @Test
    void oneTxnThatIsTooLargeIsNotKept() {
        recent.add(new Zxid(11), List.of(change("/" + "a".repeat(100_000))));

        assertThat(recent.after(10)).isEmpty();
        assertThat(recent.reachBackTo(10)).isFalse();
        assertThat(recent.reachBackTo(11)).isTrue();
    }

    @Test
    void anotherTreeHasAnotherPast() {
        recent.add(new Zxid(11), List.of(change("/a")));
        recent.restart(new Zxid(5));

        assertThat(recent.after(0)).isEmpty();
        assertThat(recent.reachBackTo(4)).isFalse();
        assertThat(recent.reachBackTo(5)).isTrue();
    }

    private static Change change(String path) {
        return new Change(EventType.CREATED, path, Acl.OPEN, Acl.OPEN);
    }
}
