package io.quorate.runtime;

import io.quorate.transport.ClosedFor;
import io.quorate.transport.ConnectionTable;
import java.util.LinkedHashMap;
import java.util.Map;

/// What limits have done to clients, under ZooKeeper's names where it has one, and by reason under ours.
final class LimitCounters {
    private LimitCounters() {}

    /// In the order in which they are shown.
    static Map<String, String> of(ConnectionTable table, long txnsTooLarge) {
        Map<String, String> counters = new LinkedHashMap<>();
        ConnectionTable.Limits limits = table.limits();
        put(counters, "connection_request_count", limits.handshakes());
        put(
                counters,
                "connection_rejected",
                closed(table, ClosedFor.TOO_MANY)
                        + closed(table, ClosedFor.TOO_MANY_FROM_ADDRESS)
                        + closed(table, ClosedFor.TOO_MANY_HANDSHAKES));
        put(counters, "connection_token_deficit", limits.handshakesTaken());
        counters.put("connection_drop_probability", Double.toString(limits.dropProbability()));
        put(counters, "sessionless_connections_expired", closed(table, ClosedFor.SILENCE));
        put(counters, "large_requests_rejected", closed(table, ClosedFor.TOO_LARGE_REQUESTS));
        put(counters, "request_throttle_wait_count", limits.waits());
        put(counters, "throttled_ops", limits.refusedRequests());
        put(counters, "txns_too_large", txnsTooLarge);
        put(counters, "waiting_output_bytes", limits.waitingOutputBytes());
        long all = 0;
        for (ClosedFor reason : ClosedFor.values()) {
            all += closed(table, reason);
        }
        put(counters, "connections_closed", all);
        for (ClosedFor reason : ClosedFor.values()) {
            put(counters, "connections_closed_" + reason.metric(), closed(table, reason));
        }
        return counters;
    }

    private static long closed(ConnectionTable table, ClosedFor reason) {
        return table.closed().getOrDefault(reason, 0L);
    }

    private static void put(Map<String, String> counters, String name, long value) {
        counters.put(name, Long.toString(value));
    }
}
