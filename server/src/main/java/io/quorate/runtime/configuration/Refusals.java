package io.quorate.runtime.configuration;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Settings this server does not honour and must not ignore, because they protect something or change who decides.
final class Refusals {
    private static final Map<String, String> IF_TRUE = Map.ofEntries(
            Map.entry("sslQuorum", "TLS between servers"),
            Map.entry("portUnification", "TLS between servers"),
            Map.entry("quorum.auth.enableSasl", "authentication between servers"),
            Map.entry("reconfigEnabled", "dynamic reconfiguration"));

    private static final Map<String, String> IF_PROPERTY_TRUE = Map.ofEntries(
            Map.entry("client.portUnification", "TLS for clients"),
            Map.entry(
                    "sessionRequireClientSASLAuth",
                    "SASL (enforce.auth.enabled=true with enforce.auth.schemes=digest asks for credentials without"
                            + " it)"),
            Map.entry("audit.enable", "the audit log"));

    private static final Map<String, String> IF_SET = Map.ofEntries(
            Map.entry("secureClientPort", "TLS for clients"),
            Map.entry("dynamicConfigFile", "dynamic reconfiguration"),
            Map.entry("oraclePath", "an oracle for two servers"));

    private Refusals() {}

    static void check(Values values, Map<String, String> entries) throws InvalidConfigException {
        checkSaslFlags(values);
        for (var refusal : IF_TRUE.entrySet()) {
            if (values.flag(refusal.getKey(), false)) {
                throw unsupported(refusal.getKey(), "true", refusal.getValue());
            }
        }
        for (var refusal : IF_PROPERTY_TRUE.entrySet()) {
            if (values.propertyFlag(refusal.getKey(), false)) {
                throw unsupported(refusal.getKey(), "true", refusal.getValue());
            }
        }
        for (var refusal : IF_SET.entrySet()) {
            @Nullable String value = values.text(refusal.getKey());
            if (value != null) {
                throw unsupported(refusal.getKey(), value, refusal.getValue());
            }
        }
        for (var entry : entries.entrySet()) {
            checkEntry(KnownKeys.plain(entry.getKey()), entry.getValue());
        }
    }

    private static void checkEntry(String key, String value) throws InvalidConfigException {
        if (key.startsWith("group") || key.startsWith("weight")) {
            throw unsupported(key, value, "voting in groups or with weights");
        }
    }

    private static void checkSaslFlags(Values values) throws InvalidConfigException {
        boolean enabled = values.flag("quorum.auth.enableSasl", false);
        boolean learner = values.flag("quorum.auth.learnerRequireSasl", false);
        boolean server = values.flag("quorum.auth.serverRequireSasl", false);
        if (!enabled && learner) {
            throw new InvalidConfigException(
                    "quorum.auth.enableSasl is disabled, so cannot enable quorum.auth.learnerRequireSasl");
        }
        if (!enabled && server) {
            throw new InvalidConfigException(
                    "quorum.auth.enableSasl is disabled, so cannot enable quorum.auth.serverRequireSasl");
        }
        if (server && !learner) {
            throw new InvalidConfigException(
                    "quorum.auth.learnerRequireSasl is disabled, so cannot enable" + " quorum.auth.serverRequireSasl");
        }
    }

    static InvalidConfigException unsupported(String key, String value, String what) {
        return new InvalidConfigException(key + "=" + value + " asks for " + what + ", which is not supported yet;"
                + " remove it to start without");
    }
}
