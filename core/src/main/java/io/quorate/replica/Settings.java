package io.quorate.replica;

import io.quorate.auth.AuthSettings;
import io.quorate.model.ServerId;
import io.quorate.operation.WriteSettings;

/// What a replica is told at construction and never changes.
///
/// @param snapCount txns between snapshots, at most; the exact number is drawn from `seed`
/// @param maxTxnBytes the largest txn that is proposed: what every server of the ensemble can read
/// @param seed for the choices that should differ between servers, such as when to take a snapshot
public record Settings(
        ServerId self,
        boolean standalone,
        int tickMillis,
        int initLimitTicks,
        int syncLimitTicks,
        int minSessionTimeoutMillis,
        int maxSessionTimeoutMillis,
        int snapCount,
        int recentTxns,
        int maxTxnBytes,
        ServiceSettings service,
        AuthSettings auth,
        WriteSettings writes,
        CleanerSettings cleaner,
        long seed) {}
