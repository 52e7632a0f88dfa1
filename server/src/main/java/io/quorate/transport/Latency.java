package io.quorate.transport;

/// How long requests took, from the moment they were decoded to the moment their answers were written.
///
/// @param count how many requests; with none, all else is 0
public record Latency(long count, long minMillis, double averageMillis, long maxMillis) {
    static final Latency NONE = new Latency(0, 0, 0, 0);
}
