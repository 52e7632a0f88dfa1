package io.quorate.admin;

import io.quorate.replica.Status;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The server that is asked about. Every method may be called from any thread and answers at once.
public interface Subject {
    /// Such as `3.9.6-quorate-0.1.0, built on 2026-11-22 00:00 UTC`.
    String version();

    Status status();

    Configured configured();

    long uptimeMillis();

    /// Since this server became the leader; 0 if it is not.
    long leaderUptimeMillis();

    ProposalSizes proposalSizes();

    long snapshotBytes();

    long logBytes();

    /// Forgets counters and latencies of the server as a whole.
    void resetTotals();

    /// Forgets counters and latencies of each connection.
    void resetConnections();

    /// The settings `conf` shows.
    ///
    /// @param clientPort the bound port, -1 for none
    /// @param backlog -1 for the platform's own
    /// @param member null for a server alone
    record Configured(
            int clientPort,
            Path snapshotDirectory,
            Path logDirectory,
            int tickMillis,
            int maxPerAddress,
            int minSessionTimeoutMillis,
            int maxSessionTimeoutMillis,
            int backlog,
            long serverId,
            @Nullable Membership member) {}

    /// What only a member of an ensemble has.
    record Membership(int initLimitTicks, int syncLimitTicks, int electionPort, int quorumPort, int voters) {}

    /// In bytes; -1 before the first proposal.
    record ProposalSizes(long last, long min, long max) {
        public static final ProposalSizes NONE = new ProposalSizes(-1, -1, -1);

        public ProposalSizes and(long size) {
            return last < 0
                    ? new ProposalSizes(size, size, size)
                    : new ProposalSizes(size, Math.min(min, size), Math.max(max, size));
        }
    }
}
