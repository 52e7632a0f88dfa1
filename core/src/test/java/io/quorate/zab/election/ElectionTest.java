package io.quorate.zab.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.protocol.peer.ElectionNotification;
import io.quorate.protocol.peer.ServerState;
import io.quorate.protocol.peer.Vote;
import io.quorate.zab.quorum.EnsembleConfig;
import io.quorate.zab.quorum.Member;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Each test runs elections of several servers in one thread: notifications are delivered in order, time is moved by
/// hand.
class ElectionTest {
    private static final long SECOND = 1_000_000_000L;

    private record Said(ServerId from, ServerId to, ElectionNotification notification) {}

    private final ArrayDeque<Said> wire = new ArrayDeque<>();
    private final Map<Long, Election> servers = new TreeMap<>();
    private final List<String> news = new ArrayList<>();
    private long now;

    @Test
    void ofFiveFreshServersStartedOneByOneTheThirdLeads() {
        EnsembleConfig five = ensemble(5);

        start(1, five, Zxid.ZERO, 0);
        pass(5);
        assertThat(state(1)).isEqualTo(ServerState.LOOKING);

        start(2, five, Zxid.ZERO, 0);
        pass(5);
        assertThat(state(1)).isEqualTo(ServerState.LOOKING);
        assertThat(state(2)).isEqualTo(ServerState.LOOKING);
        assertThat(news).contains("1: 2 of 5 votes for 2, 3 are needed: stays LOOKING");

        start(3, five, Zxid.ZERO, 0);
        pass(1);
        assertThat(state(3)).isEqualTo(ServerState.LEADING);
        assertThat(state(1)).isEqualTo(ServerState.FOLLOWING);
        assertThat(state(2)).isEqualTo(ServerState.FOLLOWING);

        start(4, five, Zxid.ZERO, 0);
        pass(1);
        start(5, five, Zxid.ZERO, 0);
        pass(1);
        assertThat(state(3)).isEqualTo(ServerState.LEADING);
        assertThat(state(4)).isEqualTo(ServerState.FOLLOWING);
        assertThat(state(5)).isEqualTo(ServerState.FOLLOWING);
        assertThat(leader(5)).isEqualTo(new ServerId(3));
    }

    @Test
    void theLargerHistoryWinsOverTheLargerId() {
        EnsembleConfig three = ensemble(3);
        start(1, three, Zxid.of(1, 9), 1);
        start(2, three, Zxid.of(1, 7), 1);
        start(3, three, Zxid.of(1, 8), 1);
        pass(1);
        assertThat(state(1)).isEqualTo(ServerState.LEADING);
        assertThat(news).anyMatch(line -> line.contains("its history is larger (zxid 0x100000009 against"));
    }

    @Test
    void theLaterEpochWinsOverTheLargerHistory() {
        EnsembleConfig three = ensemble(3);
        start(1, three, Zxid.of(1, 3), 2);
        start(2, three, Zxid.of(1, 9), 1);
        start(3, three, Zxid.of(1, 9), 1);
        pass(1);
        assertThat(state(1)).isEqualTo(ServerState.LEADING);
    }

    @Test
    void oneServerOfThreeNeverDecides() {
        start(1, ensemble(3), Zxid.ZERO, 0);
        pass(120);
        assertThat(state(1)).isEqualTo(ServerState.LOOKING);
    }

    @Test
    void aLoneServerOfAnEnsembleOfOneLeadsAtOnce() {
        start(1, EnsembleConfig.standalone(new ServerId(1)), Zxid.ZERO, 0);
        assertThat(state(1)).isEqualTo(ServerState.LEADING);
    }

    @Test
    void aMajorityWaitsAMomentForABetterVoteUnlessEverybodyHasSpoken() {
        EnsembleConfig three = ensemble(3);
        start(1, three, Zxid.ZERO, 0);
        start(2, three, Zxid.ZERO, 0);
        deliver();
        assertThat(state(2))
                .as("two of three have voted, the third may still come")
                .isEqualTo(ServerState.LOOKING);
        start(3, three, Zxid.ZERO, 0);
        deliver();
        assertThat(state(3)).as("all three agree").isEqualTo(ServerState.LEADING);
    }

    @Test
    void aServerWithoutAHistoryThatWasNotDeclaredNewDoesNotVote() {
        EnsembleConfig three = ensemble(3);
        start(1, three, Zxid.UNKNOWN, 0);
        start(2, three, Zxid.ZERO, 0);
        pass(30);
        assertThat(state(1)).isEqualTo(ServerState.LOOKING);
        assertThat(state(2)).isEqualTo(ServerState.LOOKING);

        start(3, three, Zxid.ZERO, 0);
        pass(60);
        assertThat(state(3)).isEqualTo(ServerState.LEADING);
        assertThat(state(1)).as("it still follows an established leader").isEqualTo(ServerState.FOLLOWING);
    }

