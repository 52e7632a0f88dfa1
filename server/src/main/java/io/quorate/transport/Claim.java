package io.quorate.transport;

import io.quorate.model.OpCode;
import java.util.concurrent.TimeUnit;

/// What one connection takes of the room that all share. Belongs to its event loop.
final class Claim {
    /// What becomes of the next request.
    enum Verdict {
        GO_ON,
        /// Until there is room.
        WAIT,
        /// It is more than the operator allows.
        TOO_LARGE
    }

    private final Admission admission;
    private final int maxWaitMillis;

    /// For the request that is next, if it is a large one.
    private int reservedBytes;

    /// Since when the requests at hand have waited for others to be answered; 0 if they have not.
    private long waitingSinceNanos;

    /// @param maxWaitMillis what has waited longer is refused; 0: nothing is
    Claim(Admission admission, int maxWaitMillis) {
        this.admission = admission;
        this.maxWaitMillis = maxWaitMillis;
    }

    /// @param whole whether all of the request has arrived
    Verdict judge(int length, boolean whole) {
        if (admission.exceedsLarge(length)) {
            return Verdict.TOO_LARGE;
        }
        if (length > Admission.LARGE_BYTES && reservedBytes == 0) {
            if (!admission.reserve(length)) {
                return Verdict.WAIT;
            }
            reservedBytes = length;
        }
        if (whole && admission.isFull()) {
            waitingSinceNanos = waitingSinceNanos == 0 ? System.nanoTime() : waitingSinceNanos;
            return Verdict.WAIT;
        }
        return Verdict.GO_ON;
    }

    /// What a request of this length still needs room for.
    int lacking(int length) {
        return length > Admission.LARGE_BYTES && reservedBytes == 0 ? length : 0;
    }

    /// The request is under way from now on.
    ///
    /// @return whether it has waited too long to be worth it; those at hand have waited as long as the
    ///     first of them
    boolean begin(int length, OpCode op) {
        admission.beginLarge(length);
        reservedBytes = 0;
        boolean late = maxWaitMillis > 0
                && waitingSinceNanos != 0
                && System.nanoTime() - waitingSinceNanos > TimeUnit.MILLISECONDS.toNanos(maxWaitMillis)
                && op != OpCode.PING
                && op != OpCode.CLOSE_SESSION;
        waitingSinceNanos = 0;
        if (late) {
            admission.refused();
        }
        return late;
    }

    /// A request of this length is under way no more.
    void end(int length) {
        admission.leave(length);
        admission.endLarge(length);
    }

    /// The connection is gone.
    ///
    /// @param abandoned the lengths of the requests that were under way
    void giveUp(int... abandoned) {
        admission.leave(reservedBytes);
        reservedBytes = 0;
        for (int length : abandoned) {
            end(length);
        }
    }
}
