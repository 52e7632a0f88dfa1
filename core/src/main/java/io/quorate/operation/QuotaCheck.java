package io.quorate.operation;

import io.quorate.model.ErrorCode;
import io.quorate.tree.Quota;
import io.quorate.tree.QuotaText;
import org.jspecify.annotations.Nullable;

/// Whether a write keeps to the quota of its subtree. Of a hard and a soft limit only the hard one counts, and only
/// where limits are enforced it refuses; going beyond any limit is told to the operator. The usage is that of the state
/// that the write meets, with all that was proposed before, and in a multi with the operations before; ZooKeeper, which
/// looks at what has been applied, lets such writes pass the limit together.
final class QuotaCheck {
    private static final long NONE = -1;

    private QuotaCheck() {}

    static ErrorCode creation(String path, byte @Nullable [] data, Preparation preparation) {
        return check(path, 1, length(data), preparation);
    }

    /// A change that leaves the length as it is needs no room; one that makes the data shorter is refused as long as
    /// there are still too many bytes.
    static ErrorCode change(String path, int bytesBefore, byte @Nullable [] data, Preparation preparation) {
        return check(path, 0, length(data) - bytesBefore, preparation);
    }

    private static int length(byte @Nullable [] data) {
        return data == null ? 0 : data.length;
    }

    private static ErrorCode check(String path, int moreCount, long moreBytes, Preparation preparation) {
        Quota quota = preparation.tree().quotaOf(path);
        if (quota == null) {
            return ErrorCode.OK;
        }
        QuotaText limits = quota.limits();
        boolean refused = moreCount != 0
                && isBeyond(
                        new Dimension("count", "Count", limits.count(), limits.countHardLimit()),
                        quota.usage().count() + moreCount,
                        quota,
                        preparation);
        refused = refused
                || (moreBytes != 0
                        && isBeyond(
                                new Dimension("bytes", "Byte", limits.bytes(), limits.byteHardLimit()),
                                quota.usage().bytes() + moreBytes,
                                quota,
                                preparation));
        return refused ? ErrorCode.QUOTA_EXCEEDED : ErrorCode.OK;
    }

    /// @param name in the sentence about the usage
    /// @param limitName in that about the limit
    private record Dimension(String name, String limitName, long soft, long hard) {}

    /// Whether the write is to be refused.
    private static boolean isBeyond(Dimension of, long wanted, Quota quota, Preparation preparation) {
        boolean hard = of.hard > NONE;
        long limit = hard ? of.hard : of.soft;
        if (limit <= NONE || wanted <= limit) {
            return false;
        }
        preparation
                .remarks()
                .quotaExceeded("Quota exceeded: %s [current %s=%d, %s%sLimit=%d]"
                        .formatted(quota.prefix(), of.name, wanted, hard ? "hard" : "soft", of.limitName, limit));
        return hard && preparation.writes().enforceQuota();
    }
}
