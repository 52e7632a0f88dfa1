package io.quorate.runtime.configuration;

import io.quorate.auth.AuthSettings;
import io.quorate.model.ServerId;
import io.quorate.operation.WriteSettings;
import io.quorate.replica.CleanerSettings;
import io.quorate.replica.ServiceSettings;
import io.quorate.tree.TtlForms;
import io.quorate.zab.quorum.EnsembleConfig;
import io.quorate.zab.quorum.Member;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All that a server is told by its operator.
///
/// @param file where it was read from; null if the process was started with a port and a directory
/// @param fourLetterWords the words clients may ask; `*` for all
/// @param warnings sentences for the log, once
public record ServerConfig(
        @Nullable Path file,
        Membership membership,
        Timing timing,
        Clients clients,
        Directories directories,
        Storage storage,
        AuthSettings auth,
        Znodes znodes,
        Set<String> fourLetterWords,
        List<String> warnings) {
    public ServerConfig {
        fourLetterWords = Set.copyOf(fourLetterWords);
        warnings = List.copyOf(warnings);
    }

    /// Who this server is and with whom it decides.
    ///
    /// @param standalone whether it decides alone, without election and quorum port
    /// @param listenOnAllAddresses whether election and quorum port are bound to every address
    /// @param bindTries how often a busy election port is tried; 0 for ever
    public record Membership(
            ServerId self,
            boolean standalone,
            EnsembleConfig ensemble,
            ServiceSettings service,
            boolean listenOnAllAddresses,
            int connectTimeoutMillis,
            int bindTries) {
        /// This server's own line; an ensemble always has it.
        public Member own() {
            Member own = ensemble.member(self);
            if (own == null) {
                throw new IllegalStateException("server " + self + " is not in its own ensemble");
            }
            return own;
        }
    }

    /// What znodes there may be, and which go by themselves.
    ///
    /// @param ttlForms what a TTL looks like in a snapshot
    public record Znodes(WriteSettings writes, CleanerSettings cleaner, TtlForms ttlForms) {}

    /// Limits of sessions, and of peers in ticks.
    public record Timing(
            int tickMillis,
            int minSessionTimeoutMillis,
            int maxSessionTimeoutMillis,
            int initLimitTicks,
            int syncLimitTicks) {}

    /// The port for clients.
    ///
    /// @param host the address to bind; null for all
    /// @param port -1 for none, 0 for any that is free
    /// @param backlog -1 for the platform's own
    /// @param maxPerAddress connections per client address; 0 for no limit
    /// @param maxConnections connections in all; 0 for no limit
    public record Clients(
            @Nullable String host,
            int port,
            int backlog,
            int maxPerAddress,
            int maxConnections,
            int maxFrameBytes,
            int outstandingLimit,
            int handshakeTimeoutMillis,
            Throttling throttling) {}

    /// What slows clients down or turns them away when there are too many; everything is off unless it is asked for.
    ///
    /// @param maxRequests unanswered requests at which others wait; 0 for no limit
    /// @param maxWaitMillis requests that have waited longer are refused; 0: never
    /// @param largeRequestBytes the size from which requests are large; -1: none is
    /// @param largeRequestsBytes what all large ones together may have
    public record Throttling(
            int maxRequests,
            int maxWaitMillis,
            int largeRequestBytes,
            int largeRequestsBytes,
            ConnectionTokens connectionTokens) {}

    /// The bucket from which each handshake takes.
    ///
    /// @param size 0 for no limit
    /// @param freezeMillis the least time between two changes of the chance to be turned away; -1: there is none
    public record ConnectionTokens(
            int size,
            int fillMillis,
            int fillCount,
            int freezeMillis,
            double dropIncrease,
            double dropDecrease,
            double decreaseRatio,
            int forNewSession,
            int forResumedSession) {}

    /// The directories the operator named; data lie in `version-2` below them.
    ///
    /// @param mayCreate whether missing ones are made
    public record Directories(Path data, Path log, boolean mayCreate) {
        /// The name of the format, and of the folder below each directory.
        private static final String FORMAT = "version-2";

        public Path snapshots() {
            return data.resolve(FORMAT);
        }

        public Path logs() {
            return log.resolve(FORMAT);
        }
    }

    /// @param snapCount txns between snapshots, at most
    /// @param preallocationBytes by how much a log file grows
    /// @param logSizeLimitBytes the size at which a new log file is begun; 0 for no limit
    /// @param sync whether a flush of the log waits for the disk
    /// @param mayStartEmpty whether an empty directory is a new server; otherwise only with the file `initialize`
    /// @param trustEmptySnapshot whether a log without a snapshot is a complete one
    /// @param recentTxns how many txns are kept in memory for learners that lag behind
    /// @param maxRecordBytes the largest txn that is read
    /// @param maxTxnBytes the largest txn that is proposed
    /// @param flushWarningMillis flushes of the log that take longer are logged
    /// @param purgeInterval zero for never
    public record Storage(
            int snapCount,
            long preallocationBytes,
            long logSizeLimitBytes,
            boolean sync,
            boolean mayStartEmpty,
            boolean trustEmptySnapshot,
            int recentTxns,
            int maxRecordBytes,
            int maxTxnBytes,
            int flushWarningMillis,
            int retainedSnapshots,
            Duration purgeInterval) {}
}
