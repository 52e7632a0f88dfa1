package io.quorate.replica;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.protocol.peer.ServerState;
import org.jspecify.annotations.Nullable;

/// An immutable summary of a replica, for people and monitors.
///
/// @param phase the part of the protocol: `election`, `discovery`, `synchronization` or `broadcast`
/// @param serving whether clients are served by a server that has a leader, or is one
/// @param readOnly whether only clients are served that are content to read, as there is no leader
/// @param leader null while looking
/// @param epoch the current epoch
/// @param syncedFollowers how many followers are in step; 0 unless leading
public record Status(
        ServerState state,
        String phase,
        boolean serving,
        boolean readOnly,
        boolean standalone,
        @Nullable ServerId leader,
        long epoch,
        Zxid zxid,
        Counts counts,
        int learners,
        int syncedFollowers,
        int pendingSyncs,
        int outstandingProposals,
        String configText) {
    /// What the tree and the tables hold.
    ///
    /// @param sessions those that every server knows
    /// @param localSessions those that only this one knows
    /// @param watchers how many connections have a watch
    /// @param watchedPaths how many paths have one
    public record Counts(
            int znodes,
            int watches,
            int watchers,
            int watchedPaths,
            int ephemerals,
            long approximateSizeBytes,
            int sessions,
            int localSessions,
            int connections) {}
}
