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

    /// How much of answers one client may be waiting for at a time, as far as can be known before they are made: the
    /// larger the last ones were, the fewer requests are passed on together.
    private static final int ANSWER_WINDOW_BYTES = 8 << 20;

    private static final int FIRST_EXPECTED_BYTES = 256 << 10;

    private final Admission admission;
    private final TransportSettings.Requests limits;

    private long expectedAnswerBytes = FIRST_EXPECTED_BYTES;
    private boolean throttled;

    /// Whether its connection stands in line for room among all.
    private boolean inLine;

    /// For the request that is next, if it is a large one.
    private int reservedBytes;

    /// Since when the requests at hand have waited for others to be answered; 0 if they have not.
    private long waitingSinceNanos;

    Claim(Admission admission, TransportSettings.Requests limits) {
        this.admission = admission;
        this.limits = limits;
    }

    /// Whether another request may be looked at while so many are unanswered.
    boolean allowsMore(int outstanding) {
        if (inLine) {
            return false;
        }
        int limit = Math.clamp(ANSWER_WINDOW_BYTES / expectedAnswerBytes, 1, limits.outstandingPerConnection());
        // Half way down before reading again, so that a busy connection is not switched on and off for each request.
        throttled = throttled ? outstanding > limit / 2 : outstanding >= limit;
        return !throttled && !(outstanding > 0 && admission.isBusy());
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

    /// Has `connection` stand in line until there may be room for its next request, which has this length.
    void standInLine(ClientConnection connection, int length) {
        inLine = true;
        admission.queue(connection, length > Admission.LARGE_BYTES && reservedBytes == 0 ? length : 0);
    }

    void leaveLine() {
        inLine = false;
    }

    /// The request is under way from now on.
    ///
    /// @return whether it has waited too long to be worth it; those at hand have waited as long as the
    ///     first of them
    boolean begin(int length, OpCode op) {
        admission.beginLarge(length);
        reservedBytes = 0;
        int maxWaitMillis = limits.maxWaitMillis();
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

    /// A request of this length has been answered.
    void answered(int length, long answerBytes) {
        expectedAnswerBytes = Math.max(answerBytes, expectedAnswerBytes - expectedAnswerBytes / 8);
        end(length);
    }

    /// A request of this length is under way no more.
    private void end(int length) {
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
