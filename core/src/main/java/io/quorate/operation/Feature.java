package io.quorate.operation;

import java.util.EnumSet;
import java.util.Set;

/// What a client of ClickHouse Keeper may find beyond the oldest ZooKeeper, by the number of its bit in
/// `/keeper/feature_flags`.
enum Feature {
    FILTERED_LIST(0, true),
    MULTI_READ(1, true),
    CHECK_NOT_EXISTS(2, false),
    CREATE_IF_NOT_EXISTS(3, false),
    REMOVE_RECURSIVE(4, false),
    MULTI_WATCHES(5, true),
    CHECK_STAT(6, false),
    PERSISTENT_WATCHES(7, true),
    CREATE_WITH_STATS(8, true),
    TRY_REMOVE(9, false),
    LIST_WITH_STATS_AND_DATA(10, true);

    private static final int HIGHEST_NUMBER = 10;

    private final int number;

    /// Whether it does not depend on the leader.
    private final boolean own;

    Feature(int number, boolean own) {
        this.number = number;
        this.own = own;
    }

    static Set<Feature> ofReads() {
        Set<Feature> reads = EnumSet.noneOf(Feature.class);
        for (Feature feature : values()) {
            if (feature.own) {
                reads.add(feature);
            }
        }
        return reads;
    }

    /// The bits of `features`, the first of a byte being its highest.
    static byte[] flags(Set<Feature> features) {
        byte[] flags = new byte[HIGHEST_NUMBER / Byte.SIZE + 1];
        for (Feature feature : features) {
            flags[feature.number / Byte.SIZE] |= (byte) (1 << (Byte.SIZE - 1 - feature.number % Byte.SIZE));
        }
        return flags;
    }
}
