package io.quorate.simulation.ghost;

import io.quorate.model.ServerId;
import java.util.HashMap;
import java.util.Map;

/// When a server heard of its leader last, or as the leader, of each learner; all by its own clock.
final class Contact {
    private long tickedAtNanos = Long.MIN_VALUE;
    private long patientUntilNanos = Long.MIN_VALUE;
    private long awakeNanos;
    private long leaderHeardAtNanos;
    private final Map<ServerId, Long> heardAwakeNanos = new HashMap<>();

    /// Time passes. Right after it has slept a server cannot know whether others were silent or it was
    /// deaf, so neither that nor the next moment counts as time in which it might have heard of a
    /// learner.
    void ticked(long nowNanos, long tickNanos) {
        long passed = tickedAtNanos == Long.MIN_VALUE ? 0 : nowNanos - tickedAtNanos;
        if (passed > tickNanos) {
            patientUntilNanos = nowNanos + tickNanos;
        } else if (nowNanos >= patientUntilNanos) {
            awakeNanos += passed;
        }
        tickedAtNanos = nowNanos;
    }

    void heardLeader(long nowNanos) {
        leaderHeardAtNanos = nowNanos;
    }

    long leaderHeardAtNanos() {
        return leaderHeardAtNanos;
    }

    void heardLearner(ServerId learner) {
        heardAwakeNanos.put(learner, awakeNanos);
    }

    /// For how much of the time in which it could hear this server has not heard of `learner`.
    long silenceNanos(ServerId learner) {
        Long heard = heardAwakeNanos.get(learner);
        return heard == null ? Long.MAX_VALUE : awakeNanos - heard;
    }

    void forget() {
        tickedAtNanos = Long.MIN_VALUE;
        patientUntilNanos = Long.MIN_VALUE;
        heardAwakeNanos.clear();
    }
}
