package io.quorate.simulation.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorate.model.ErrorCode;
import io.quorate.model.ZnodePath;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Quotas, counted anew whenever something changes or is asked. That is what they are as long as none is inside
/// another, limits and usage come and go together, and no client writes into a usage; nobody in a simulation does
/// otherwise.
final class Quotas {
    private static final String SYSTEM = "/zookeeper/quota";
    private static final String LIMITS = "/zookeeper_limits";
    private static final String USAGE = "/zookeeper_stats";

    private Quotas() {}

    /// What is there below a znode, itself included.
    private record Usage(long count, long bytes) {
        static Usage of(String top, Znodes znodes) {
            long count = 0;
            long bytes = 0;
            Deque<String> open = new ArrayDeque<>();
            open.push(top);
            while (!open.isEmpty()) {
                Entry entry = znodes.find(open.pop());
                if (entry != null) {
                    count++;
                    bytes += length(entry.data());
                    entry.children().forEach(name -> open.push(ZnodePath.child(entry.path(), name)));
                }
            }
            return new Usage(count, bytes);
        }
    }

    /// Whether a write may not be because of a hard limit.
    static ErrorCode objection(
            String path, int more, byte @Nullable [] before, byte @Nullable [] after, Znodes znodes) {
        String top = quotaOf(path, znodes);
        if (top == null || znodes.find(SYSTEM + top + USAGE) == null) {
            return ErrorCode.OK;
        }
        Entry limits = znodes.find(SYSTEM + top + LIMITS);
        Usage usage = Usage.of(top, znodes);
        long moreBytes = length(after) - length(before);
        boolean tooMany = more != 0 && exceeds(limit("countHardLimit", limits), usage.count + more);
        boolean tooLong = moreBytes != 0 && exceeds(limit("byteHardLimit", limits), usage.bytes + moreBytes);
        return tooMany || tooLong ? ErrorCode.QUOTA_EXCEEDED : ErrorCode.OK;
    }

    private static boolean exceeds(long limit, long wanted) {
        return limit > -1 && wanted > limit;
    }

    private static long limit(String name, @Nullable Entry limits) {
        byte[] data = limits == null ? null : limits.data();
        Matcher found = Pattern.compile(name + "=(-?\\d+)").matcher(data == null ? "" : new String(data, UTF_8));
        return found.find() ? Long.parseLong(found.group(1)) : -1;
    }

    /// Something has happened to the znode at `path`: who counts it counts again.
    static void refresh(String path, Znodes znodes) {
        boolean isUsage = path.startsWith(SYSTEM + "/") && path.endsWith(USAGE);
        String top = isUsage ? path.substring(SYSTEM.length(), path.length() - USAGE.length()) : quotaOf(path, znodes);
        Entry shown = top == null || top.isEmpty() ? null : znodes.find(SYSTEM + top + USAGE);
        if (top != null && shown != null) {
            Usage usage = Usage.of(top, znodes);
            String text = "count=" + usage.count + ",bytes=" + usage.bytes;
            znodes.put(shown.path(), shown.withBareData(text.getBytes(UTF_8)));
        }
    }

    /// The longest path at or above `path` that has limits.
    private static @Nullable String quotaOf(String path, Znodes znodes) {
        for (String top = path; !top.equals(ZnodePath.ROOT); top = ZnodePath.parent(top)) {
            if (znodes.find(SYSTEM + top + LIMITS) != null) {
                return top;
            }
        }
        return null;
    }

    private static long length(byte @Nullable [] data) {
        return data == null ? 0 : data.length;
    }
}
