package io.quorate.replica;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import org.jspecify.annotations.Nullable;

/// What a leader knows of one learner's link.
final class Learner {
    /// How far the learner has come.
    enum Stage {
        ARRIVED,
        /// FOLLOWERINFO received.
        INTRODUCED,
        /// LEADERINFO sent.
        INVITED,
        /// ACKEPOCH received.
        PROMISED,
        /// The history and NEWLEADER have been sent; proposals are forwarded from here on.
        SYNCHRONISING,
        /// NEWLEADER acknowledged.
        SYNCHRONISED,
        /// UPTODATE sent.
        ACTIVE
    }

    private final LinkId link;
    private @Nullable ServerId server;
    private Stage stage = Stage.ARRIVED;
    private Zxid lastZxid = Zxid.ZERO;
    private Zxid base = Zxid.ZERO;
    private long heardAtNanos;

    /// Pings are answered in order, so counting says which one an answer is for.
    private long pingsSent;

    private long pingsAnswered;

    /// The oldest proposal without an acknowledgement, and the newest one sent since: two marks say how long a learner
    /// lags.
    private @Nullable Mark oldest;

    private @Nullable Mark newest;

    private record Mark(Zxid zxid, long sentAtNanos) {}

    Learner(LinkId link, long nowNanos) {
        this.link = link;
        heardAtNanos = nowNanos;
    }

    LinkId link() {
        return link;
    }

    /// Null until it has introduced itself.
    @Nullable
    ServerId server() {
        return server;
    }

    void introduced(ServerId server) {
        this.server = server;
        stage = Stage.INTRODUCED;
    }

    Stage stage() {
        return stage;
    }

    boolean isAtLeast(Stage other) {
        return stage.compareTo(other) >= 0;
    }

    void reached(Stage next) {
        stage = next;
    }

    /// The end of the history it reported.
    Zxid lastZxid() {
        return lastZxid;
    }

    void promised(Zxid lastZxid) {
        this.lastZxid = lastZxid;
        stage = Stage.PROMISED;
    }

    /// How far its history was the leader's before it was sent the first proposal; durable once it acknowledges
    /// NEWLEADER. It has applied all of that, so it must not serve before that is committed.
    Zxid base() {
        return base;
    }

    void synchronising(Zxid base) {
        this.base = base;
        stage = Stage.SYNCHRONISING;
    }

    void heard(long nowNanos) {
        heardAtNanos = nowNanos;
    }

    boolean isSilentSince(long nanos) {
        return heardAtNanos < nanos;
    }

    long pinged() {
        return ++pingsSent;
    }

    void answeredPing() {
        pingsAnswered++;
    }

    long pingsAnswered() {
        return pingsAnswered;
    }

    void proposed(Zxid zxid, long nowNanos) {
        Mark mark = new Mark(zxid, nowNanos);
        if (oldest == null) {
            oldest = mark;
        } else {
            newest = mark;
        }
    }

    void acknowledged(Zxid zxid) {
        if (oldest != null && oldest.zxid().isAtMost(zxid)) {
            oldest = newest != null && newest.zxid().isAfter(zxid) ? newest : null;
            newest = null;
        }
    }

    /// Whether a proposal sent before `nanos` has not been acknowledged.
    boolean lagsSince(long nanos) {
        return oldest != null && oldest.sentAtNanos() < nanos;
    }
}
