package io.quorate.model;

/// The id of a txn: the epoch of the leader that proposed it in the upper 32 bits, a counter in the
/// lower 32 that starts at 1 in each epoch. Zxids are compared as signed numbers, as ZooKeeper does.
public record Zxid(long value) implements Comparable<Zxid> {
    /// Before the first txn.
    public static final Zxid ZERO = new Zxid(0);

    /// What a server reports whose data directory is empty without being declared new.
    public static final Zxid UNKNOWN = new Zxid(-1);

    /// The last counter an epoch may use; the next would be taken for a carry into the epoch.
    public static final long LAST_COUNTER = 0xFFFF_FFFEL;

    public static Zxid of(long epoch, long counter) {
        return new Zxid((epoch << 32) | (counter & 0xFFFF_FFFFL));
    }

    /// The state right after an epoch has been established and before its first txn.
    public static Zxid startOf(long epoch) {
        return of(epoch, 0);
    }

    public long epoch() {
        return value >> 32;
    }

    public long counter() {
        return value & 0xFFFF_FFFFL;
    }

    public Zxid next() {
        return new Zxid(value + 1);
    }

    /// Whether this zxid names no txn but the beginning of an epoch.
    public boolean isEpochStart() {
        return counter() == 0;
    }

    /// Whether a txn with this zxid may follow one with `previous` in a log without a hole: the next
    /// counter of the same epoch, or the first of a higher one.
    public boolean follows(Zxid previous) {
        return epoch() == previous.epoch() ? value == previous.value + 1 : value > previous.value && counter() == 1;
    }

    public boolean isAfter(Zxid other) {
        return value > other.value;
    }

    public boolean isAtMost(Zxid other) {
        return value <= other.value;
    }

    public static Zxid max(Zxid a, Zxid b) {
        return a.value >= b.value ? a : b;
    }

    @Override
    public int compareTo(Zxid other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "0x" + Long.toHexString(value);
    }
}
