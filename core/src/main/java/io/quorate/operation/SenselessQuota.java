package io.quorate.operation;

import io.quorate.model.ZnodePath;
import io.quorate.tree.Quota;
import io.quorate.tree.QuotaText;
import org.jspecify.annotations.Nullable;

/// Writes about quotas that mean nothing: limits that belong to no subtree, and a usage that cannot be read. They are
/// refused, so that no server of an ensemble has to make something of them.
final class SenselessQuota {
    private static final String SYSTEM = "/zookeeper";
    private static final String LIMITS = "zookeeper_limits";

    /// What is behind it in the path of the limits' parent is the subtree that they are for.
    private static final int LONGEST_PARENT_OF_NONE = "/zookeeper/quota".length();

    private SenselessQuota() {}

    static boolean isInCreating(String path) {
        String parent = ZnodePath.parent(path);
        return ZnodePath.name(path).equals(LIMITS)
                && parent.startsWith(SYSTEM)
                && parent.length() <= LONGEST_PARENT_OF_NONE;
    }

    /// Nothing can be added to a usage that cannot be read. When it is created it is counted at once, whatever it
    /// holds.
    static boolean isInSetting(String path, byte @Nullable [] data) {
        return Quota.measuredBy(path) != null && QuotaText.parse(data) == null;
    }
}
