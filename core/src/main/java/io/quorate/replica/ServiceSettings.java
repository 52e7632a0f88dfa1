package io.quorate.replica;

/// How a server is there for its clients.
///
/// @param leaderServes whether it serves them while it leads
/// @param linearizableReads whether every read is preceded by a sync of its own
/// @param watchHistoryBytes what may be kept of changes for watchers that were away; 0: nothing
/// @param newSessions what the sessions are that begin here
/// @param readOnlyMode whether clients that are content to read are served while there is no leader
public record ServiceSettings(
        boolean leaderServes,
        boolean linearizableReads,
        int watchHistoryBytes,
        NewSessions newSessions,
        boolean readOnlyMode) {
    public static final int USUAL_WATCH_HISTORY_BYTES = 8 << 20;
    public static final ServiceSettings DEFAULT =
            new ServiceSettings(true, false, USUAL_WATCH_HISTORY_BYTES, NewSessions.GLOBAL, false);
}
