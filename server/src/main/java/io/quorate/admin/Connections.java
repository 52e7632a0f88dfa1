package io.quorate.admin;

import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The clients' connections at the moment of a question.
///
/// @param received packets since the start or the last reset, of connections that are gone as well; likewise `sent`
///     and `latency`
/// @param limits what limits have done since the start, by the names of counters and in the order to show them in
public record Connections(
        List<Row> rows, long received, long sent, int outstanding, Latency latency, Map<String, String> limits) {
    public Connections {
        rows = List.copyOf(rows);
        limits = Collections.unmodifiableMap(new LinkedHashMap<>(limits));
    }

    public record Latency(long minMillis, double averageMillis, long maxMillis) {}

    /// One connection.
    ///
    /// @param session `NONE` without one
    /// @param reading whether its requests are being read
    /// @param lastOp null before the first request; the other `last...` mean nothing then
    public record Row(
            InetSocketAddress remote,
            SessionId session,
            int timeoutMillis,
            boolean reading,
            int outstanding,
            long received,
            long sent,
            long establishedMillis,
            @Nullable OpCode lastOp,
            int lastXid,
            Zxid lastZxid,
            long lastAnswerMillis,
            long lastLatencyMillis,
            Latency latency) {}
}
