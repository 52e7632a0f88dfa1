package io.quorate.zab.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.zab.quorum.EnsembleConfig;
import io.quorate.zab.quorum.Member;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
    private final Discovery discovery = new Discovery(config(), id(1), 4, 3, Zxid.of(3, 7));

    @Test
    void theNewEpochIsHigherThanAnyThatAQuorumHasPromised() {
        discovery.promised(id(2), false, 9);
        assertThat(discovery.isSettled()).isTrue();
        assertThat(discovery.epoch()).isEqualTo(10);
        discovery.promised(id(3), false, 20);
        assertThat(discovery.epoch()).as("frozen once a quorum has spoken").isEqualTo(10);
    }

    @Test
    void observersAndStrangersRaiseTheEpochButAreNoQuorum() {
        discovery.promised(id(4), true, 30);
        discovery.promised(id(9), false, 40);
        assertThat(discovery.isSettled()).isFalse();
        discovery.promised(id(3), false, 1);
        assertThat(discovery.epoch()).isEqualTo(41);
    }

    @Test
    void aQuorumOfPromisesEndsDiscovery() {
        discovery.promised(id(2), false, 1);
        assertThat(discovery.hasQuorum()).isFalse();
        assertThat(discovery.acknowledged(id(2), false, Zxid.of(3, 7), OptionalLong.of(3)))
                .isEqualTo(Discovery.Verdict.COUNTED);
        assertThat(discovery.hasQuorum()).isTrue();
    }

    @Test
    void aLearnerWithAMoreRecentHistoryIsTurnedAway() {
        assertThat(discovery.acknowledged(id(2), false, Zxid.of(3, 8), OptionalLong.of(3)))
                .isEqualTo(Discovery.Verdict.MORE_RECENT);
        assertThat(discovery.acknowledged(id(3), false, Zxid.of(1, 1), OptionalLong.of(4)))
                .isEqualTo(Discovery.Verdict.MORE_RECENT);
        assertThat(discovery.hasQuorum()).isFalse();
    }

    @Test
    void whoHasPromisedThisEpochBeforeIsWelcomeButNotCounted() {
        assertThat(discovery.acknowledged(id(2), false, Zxid.of(3, 7), OptionalLong.empty()))
                .isEqualTo(Discovery.Verdict.NOT_COUNTED);
        assertThat(discovery.acknowledged(id(3), false, Zxid.UNKNOWN, OptionalLong.of(1)))
                .isEqualTo(Discovery.Verdict.NOT_COUNTED);
        assertThat(discovery.hasQuorum()).isFalse();
    }

    private static ServerId id(long id) {
        return new ServerId(id);
    }

    private static EnsembleConfig config() {
        SortedMap<ServerId, Member> members = new TreeMap<>();
        for (int i = 1; i <= 4; i++) {
            Member.Role role = i == 4 ? Member.Role.OBSERVER : Member.Role.PARTICIPANT;
            members.put(id(i), new Member(id(i), "127.0.0.1", 2880 + i, 3880 + i, role, null));
        }
        return new EnsembleConfig(members, 0);
    }
}
