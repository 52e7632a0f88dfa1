package io.quorate.simulation.ghost;

import io.quorate.model.Zxid;
import io.quorate.simulation.Violation;
import java.util.Arrays;

/// The txns that a server has applied since it began to serve, on top of what it had then; kept apart
/// from the histories, so that a mistake in the one shows in the other. I-TOTAL-ORDER, I-LOCAL-PRIMARY,
/// I-GLOBAL-PRIMARY.
final class Sequence {
    private static final int INITIAL_CAPACITY = 64;

    private long[] zxids = new long[INITIAL_CAPACITY];
    private int length;
    private boolean open;
    private Zxid base = Zxid.ZERO;

    /// Begins with all that leads to `zxid`.
    void begin(Zxid zxid) {
        base = zxid;
        length = 0;
        open = true;
    }

    void end() {
        open = false;
        length = 0;
    }

    /// Whether the server serves.
    boolean isOpen() {
        return open;
    }

    Zxid last() {
        return length == 0 ? base : new Zxid(zxids[length - 1]);
    }

    void add(Subject server, Zxid zxid) {
        Zxid before = last();
        if (zxid.epoch() < before.epoch()) {
            throw new Violation("I-GLOBAL-PRIMARY", "server %s applies %s after %s", server, zxid, before);
        }
        if (zxid.isAtMost(before)) {
            throw new Violation("I-TOTAL-ORDER", "server %s applies %s after %s", server, zxid, before);
        }
        if (!zxid.follows(before)) {
            throw new Violation(
                    "I-LOCAL-PRIMARY",
                    "server %s applies %s after %s, without what its leader proposed before it",
                    server,
                    zxid,
                    before);
        }
        if (length == zxids.length) {
            zxids = Arrays.copyOf(zxids, 2 * length);
        }
        zxids[length++] = zxid.value();
    }

    /// Whether `zxid` is one of them. What the server began with counts if it is not too new.
    boolean has(Zxid zxid) {
        return zxid.isAtMost(base) || Arrays.binarySearch(zxids, 0, length, zxid.value()) >= 0;
    }
}
