package io.quorate.runtime.configuration;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Every key ZooKeeper 3.9 knows, sorted by what this server does with it.
final class KnownKeys {
    static final String PREFIX = "zookeeper.";

    /// Read and honoured.
    private static final Set<String> HONOURED = words("""
            dataDir dataLogDir clientPort clientPortAddress secureClientPort secureClientPortAddress tickTime
            minSessionTimeout maxSessionTimeout maxClientCnxns clientPortListenBacklog initLimit syncLimit
            connectToLearnerMasterLimit electionAlg peerType dynamicConfigFile standaloneEnabled reconfigEnabled
            quorumListenOnAllIPs autopurge.snapRetainCount autopurge.purgeInterval oraclePath sslQuorum
            portUnification quorum.auth.enableSasl quorum.auth.serverRequireSasl quorum.auth.learnerRequireSasl
            snapCount txnLogSizeLimitInKb preAllocSize commitLogCount snapshot.trust.empty datadir.autocreate
            db.autocreate maxCnxns globalOutstandingLimit nio.sessionlessCnxnTimeout
            jute.maxbuffer jute.maxbuffer.extrasize skipACL DigestAuthenticationProvider.superDigest DigestAuthenticationProvider.digestAlg
            DigestAuthenticationProvider.enabled sessionRequireClientSASLAuth enforce.auth.enabled enforce.auth.schemes
            enableEagerACLCheck ensembleAuthName audit.enable
            client.portUnification leaderServes linearizableReads watchHistoryBytes localSessionsEnabled
            localSessionsUpgradingEnabled readonlymode.enabled extensionOperations cnxTimeout electionPortBindRetry
            largeRequestThreshold largeRequestMaxBytes request_throttle_max_requests request_throttle_stall_time
            request_throttle_drop_stale request_stale_connection_check request_stale_latency_check
            throttled_op_wait_time connection_throttle_tokens connection_throttle_fill_time
            connection_throttle_fill_count connection_throttle_freeze_time connection_throttle_drop_increase
            connection_throttle_drop_decrease connection_throttle_decrease_ratio connection_throttle_weight_enabled
            connection_throttle_global_session_weight connection_throttle_renew_session_weight
            connection_throttle_local_session_weight
            4lw.commands.whitelist serverCnxnFactory forceSync fsync.warningthresholdms extendedTypesEnabled
            emulate353TTLNodes enforceQuota znode.container.checkIntervalMs znode.container.maxPerMinute
            znode.container.maxNeverUsedIntervalMs""");

    /// Tunes machinery that is built differently here, or asks for what happens anyway.
    private static final Set<String> WITHOUT_EFFECT = words("""
            syncEnabled multiAddress.enabled multiAddress.reachabilityCheckEnabled
            multiAddress.reachabilityCheckTimeoutMs quorum.cnxn.threads.size maxBatchSize flushDelay
            maxWriteQueuePollTime digest.enabled closeSessionTxn.enabled serializeLastProcessedZxid.enabled
            request_throttler.shutdownTimeout nio.numSelectorThreads
            nio.numWorkerThreads nio.directBufferBytes nio.shutdownTimeout netty.advancedFlowControl.enabled
            intBufferStartingSizeBytes maxResponseCacheSize maxGetChildrenResponseCacheSize watchManagerName
            watcherCleanThreshold watcherCleanIntervalInSeconds watcherCleanThreadsNum
            maxInProcessingDeadWatchers bitHashCacheSize commitProcessor.numWorkerThreads
            commitProcessor.shutdownTimeout commitProcessor.maxReadBatchSize commitProcessor.maxCommitBatchSize
            fips-mode leader.ackLoggingFrequency leader.closeSocketAsync learner.closeSocketAsync
            learner.asyncSending leader.maxConcurrentSnapSyncs leader.maxConcurrentDiffSyncs
            fastleader.minNotificationInterval fastleader.maxNotificationInterval quorumCnxnTimeoutMs
            forward_learner_requests_to_commit_processor_disabled
            follower.skipLearnerRequestToNextProcessor metricsProvider.numWorkerThreads metricsProvider.maxQueueSize
            metricsProvider.workerShutdownTimeoutMs admin.httpVersion admin.idleTimeout
            snapshotSizeFactor tcpKeepAlive clientTcpKeepAlive leaderConnectDelayDuringRetryMs
            leader.nodelay follower.nodelay""");

