package io.quorate.transport;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts connections closed for a reason and logs at most one of each reason in ten seconds, since a client can cause
/// as many as it likes. Safe for use by all event loops.
final class Closings {
    private static final Logger LOG = LoggerFactory.getLogger(Closings.class);
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Map<ClosedFor, AtomicLong> counts = new EnumMap<>(ClosedFor.class);
    private final Map<ClosedFor, AtomicLong> quietUntilNanos = new EnumMap<>(ClosedFor.class);

    Closings() {
        long now = System.nanoTime();
        for (ClosedFor reason : ClosedFor.values()) {
            counts.put(reason, new AtomicLong());
            quietUntilNanos.put(reason, new AtomicLong(now));
        }
    }

    /// @param who the address of the other side
    /// @param detail what exactly was wrong, with the value and what was expected
    void count(ClosedFor reason, Object who, String detail) {
        long count = of(counts, reason).incrementAndGet();
        AtomicLong quietUntil = of(quietUntilNanos, reason);
        long until = quietUntil.get();
        long now = System.nanoTime();
        if (now - until >= 0 && quietUntil.compareAndSet(until, now + QUIET_NANOS)) {
            LOG.info("Closed the connection from {} because of {} ({} so far): {}", who, reason, count, detail);
        }
    }

    Map<ClosedFor, Long> counts() {
        Map<ClosedFor, Long> copy = new EnumMap<>(ClosedFor.class);
        counts.forEach((reason, count) -> copy.put(reason, count.get()));
        return copy;
    }

    private static AtomicLong of(Map<ClosedFor, AtomicLong> map, ClosedFor reason) {
        return Objects.requireNonNull(map.get(reason));
    }
}
