package io.quorate.runtime;

import io.quorate.admin.Words;
import io.quorate.replica.Recovered;
import io.quorate.replica.Replica;
import io.quorate.replica.Settings;
import io.quorate.runtime.configuration.ServerConfig;
import io.quorate.storage.DataDirectory;
import io.quorate.storage.RealDisk;
import io.quorate.storage.StorageSettings;
import io.quorate.transport.ClientListener;
import io.quorate.transport.ConnectionThrottle;
import io.quorate.transport.FourLetterWords;
import io.quorate.transport.PortUnavailableException;
import io.quorate.transport.TransportSettings;
import io.quorate.tree.Tree;
import io.quorate.tree.TtlForms;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts a server together: the disk first, then the replica with what was found there, then the ports,
/// then the threads. What has been started so far is in `parts`, also when a later step fails.
final class Assembly {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /// How long the end waits for a snapshot that is being written. One that is not finished does no
    /// harm.
    private static final Duration SNAPSHOT_PATIENCE = Duration.ofSeconds(5);

    private final ServerConfig config;
    private final Emergency emergency;
    private final Parts parts;

    Assembly(ServerConfig config, Emergency emergency, Parts parts) {
        this.config = config;
        this.emergency = emergency;
        this.parts = parts;
    }

    Observation assemble() {
        DataDirectory directory = openDirectory();
        Replica replica =
                replica(recover(directory, config.znodes().ttlForms()), directory.begin(System.currentTimeMillis()));
        Observation observation = new Observation(config, replica.status());
        EventInbox inbox = new EventInbox();
        SnapshotThread snapshots = new SnapshotThread(directory, inbox::postAtOnce, emergency);
        StorageThread storage = new StorageThread(
                directory,
                config.znodes().ttlForms(),
                snapshots,
                inbox::postAtOnce,
                config.storage().flushWarningMillis(),
                emergency);
        ClientListener clients = openClientPort(inbox, observation);
        Peers peers = openPeerPorts(inbox);
        Deeds deeds = new Deeds(clients, peers, storage, observation);
        ReplicaLoop loop = new ReplicaLoop(replica, inbox, deeds, observation, emergency);
        startThreads(snapshots, storage, loop);
        // Nobody is to be let in while the others stop; the second close does nothing.
        parts.add(clients::close);
        return observation;
    }

    private DataDirectory openDirectory() {
        ServerConfig.Storage storage = config.storage();
        ServerConfig.Directories directories = config.directories();
        StorageSettings settings = new StorageSettings(
                storage.preallocationBytes(),
                storage.logSizeLimitBytes(),
                storage.sync(),
                storage.recentTxns(),
                storage.maxRecordBytes(),
                directories.mayCreate(),
                storage.mayStartEmpty(),
                storage.trustEmptySnapshot());
        DataDirectory directory = DataDirectory.open(new RealDisk(), directories.data(), directories.log(), settings);
        parts.add(directory::close);
        return directory;
    }

    private static Recovered recover(DataDirectory directory, TtlForms forms) {
        long began = System.nanoTime();
        Recovered recovered = StorageWork.recover(directory, forms);
        Tree tree = recovered.tree();
        LOG.info(
                "Recovered {} znodes and {} sessions up to zxid {} in {} ms",
                tree.znodeCount(),
                tree.sessionCount(),
                tree.zxid(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        return recovered;
    }

    private Replica replica(Recovered recovered, long startMillis) {
        ServerConfig.Membership membership = config.membership();
        ServerConfig.Timing timing = config.timing();
        Settings settings = new Settings(
                membership.self(),
                membership.standalone(),
                timing.tickMillis(),
                timing.initLimitTicks(),
                timing.syncLimitTicks(),
                timing.minSessionTimeoutMillis(),
                timing.maxSessionTimeoutMillis(),
                config.storage().snapCount(),
                config.storage().recentTxns(),
                config.storage().maxTxnBytes(),
                membership.service(),
                config.auth(),
                config.znodes().writes(),
                config.znodes().cleaner(),
                new SecureRandom().nextLong());
        return new Replica(settings, membership.ensemble(), recovered, startMillis);
    }

    private ClientListener openClientPort(EventInbox inbox, Observation observation) {
        Words words = new Words(config.fourLetterWords(), observation);
        FourLetterWords answers = (word, table) -> words.answer(word, observation.translate(table));
        ClientListener clients = new ClientListener(transportSettings(), inbox, answers);
        parts.add(clients::close);
        int port = -1;
        if (config.clients().port() >= 0) {
            String host = config.clients().host();
            InetSocketAddress address = host == null
                    ? new InetSocketAddress(config.clients().port())
                    : InetSocketAddress.createUnresolved(host, config.clients().port());
            LOG.info("binding to port {}", address.getHostString() + ":" + address.getPort());
            try {
                port = clients.start(address);
            } catch (PortUnavailableException e) {
                throw new StartFailedException(ExitCode.UNEXPECTED, e);
            }
        }
        observation.listens(clients, port);
        return clients;
    }

    private TransportSettings transportSettings() {
        ServerConfig.Clients clients = config.clients();
        ServerConfig.Throttling throttling = clients.throttling();
        TransportSettings defaults = TransportSettings.defaults();
        return defaults.with(new TransportSettings.Connections(
                        clients.maxPerAddress(), clients.maxConnections(), clients.handshakeTimeoutMillis()))
                .with(new TransportSettings.Requests(
                        clients.maxFrameBytes(),
                        defaults.requests().outstandingPerConnection(),
                        outstandingLimit(),
                        throttling.maxRequests(),
                        throttling.maxWaitMillis(),
                        new TransportSettings.Large(throttling.largeRequestBytes(), throttling.largeRequestsBytes())))
                .with(connectionThrottle(throttling.connectionTokens()))
                .withBacklog(clients.backlog());
    }

    private static ConnectionThrottle.Settings connectionThrottle(ServerConfig.ConnectionTokens tokens) {
        return new ConnectionThrottle.Settings(
                tokens.size(),
                tokens.fillMillis(),
                tokens.fillCount(),
                new ConnectionThrottle.Blue(
                        tokens.freezeMillis(), tokens.dropIncrease(), tokens.dropDecrease(), tokens.decreaseRatio()),
                new ConnectionThrottle.Weights(tokens.forNewSession(), tokens.forResumedSession()));
    }

    /// ZooKeeper's rule: the limit is meant for the leader, to which all others forward.
    private int outstandingLimit() {
        int voters = config.membership().ensemble().voters();
        int limit = config.clients().outstandingLimit();
        return voters > 2 ? Math.max(1, limit / (voters - 1)) : limit;
    }

    private @Nullable Peers openPeerPorts(EventInbox inbox) {
        if (config.membership().standalone()) {
            return null;
        }
        Peers peers = new Peers(
                config.membership(),
                config.storage().maxRecordBytes(),
                config.znodes().ttlForms(),
                inbox);
        parts.add(peers::stop);
        try {
            peers.start();
        } catch (PortUnavailableException e) {
            throw new StartFailedException(ExitCode.QUORUM_PORT, e);
        }
        return peers;
    }

    private void startThreads(SnapshotThread snapshots, StorageThread storage, ReplicaLoop loop) {
        if (!config.storage().purgeInterval().isZero()) {
            snapshots.purgeEvery(
                    config.storage().purgeInterval(), config.storage().retainedSnapshots());
        }
        parts.add(() -> snapshots.stop(SNAPSHOT_PATIENCE));
        storage.start();
        parts.add(storage::stop);
        loop.start();
        parts.add(loop::stop);
    }
}
