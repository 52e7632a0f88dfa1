package io.quorate.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.zab.quorum.EnsembleConfig;
import io.quorate.zab.quorum.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Server 3 leads, 1 and 2 follow.
class ConfirmationsTest {
    private static final Zxid LAST = Zxid.of(1, 7);

    private final Confirmations confirmations = new Confirmations(ensemble(), new ServerId(3));
    private final List<Learner> learners = new ArrayList<>();

    private static EnsembleConfig ensemble() {
        TreeMap<ServerId, Member> members = new TreeMap<>();
        for (int id = 1; id <= 3; id++) {
            ServerId server = new ServerId(id);
            members.put(server, new Member(server, "127.0.0.1", 0, 0, Member.Role.PARTICIPANT, null));
        }
        return new EnsembleConfig(members, 0);
    }

    private Learner follower(int server, int link) {
        Learner learner = new Learner(new LinkId(link), 0);
        learner.introduced(new ServerId(server));
        learner.reached(Learner.Stage.ACTIVE);
        learners.add(learner);
        return learner;
    }

    private void ping() {
        Map<LinkId, Long> pings = new LinkedHashMap<>();
        learners.forEach(learner -> pings.put(learner.link(), learner.pinged()));
        confirmations.begun(pings);
        confirmations.observe(learners);
    }

    @Test
    void oneFollowerOfTwoIsEnough() {
        follower(1, 11);
        Learner second = follower(2, 12);
        confirmations.add(null, LAST);
        assertThat(confirmations.wantsRound()).isTrue();
        ping();
        assertThat(confirmations.wantsRound()).isFalse();
        assertThat(confirmations.ownDone(LAST)).isZero();
        second.answeredPing();
        confirmations.observe(learners);
        assertThat(confirmations.ownDone(LAST)).isEqualTo(1);
    }

    /// Links break while their answers are awaited, and the followers come back on new ones.
    @Test
    void aRoundThatNobodyCanAnswerAnyMoreIsBegunAnew() {
        follower(1, 11);
        follower(2, 12);
        confirmations.add(null, LAST);
        ping();
        learners.clear();
        confirmations.observe(learners);
        assertThat(confirmations.wantsRound()).as("with nobody there").isFalse();
        Learner returned = follower(1, 13);
        confirmations.observe(learners);
        assertThat(confirmations.wantsRound()).isTrue();
        ping();
        assertThat(confirmations.wantsRound()).isFalse();
        returned.answeredPing();
        confirmations.observe(learners);
        assertThat(confirmations.ownDone(LAST)).isEqualTo(1);
        assertThat(confirmations.wantsRound()).isFalse();
    }

    /// A leader may be asked before its followers are in step, and so before any of them is pinged.
    @Test
    void aRoundWithoutFollowersIsBegunAnewOnceTheyAreThere() {
        confirmations.add(new LinkId(11), LAST);
        ping();
        assertThat(confirmations.wantsRound()).isFalse();
        Learner first = follower(1, 11);
        confirmations.observe(learners);
        assertThat(confirmations.wantsRound()).isTrue();
        ping();
        first.answeredPing();
        confirmations.observe(learners);
        assertThat(confirmations.othersDone(LAST)).containsExactly(new LinkId(11));
    }
}
