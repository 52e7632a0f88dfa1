package io.quorate.simulation.world;

import io.quorate.protocol.peer.PeerMessage;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import java.util.List;

/// A moment in the life of a server at which it may be made to end: when it orders or hears something of
/// a kind, or when it sends or receives a message of that kind. These are the steps of an election's
/// aftermath, a synchronisation and a broadcast; between any two of them a server may be gone.
public enum CrashPoint {
    LEARNER_INFO(PeerMessage.LearnerInfo.class),
    LEADER_INFO(PeerMessage.LeaderInfo.class),
    EPOCHS_ORDERED(Effect.SaveEpochs.class),
    EPOCHS_SAVED(Event.EpochsSaved.class),
    ACK_EPOCH(PeerMessage.AckEpoch.class),
    DIFF(PeerMessage.Diff.class),
    TRUNC(PeerMessage.Trunc.class),
    TRUNCATION_ORDERED(Effect.TruncateLog.class),
    LOG_TRUNCATED(Event.LogTruncated.class),
    SNAP(PeerMessage.Snap.class),
    SNAPSHOT_RECEIVED(Event.SnapshotReceived.class),
    INSTALLATION_ORDERED(Effect.InstallSnapshot.class),
    SNAPSHOT_INSTALLED(Event.SnapshotInstalled.class),
    NEW_LEADER(PeerMessage.NewLeader.class),
    UP_TO_DATE(PeerMessage.UpToDate.class),
    APPEND_ORDERED(Effect.Append.class),
    LOG_FLUSHED(Event.LogFlushed.class),
    PROPOSAL(PeerMessage.Proposal.class),
    ACK(PeerMessage.Ack.class),
    COMMIT(PeerMessage.Commit.class),
    SNAPSHOT_ORDERED(Effect.TakeSnapshot.class),
    SNAPSHOT_TAKEN(Event.SnapshotTaken.class);

    private static final CrashPoint[] BY_NUMBER = values();

    public static final int COUNT = BY_NUMBER.length;

    private final Class<?> kind;

    CrashPoint(Class<?> kind) {
        this.kind = kind;
    }

    /// The one with a number from 0 to {@link #COUNT} - 1.
    public static CrashPoint of(int number) {
        return BY_NUMBER[number];
    }

    /// What {@link #of} knows it by.
    public int number() {
        return List.of(BY_NUMBER).indexOf(this);
    }

    boolean isReachedBy(Effect effect) {
        return kind.isInstance(effect instanceof Effect.Send(var _, var message) ? message : effect);
    }

    boolean isReachedBy(Event event) {
        if (event instanceof Event.FromLeader(var _, var message)) {
            return kind.isInstance(message);
        }
        return kind.isInstance(event instanceof Event.FromLearner(var _, var message) ? message : event);
    }
}
