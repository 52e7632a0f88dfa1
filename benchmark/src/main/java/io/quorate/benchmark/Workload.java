package io.quorate.benchmark;

import java.util.Locale;

/// One kind of request and how many are on their way at once.
///
/// @param clients connections, each with its session
/// @param inFlight requests of each connection that have no reply yet
record Workload(Kind kind, int clients, int inFlight) {
    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return clients == 1 && inFlight == 1 ? name + ", one at a time" : name + ", " + clients + " x " + inFlight;
    }
}
