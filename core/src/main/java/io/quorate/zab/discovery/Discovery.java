package io.quorate.zab.discovery;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.zab.quorum.EnsembleConfig;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// The leader's side of discovery (ZAB, phase 1): a new epoch higher than any that a quorum has promised, then that
/// quorum's promise not to listen to older leaders.
public final class Discovery {
    /// What an ACKEPOCH meant.
    public enum Verdict {
        COUNTED,
        /// Welcome, but its answer says nothing new about a quorum.
        NOT_COUNTED,
        /// This learner's history is more recent than the leader's: it must be turned away.
        MORE_RECENT
    }

    private final EnsembleConfig config;
    private final long leaderEpoch;
    private final Zxid leaderZxid;
    private final Set<ServerId> promised = new TreeSet<>();
    private final Set<ServerId> acknowledged = new TreeSet<>();
    private long epoch;
    private boolean settled;

    /// The leader itself is the first to promise.
    ///
    /// @param acceptedEpoch the highest epoch that the leader knows to be promised, by itself or others
    /// @param currentEpoch the epoch of the leader's history
    /// @param lastZxid the end of it
    public Discovery(EnsembleConfig config, ServerId self, long acceptedEpoch, long currentEpoch, Zxid lastZxid) {
        this.config = config;
        leaderEpoch = currentEpoch;
        leaderZxid = lastZxid;
        epoch = acceptedEpoch + 1;
        promised.add(self);
        acknowledged.add(self);
        settled = config.isQuorum(promised);
    }

    /// A learner tells the highest epoch it has promised before.
    public void promised(ServerId learner, boolean observer, long acceptedEpoch) {
        if (settled) {
            return;
        }
        epoch = Math.max(epoch, acceptedEpoch + 1);
        if (!observer) {
            promised.add(learner);
            settled = config.isQuorum(promised);
        }
    }

    /// Whether a quorum has spoken; the epoch does not change any more.
    public boolean isSettled() {
        return settled;
    }

    public long epoch() {
        return epoch;
    }

    public Verdict acknowledged(ServerId learner, boolean observer, Zxid lastZxid, OptionalLong currentEpoch) {
        if (hasQuorum()) {
            return Verdict.NOT_COUNTED;
        }
        if (currentEpoch.isEmpty() || lastZxid.equals(Zxid.UNKNOWN)) {
            return Verdict.NOT_COUNTED;
        }
        long theirs = currentEpoch.getAsLong();
        if (theirs > leaderEpoch || (theirs == leaderEpoch && lastZxid.isAfter(leaderZxid))) {
            return Verdict.MORE_RECENT;
        }
        if (observer) {
            return Verdict.NOT_COUNTED;
        }
        acknowledged.add(learner);
        return Verdict.COUNTED;
    }

    /// Whether a quorum has promised the new epoch.
    public boolean hasQuorum() {
        return config.isQuorum(acknowledged);
    }
}
