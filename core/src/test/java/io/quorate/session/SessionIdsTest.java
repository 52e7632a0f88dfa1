package io.quorate.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import org.apache.zookeeper.server.SessionTrackerImpl;
import org.junit.jupiter.api.Test;

class SessionIdsTest {
    private static final long ELAPSED_MILLIS = 0x11_91F7L;

    @Test
    void anIdIsServerThenTimeThenCounter() {
        SessionIds ids = new SessionIds(new ServerId(3), ELAPSED_MILLIS);

        assertThat(ids.next()).isEqualTo(new SessionId(0x0300_0011_91F7_0000L));
        assertThat(ids.next()).isEqualTo(new SessionId(0x0300_0011_91F7_0001L));
    }

    @Test
    void onlyTheLowByteOfTheServerAndFortyBitsOfTheTimeCount() {
        SessionIds ids = new SessionIds(new ServerId(0x1FF), 0xABCD_EF01_2345_6789L);

        assertThat(ids.next()).isEqualTo(new SessionId(0xFF01_2345_6789_0000L));
    }

    @Test
    void theFirstByteIsWhatZooKeeperGives() {
        long stock = SessionTrackerImpl.initializeNextSessionId(200);

        assertThat(new SessionIds(new ServerId(200), 1).next().value() >>> 56).isEqualTo(stock >>> 56);
    }

    @Test
    void theOwnerOfContainersIsNoSession() {
        SessionIds ids = new SessionIds(new ServerId(0x80), 0);

        assertThat(ids.next()).isEqualTo(new SessionId(Long.MIN_VALUE + 1));
    }

    @Test
    void idsThatAreTakenAreSkippedAndThoseThatMayHaveComeAfterThem() {
        SessionIds ids = new SessionIds(new ServerId(3), ELAPSED_MILLIS);
        ids.skip(new SessionId(0x0300_0011_91F8_0005L));
        ids.skip(new SessionId(0x0300_0011_91F7_0002L));
        ids.skip(new SessionId(0x0400_0011_91FF_0000L));

        assertThat(ids.next()).isEqualTo(new SessionId(0x0300_0011_91F8_0005L + (10_000L << 16)));
    }
}
