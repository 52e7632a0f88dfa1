package io.quorate.acceptance.storm;

import io.quorate.acceptance.harness.Cables;
import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A way to make an ensemble suffer. Each begins with one that is well and leaves one that can become
/// well again by itself; while it lasts, clients get on if a quorum can.
enum Trouble {
    THE_LEADER_IS_KILLED {
        @Override
        void strike(Ensemble ensemble, Crowd crowd) {
            killed(ensemble.leader(), crowd);
        }
    },
    A_FOLLOWER_IS_KILLED {
        @Override
        void strike(Ensemble ensemble, Crowd crowd) {
            killed(ensemble.followers().getFirst(), crowd);
        }
    },
    ALL_ARE_KILLED {
        @Override
        void strike(Ensemble ensemble, Crowd crowd) {
            ensemble.killAll();
            ensemble.members().forEach(Member::start);
        }
    },
    /// For longer than `syncLimit`: the others go on, and it wakes up believing that it still leads.
    THE_LEADER_IS_FROZEN {
        @Override
        void strike(Ensemble ensemble, Crowd crowd) {
            Member leader = ensemble.leader();
            leader.freeze();
            awaitLeaderAmong(others(ensemble, leader));
            crowd.awaitProgress();
            leader.thaw();
        }
    },
    A_FOLLOWER_IS_FROZEN {
        @Override
        void strike(Ensemble ensemble, Crowd crowd) {
            Member follower = ensemble.followers().getLast();
            follower.freeze();
            // Its links are given up after that time.
            Eventually.stays(
                    "a quorum is there", ensemble.syncLimit().multipliedBy(3).dividedBy(2), () -> true);
            crowd.awaitProgress();
            follower.thaw();
        }
    },
    /// Clients still reach it, and must not be told what is no longer so.
    THE_LEADER_IS_CUT_OFF {
        @Override
        void strike(Ensemble ensemble, Crowd crowd) {
            Member leader = ensemble.leader();
            List<Member> others = others(ensemble, leader);
            ensemble.cables().split(List.of(leader), others);
            awaitLeaderAmong(others);
            Eventually.holds("it has noticed", () -> leader.mode().isEmpty());
            crowd.awaitProgress();
        }
    },
    /// It hears everybody, and nobody hears it.
    THE_LEADER_IS_MUTE {
        @Override
        void strike(Ensemble ensemble, Crowd crowd) {
            Member leader = ensemble.leader();
            List<Member> others = others(ensemble, leader);
            others.forEach(other -> ensemble.cables().cut(leader, other));
            awaitLeaderAmong(others);
            crowd.awaitProgress();
        }
    },
    /// Everybody hears it, and it hears nobody.
    THE_LEADER_IS_DEAF {
        @Override
        void strike(Ensemble ensemble, Crowd crowd) {
            Member leader = ensemble.leader();
            List<Member> others = others(ensemble, leader);
            others.forEach(other -> ensemble.cables().cut(other, leader));
            awaitLeaderAmong(others);
            crowd.awaitProgress();
        }
    },
    /// The leader is among the fewer.
    THE_ENSEMBLE_IS_SPLIT {
        @Override
        void strike(Ensemble ensemble, Crowd crowd) {
            List<Member> members = ensemble.members();
            Member leader = ensemble.leader();
            List<Member> others = others(ensemble, leader);
            int quorum = members.size() / 2 + 1;
            List<Member> more = others.subList(0, quorum);
            List<Member> fewer =
                    members.stream().filter(member -> !more.contains(member)).toList();
            ensemble.cables().split(fewer, more);
            awaitLeaderAmong(more);
            crowd.awaitProgress();
        }
    },
    CONNECTIONS_BREAK_IN_THE_MIDDLE_OF_MESSAGES {
        @Override
        void strike(Ensemble ensemble, Crowd crowd) {
            Cables cables = ensemble.cables();
            List<Member> members = ensemble.members();
            for (Member a : members) {
                cables.toClients(a).tear();
                members.stream().filter(b -> b.id() > a.id()).forEach(b -> cables.tear(a, b));
            }
            crowd.awaitProgress();
        }
    },
    EVERY_WAY_IS_SLOW {
        @Override
        void strike(Ensemble ensemble, Crowd crowd) {
            Cables cables = ensemble.cables();
            List<Member> members = ensemble.members();
            for (Member a : members) {
                members.stream().filter(b -> b.id() > a.id()).forEach(b -> cables.delay(a, b, Duration.ofMillis(30)));
            }
            crowd.awaitProgress();
        }
    },
    CLIENTS_ARE_CUT_OFF_AND_COME_BACK {
        @Override
        void strike(Ensemble ensemble, Crowd crowd) {
            Member leader = ensemble.leader();
            ensemble.cables().toClients(leader).cut();
            crowd.awaitProgress();
            others(ensemble, leader)
                    .forEach(other -> ensemble.cables().toClients(other).pull());
            ensemble.cables().toClients(leader).heal();
            crowd.awaitProgress();
        }
    };

    abstract void strike(Ensemble ensemble, Crowd crowd);

    private static void killed(Member member, Crowd crowd) {
        member.kill();
        crowd.awaitProgress();
        member.start();
    }

    private static List<Member> others(Ensemble ensemble, Member one) {
        return ensemble.members().stream().filter(member -> member != one).toList();
    }

    private static void awaitLeaderAmong(List<Member> members) {
        Eventually.holds(
                "one of " + members + " leads",
                () -> members.stream().anyMatch(member -> member.mode().equals(Optional.of(Mode.LEADER))));
    }
}
