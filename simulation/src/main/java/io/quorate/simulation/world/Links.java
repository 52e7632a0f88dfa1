package io.quorate.simulation.world;

import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.LinkId;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// How learners reach their leader: a server tries for as long as it is told to, as a leader may be
/// elected a moment later than its follower.
final class Links {
    private static final long BETWEEN_TRIES_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private record Wish(ServerProcess learner, LinkId link) {}

    private final World world;

    /// Given up while they were being dialled. Only ever asked for one by one, so its order does not
    /// matter.
    private final Set<Wish> cancelled = new HashSet<>();

    Links(World world) {
        this.world = world;
    }

    void dial(ServerProcess learner, Effect.DialLeader dial) {
        long until = world.timeline().nowNanos() + TimeUnit.MILLISECONDS.toNanos(dial.timeoutMillis());
        attempt(learner, dial, until);
    }

    void cancel(ServerProcess learner, LinkId link) {
        cancelled.add(new Wish(learner, link));
    }

    private void attempt(ServerProcess learner, Effect.DialLeader dial, long untilNanos) {
        Machine leader = world.machine(dial.leader());
        Path there = world.path(learner.machine(), leader);
        world.timeline().after(2 * there.delayNanos(0), () -> {
            ServerProcess process = leader.process();
            if (learner.isGone() || cancelled.remove(new Wish(learner, dial.link()))) {
                return;
            }
            boolean reachable =
                    !there.isCut() && !world.path(leader, learner.machine()).isCut();
            if (reachable && process != null && process.wires().acceptsLearners()) {
                connect(learner, dial.link(), process);
            } else if (world.timeline().nowNanos() < untilNanos) {
                world.timeline().after(BETWEEN_TRIES_NANOS, () -> attempt(learner, dial, untilNanos));
            } else {
                learner.post(new Event.LinkLost(dial.link()));
            }
        });
    }

    private void connect(ServerProcess learner, LinkId link, ServerProcess leader) {
        LinkEnd near = new LinkEnd(learner, link, true, channel(learner, leader));
        LinkEnd far = new LinkEnd(leader, leader.wires().nextAccepted(), false, channel(leader, learner));
        LinkEnd.connect(near, far);
        learner.wires().add(near);
        leader.wires().add(far);
        leader.post(new Event.LearnerArrived(far.id()));
        learner.post(new Event.LeaderDialled(link));
    }

    private Channel channel(ServerProcess from, ServerProcess to) {
        return new Channel(world.timeline(), world.path(from.machine(), to.machine()));
    }
}