    @Test
    void nobodyFollowsALeaderThatOnlyOthersNameAndThatHasGone() {
        EnsembleConfig three = ensemble(3);
        Election two = start(2, three, Zxid.ZERO, 0);
        Vote forOne = new Vote(new ServerId(1), Zxid.of(5, 5), 4, 5);
        two.received(new ServerId(3), notification(ServerState.FOLLOWING, forOne), now);
        two.received(new ServerId(3), notification(ServerState.FOLLOWING, forOne), now);
        assertThat(state(2)).isEqualTo(ServerState.LOOKING);
        two.received(new ServerId(1), notification(ServerState.LEADING, forOne), now);
        assertThat(state(2)).isEqualTo(ServerState.FOLLOWING);
        assertThat(two.vote().round()).as("it joins the round of that leader").isEqualTo(4);
    }

    @Test
    void aServerOfAnEarlierRoundIsToldTheLaterOneAndCatchesUp() {
        EnsembleConfig three = ensemble(3);
        Election one = start(1, three, Zxid.ZERO, 0);
        one.lookForLeader(Zxid.ZERO, 0, now);
        one.lookForLeader(Zxid.ZERO, 0, now);
        wire.clear();
        start(2, three, Zxid.ZERO, 0);
        pass(1);
        assertThat(state(2)).isEqualTo(ServerState.LEADING);
        assertThat(server(2).vote().round()).isEqualTo(3);
    }

    @Test
    void aStrangerIsAnsweredWithTheCurrentVoteAndHasNoSay() {
        Election one = start(1, ensemble(3), Zxid.ZERO, 0);
        wire.clear();
        one.received(
                new ServerId(9),
                notification(ServerState.LOOKING, new Vote(new ServerId(9), Zxid.of(9, 9), 1, 9)),
                now);
        assertThat(wire).hasSize(1);
        assertThat(wire.getFirst().to()).isEqualTo(new ServerId(9));
        assertThat(wire.getFirst().notification().vote().leader()).isEqualTo(new ServerId(1));
    }

    @Test
    void afterSynchronisationTheAdvertisedVoteCarriesTheEstablishedEpoch() {
        Election one = start(1, ensemble(3), Zxid.ZERO, 0);
        one.adoptEpoch(7);
        assertThat(one.vote().peerEpoch()).isEqualTo(7);
    }

    // ----

    private Election start(long id, EnsembleConfig config, Zxid last, long epoch) {
        ServerId self = new ServerId(id);
        Election election = new Election(self, config, new Voice() {
            @Override
            public void tell(ServerId to, ElectionNotification notification) {
                wire.add(new Said(self, to, notification));
            }

            @Override
            public void explain(String sentence) {
                news.add(id + ": " + sentence);
            }
        });
        servers.put(id, election);
        election.lookForLeader(last, epoch, now);
        return election;
    }

    private void deliver() {
        while (!wire.isEmpty()) {
            Said said = wire.removeFirst();
            Election to = servers.get(said.to().value());
            if (to != null) {
                to.received(said.from(), said.notification(), now);
            }
        }
    }

    /// Moves time on by so many seconds, from one timer to the next.
    private void pass(int seconds) {
        long end = now + seconds * SECOND;
        deliver();
        while (now < end) {
            now = Math.min(
                    end,
                    servers.values().stream()
                            .mapToLong(Election::wakeAtNanos)
                            .min()
                            .orElse(end));
            servers.values().forEach(server -> server.timePassed(now));
            deliver();
        }
    }

    private Election server(long id) {
        return Objects.requireNonNull(servers.get(id));
    }

    private ServerState state(long id) {
        return server(id).state();
    }

    private ServerId leader(long id) {
        return server(id).vote().leader();
    }

    private static ElectionNotification notification(ServerState state, Vote vote) {
        return new ElectionNotification(state, vote, 2, "");
    }

    private static EnsembleConfig ensemble(int size) {
        SortedMap<ServerId, Member> members = new TreeMap<>();
        for (int i = 1; i <= size; i++) {
            ServerId server = new ServerId(i);
            members.put(server, new Member(server, "127.0.0.1", 2880 + i, 3880 + i, Member.Role.PARTICIPANT, null));
        }
        return new EnsembleConfig(members, 0);
    }
}
