package io.quorate.runtime;

import io.quorate.admin.Connections;
import io.quorate.admin.Subject;
import io.quorate.protocol.peer.ServerState;
import io.quorate.replica.Status;
import io.quorate.runtime.configuration.ServerConfig;
import io.quorate.transport.ClientListener;
import io.quorate.transport.ConnectionTable;
import io.quorate.transport.Latency;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What can be seen of a running server from outside: published by the replica's thread, read by anybody.
final class Observation implements Subject {
    private final ServerConfig config;
    private final String version = Version.current().line();
    private final long startedNanos = System.nanoTime();

    private final AtomicLong txnsTooLarge = new AtomicLong();

    private volatile Status status;
    private volatile long leaderSinceNanos;
    private volatile ProposalSizes proposalSizes = ProposalSizes.NONE;
    private volatile int clientPort = -1;
    private volatile @Nullable ClientListener clients;

    Observation(ServerConfig config, Status initially) {
        this.config = config;
        this.status = initially;
    }

    /// From the replica's thread, after each batch.
    void publish(Status now) {
        if (isLeader(now) && !isLeader(status)) {
            leaderSinceNanos = System.nanoTime();
            proposalSizes = ProposalSizes.NONE;
        }
        status = now;
    }

    /// From the replica's thread: a txn went to this server's log.
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    void logged(int bytes) {
        if (status.state() == ServerState.LEADING) {
            proposalSizes = proposalSizes.and(bytes);
        }
    }

    /// The writes that were refused here because of the size of their txns.
    AtomicLong txnsTooLarge() {
        return txnsTooLarge;
    }

    /// Clients are listened to.
    void listens(ClientListener listener, int port) {
        clients = listener;
        clientPort = port;
    }

    private static boolean isLeader(Status status) {
        return status.state() == ServerState.LEADING && status.serving();
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Status status() {
        return status;
    }

    @Override
    public Configured configured() {
        ServerConfig.Membership membership = config.membership();
        ServerConfig.Timing timing = config.timing();
        Membership member = membership.standalone()
                ? null
                : new Membership(
                        timing.initLimitTicks(),
                        timing.syncLimitTicks(),
                        membership.own().electionPort(),
                        membership.own().quorumPort(),
                        membership.ensemble().voters());
        return new Configured(
                clientPort,
                config.directories().snapshots(),
                config.directories().logs(),
                timing.tickMillis(),
                config.clients().maxPerAddress(),
                timing.minSessionTimeoutMillis(),
                timing.maxSessionTimeoutMillis(),
                config.clients().backlog(),
                membership.self().value(),
                member);
    }

    @Override
    public long uptimeMillis() {
        return millisSince(startedNanos);
    }

    @Override
    public long leaderUptimeMillis() {
        return isLeader(status) ? millisSince(leaderSinceNanos) : 0;
    }

    @Override
    public ProposalSizes proposalSizes() {
        return proposalSizes;
    }

    @Override
    public long snapshotBytes() {
        return sizeBytes(config.directories().snapshots(), "snapshot.*");
    }

    @Override
    public long logBytes() {
        return sizeBytes(config.directories().logs(), "log.*");
    }

    @Override
    public void resetTotals() {
        ClientListener listener = clients;
        if (listener != null) {
            listener.resetTotals();
        }
    }

    @Override
    public void resetConnections() {
        ClientListener listener = clients;
        if (listener != null) {
            listener.resetConnections();
        }
    }

    private static long sizeBytes(Path directory, String names) {
        long sum = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, names)) {
            for (Path file : files) {
                // 0 for a file that was purged while we looked.
                sum += file.toFile().length();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
        return sum;
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    /// The table of connections in the words of the admin room, which does not know the transport's.
    Connections translate(ConnectionTable table) {
        return new Connections(
                table.rows().stream().map(Observation::translate).toList(),
                table.totals().received(),
                table.totals().sent(),
                table.totals().outstanding(),
                translate(table.totals().latency()),
                LimitCounters.of(table, txnsTooLarge.get()));
    }

    private static Connections.Row translate(ConnectionTable.Row row) {
        return new Connections.Row(
                row.remote(),
                row.session(),
                row.timeoutMillis(),
                row.reading(),
                row.outstanding(),
                row.received(),
                row.sent(),
                row.establishedMillis(),
                row.last().op(),
                row.last().xid(),
                row.last().zxid(),
                TimeUnit.NANOSECONDS.toMillis(row.last().answeredNanos()),
                row.last().latencyMillis(),
                translate(row.latency()));
    }

    private static Connections.Latency translate(Latency latency) {
        return new Connections.Latency(latency.minMillis(), latency.averageMillis(), latency.maxMillis());
    }
}