    /// Known, and not done yet: the operator is told.
    private static final Set<String> NOT_YET = words("""
            observerMasterPort sslQuorumReloadCertFiles
            snapSizeLimitInKb snapshot.compression.method netty.server.outstandingHandshake.limit
            netty.server.earlyDropSecureConnectionHandshakes client.certReload
            IPAuthenticationProvider.usexforwardedfor X509AuthenticationProvider.superUser
            SASLAuthenticationProvider.superPassword superUser
            allowSaslFailedClients letAnySaslUserDoX sasl.serverconfig
            kerberos.removeHostFromPrincipal kerberos.removeRealmFromPrincipal kerberos.canonicalizeHostNames
            kerberos.minReLoginTimeMs kinit security.auth_to_local requireKerberosConfig
            leader.maxTimeToWaitForEpoch observer.reconnectDelayMs observer.election.DelayMs
            observerMaster.sizeLimit forceSnapshotSync testingonly.initialZxid
            test.allowDiscontinuousProposals admin.enableServer admin.serverAddress admin.serverPort
            admin.commandURL admin.portUnification admin.forceHttps admin.needClientAuth admin.snapshot.enabled
            admin.restore.enabled admin.rateLimiterIntervalInMS metricsProvider.className
            audit.impl.class jvm.pause.monitor jvm.pause.sleep.time.ms jvm.pause.warn-threshold.ms
            jvm.pause.info-threshold.ms messageTracker.Enabled messageTracker.BufferSize jmx.log4j.disable
            jmx.log4j.mbean controllerPort pathStats.enabled""");

    private static final Set<String> NOT_YET_FAMILIES = words("""
            ssl. superUser. metricsProvider. pathStats. quorum.auth.""");

    /// System properties that are not called `zookeeper.something`.
    private static final Set<String> NO_PREFIX = words("""
            jute.maxbuffer jute.maxbuffer.extrasize readonlymode.enabled znode.container.checkIntervalMs
            znode.container.maxPerMinute znode.container.maxNeverUsedIntervalMs leader.nodelay follower.nodelay
            fsync.warningthresholdms""");

    private KnownKeys() {}

    /// The key without the prefix of system properties, which some write in the file as well.
    static String plain(String key) {
        return key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key;
    }

    static boolean hasNoPrefix(String key) {
        return NO_PREFIX.contains(key);
    }

    static boolean isNotYetSupported(String key) {
        return NOT_YET.contains(key)
                || (!isSupported(key) && NOT_YET_FAMILIES.stream().anyMatch(key::startsWith));
    }

    static boolean isSupported(String key) {
        return HONOURED.contains(key) || WITHOUT_EFFECT.contains(key) || isMembership(key);
    }

    /// `server.N`, `group.N`, `weight.N`.
    static boolean isMembership(String key) {
        return key.startsWith("server.") || key.startsWith("group") || key.startsWith("weight");
    }

    /// The known key an unknown one may have meant, or null if none is close.
    static @Nullable String nearest(String unknown) {
        String nearest = null;
        int best = Math.max(1, unknown.length() / 5) + 1;
        for (Set<String> keys : Arrays.asList(HONOURED, WITHOUT_EFFECT, NOT_YET)) {
            for (String key : keys) {
                int distance = key.equalsIgnoreCase(unknown) ? 0 : distance(key, unknown);
                if (distance < best) {
                    best = distance;
                    nearest = key;
                }
            }
        }
        return nearest;
    }

    /// How many letters must be put in, left out or replaced to make one of the other.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    private static Set<String> words(String text) {
        return new LinkedHashSet<>(Arrays.asList(text.trim().split("\\s+")));
    }
}
