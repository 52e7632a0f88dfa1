package io.quorate.runtime.configuration;

import io.quorate.model.ServerId;
import io.quorate.operation.WriteSettings;
import io.quorate.replica.CleanerSettings;
import io.quorate.runtime.configuration.ServerConfig.Znodes;
import io.quorate.tree.TtlForms;

/// The part of the configuration that says what znodes there may be and what can be done with them: TTLs,
/// containers, quotas, extension operations.
final class ZnodesSection {
    /// The owner field of a znode with a TTL begins with the byte 255, where session ids have the server's.
    private static final long HIGHEST_ID_BESIDE_TTLS = 254;

    /// In the layout of ZooKeeper 3.5.3, every negative owner but one is a TTL.
    private static final long HIGHEST_ID_BESIDE_TTLS_OF_353 = 127;

    private ZnodesSection() {}

    static Znodes read(Values values, ServerId self) throws InvalidConfigException {
        CleanerSettings usual = CleanerSettings.DEFAULT;
        boolean extended = values.propertyFlag("extendedTypesEnabled", false);
        boolean emulated = values.propertyFlag("emulate353TTLNodes", false);
        if (extended) {
            checkId(self, "extendedTypesEnabled", HIGHEST_ID_BESIDE_TTLS);
        }
        if (extended && emulated) {
            checkId(self, "emulate353TTLNodes", HIGHEST_ID_BESIDE_TTLS_OF_353);
        } else if (emulated) {
            values.warn("emulate353TTLNodes=true has no effect without extendedTypesEnabled=true.");
        }
        return new Znodes(
                new WriteSettings(
                        extended,
                        values.propertyFlag("enforceQuota", false),
                        values.flag("extensionOperations", false)),
                new CleanerSettings(
                        values.propertyNumber(
                                "znode.container.checkIntervalMs",
                                usual.checkIntervalMillis(),
                                1,
                                "milliseconds, at least 1"),
                        values.propertyNumber(
                                "znode.container.maxPerMinute",
                                usual.maxPerMinute(),
                                1,
                                "a number of znodes, at least 1"),
                        values.propertyLong(
                                "znode.container.maxNeverUsedIntervalMs",
                                usual.maxNeverUsedMillis(),
                                0,
                                "milliseconds, or 0 for no limit")),
                extended && emulated ? TtlForms.MARKED_OR_NEGATIVE : TtlForms.MARKED);
    }

    private static void checkId(ServerId self, String key, long highest) throws InvalidConfigException {
        if (self.value() > highest) {
            throw new InvalidConfigException(key + " is true, but the id of this server is " + self
                    + ": its sessions could be taken for TTLs; expected an id of at most " + highest);
        }
    }
}
