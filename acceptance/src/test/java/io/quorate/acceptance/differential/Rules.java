package io.quorate.acceptance.differential;

import java.util.HashMap;
import java.util.Map;

/// What both servers are set up to allow and to ask for.
enum Rules {
    /// As they come.
    USUAL(100),
    /// Znodes with a time to live, and quotas that refuse. Scripts set quotas; they ask one thing at a
    /// time, as Apache's server holds a request against quotas without those on their way before it.
    EXTENDED(40),
    /// A client has to say `digest` first, and the right name if it names an ensemble.
    PROOF(16);

    private final int percent;

    Rules(int percent) {
        this.percent = percent;
    }

    /// How many scripts it takes under these rules where it takes so many under the usual ones; at
    /// least one.
    int scripts(int usual) {
        return Math.max(1, usual * percent / 100);
    }

    Map<String, String> settings() {
        Map<String, String> all = new HashMap<>(Map.of(
                "tickTime",
                "100",
                "minSessionTimeout",
                "200",
                "forceSync",
                "no",
                "DigestAuthenticationProvider.superDigest",
                Examinee.SUPER_DIGEST));
        // Ours makes up for what persistent watches have missed, unless it is told not to; the other does not know the
        // key.
        all.put("watchHistoryBytes", "0");
        switch (this) {
            case USUAL -> {}
            case EXTENDED -> {
                all.put("extendedTypesEnabled", "true");
                all.put("enforceQuota", "true");
            }
            case PROOF -> {
                all.put("enforce.auth.enabled", "true");
                all.put("enforce.auth.schemes", "digest,ensemble");
                all.put("authProvider.1", "org.apache.zookeeper.server.auth.EnsembleAuthenticationProvider");
                all.put("ensembleAuthName", "blue,azure");
            }
        }
        return all;
    }
}
