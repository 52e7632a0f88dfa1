package io.quorate.zab.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.zab.quorum.EnsembleConfig;
import io.quorate.zab.quorum.Member;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AcksTest {
    private final Acks acks = new Acks(config());

    @Test
    void committedIsWhatAMajorityHolds() {
        assertThat(acks.heldByMajority()).isEqualTo(Zxid.UNKNOWN);
        acks.acknowledged(new ServerId(1), Zxid.of(1, 5));
        acks.acknowledged(new ServerId(2), Zxid.of(1, 9));
        assertThat(acks.heldByMajority()).as("two of five").isEqualTo(Zxid.UNKNOWN);
        acks.acknowledged(new ServerId(3), Zxid.of(1, 3));
        assertThat(acks.heldByMajority()).isEqualTo(Zxid.of(1, 3));
        acks.acknowledged(new ServerId(4), Zxid.of(1, 8));
        assertThat(acks.heldByMajority()).isEqualTo(Zxid.of(1, 5));
    }

    @Test
    void serversWithoutAVoteDoNotCount() {
        acks.acknowledged(new ServerId(1), Zxid.of(1, 5));
        acks.acknowledged(new ServerId(2), Zxid.of(1, 5));
        acks.acknowledged(new ServerId(77), Zxid.of(1, 5));
        assertThat(acks.heldByMajority()).isEqualTo(Zxid.UNKNOWN);
    }

    @Test
    void whoIsGoneNoLongerCounts() {
        for (int i = 1; i <= 3; i++) {
            acks.acknowledged(new ServerId(i), Zxid.of(1, 5));
        }
        acks.forget(new ServerId(2));
        assertThat(acks.heldByMajority()).isEqualTo(Zxid.UNKNOWN);
    }

    private static EnsembleConfig config() {
        SortedMap<ServerId, Member> members = new TreeMap<>();
        for (int i = 1; i <= 5; i++) {
            ServerId server = new ServerId(i);
            members.put(server, new Member(server, "127.0.0.1", 2880 + i, 3880 + i, Member.Role.PARTICIPANT, null));
        }
        return new EnsembleConfig(members, 0);
    }
}
