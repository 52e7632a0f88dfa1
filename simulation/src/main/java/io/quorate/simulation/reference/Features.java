package io.quorate.simulation.reference;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.quorate.model.Acl;
import io.quorate.model.StoredStat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The znodes that each server makes up, by which clients learn of extension operations: where the leader has them.
final class Features {
    private static final StoredStat TOP = new StoredStat(0, 0, 0, 0, 0, 2, 0, 0, 0);
    private static final Names CHILDREN = new Names(List.of("api_version", "feature_flags"));

    private Features() {}

    static @Nullable Entry find(String path) {
        return switch (path) {
            case "/keeper" -> new Entry(path, new byte[0], Acl.READ_ONLY, TOP, CHILDREN);
            case "/keeper/api_version" -> leaf(path, "2".getBytes(US_ASCII));
            case "/keeper/feature_flags" -> leaf(path, new byte[] {(byte) 0b1111_1111, (byte) 0b1110_0000});
            default -> null;
        };
    }

    /// How many are below one of them.
    static int below(String path) {
        return path.equals("/keeper") ? CHILDREN.size() : 0;
    }

    private static Entry leaf(String path, byte[] data) {
        return new Entry(path, data, Acl.READ_ONLY, StoredStat.ZERO, Names.NONE);
    }
}
