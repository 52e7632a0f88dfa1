package io.quorate.operation;

import io.quorate.model.ZnodePath;
import io.quorate.tree.Quota;
import io.quorate.tree.QuotaText;
import org.jspecify.annotations.Nullable;

/// Writes that mean nothing to this server, and end every server of Apache's that applies them, now and at each later
/// start: seen in ZooKeeper 3.9.6. They are refused, since the next to lead or to follow may be one of those.
final class QuotaHazard {
    private static final String SYSTEM = "/zookeeper";
    private static final String LIMITS = "zookeeper_limits";

    /// Of limits, Apache takes the path of the parent without that of `/zookeeper/quota`, and fails if nothing is left,
    /// or less: at once below `/zookeeper/quota` itself, otherwise when they are deleted.
    private static final int LONGEST_FATAL_PARENT = "/zookeeper/quota".length();

    private QuotaHazard() {}

    static boolean isInCreating(String path) {
        String parent = ZnodePath.parent(path);
        return ZnodePath.name(path).equals(LIMITS)
                && parent.startsWith(SYSTEM)
                && parent.length() <= LONGEST_FATAL_PARENT;
    }

    /// A usage that cannot be read stops whoever has to add to it. When it is created it is counted at once, whatever
    /// it holds.
    static boolean isInSetting(String path, byte @Nullable [] data) {
        return Quota.measuredBy(path) != null && QuotaText.parse(data) == null;
    }
}
