package io.quorate.transport;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/// Lets in so many sessions at a time: a bucket of tokens that is filled again at a steady pace. A handshake takes
/// some; one that finds too few is turned away before the replica hears of it.
///
/// While the bucket stays empty, handshakes are also turned away by chance, more and more of them, which wears a
/// storm down gently (the method is known as BLUE; `connection_throttle_freeze_time` switches it on). For all event
/// loops.
public final class ConnectionThrottle {
    /// @param tokens the size of the bucket; 0: everybody is let in
    /// @param fillCount tokens that come back every `fillMillis`
    /// @param blue how the chance to be turned away changes
    /// @param weights what handshakes take
    public record Settings(int tokens, int fillMillis, int fillCount, Blue blue, Weights weights) {
        public static final Settings OFF = new Settings(0, 1, 1, Blue.OFF, Weights.EQUAL);
    }

    /// @param freezeMillis the least time between two changes of the chance; -1: it stays 0
    /// @param increase by how much it grows when the bucket is empty
    /// @param decrease by how much it shrinks when hardly anything is taken from the bucket
    /// @param decreaseRatio how much of the bucket may be gone for that
    public record Blue(int freezeMillis, double increase, double decrease, double decreaseRatio) {
        public static final Blue OFF = new Blue(-1, 0.02, 0.002, 0);
    }

    /// In tokens.
    ///
    /// @param created for a new session
    /// @param resumed for one that goes on
    public record Weights(int created, int resumed) {
        public static final Weights EQUAL = new Weights(1, 1);
    }

    private final Settings settings;
    private final LongSupplier nanoClock;
    private final DoubleSupplier chance;
    private double tokens;
    private long filledNanos;
    private long changedNanos;
    private double dropProbability;

    /// @param chance from 0 to 1, evenly
    ConnectionThrottle(Settings settings, LongSupplier nanoClock, DoubleSupplier chance) {
        this.settings = settings;
        this.nanoClock = nanoClock;
        this.chance = chance;
        tokens = settings.tokens();
        filledNanos = nanoClock.getAsLong();
        changedNanos = filledNanos;
    }

    /// Whether a handshake may go on; takes its tokens if so.
    synchronized boolean admits(boolean resumed) {
        if (settings.tokens() <= 0) {
            return true;
        }
        long now = nanoClock.getAsLong();
        fill(now);
        if (settings.blue().freezeMillis() > 0) {
            changeChance(now);
            if (chance.getAsDouble() < dropProbability) {
                return false;
            }
        }
        int need = resumed ? settings.weights().resumed() : settings.weights().created();
        if (tokens < need) {
            return false;
        }
        tokens -= need;
        return true;
    }

    /// How many tokens are taken.
    synchronized long deficit() {
        return settings.tokens() - (long) tokens;
    }

    synchronized double dropProbability() {
        return dropProbability;
    }

    private void fill(long now) {
        double periods = (double) (now - filledNanos) / TimeUnit.MILLISECONDS.toNanos(settings.fillMillis());
        tokens = Math.min(settings.tokens(), tokens + periods * settings.fillCount());
        filledNanos = now;
    }

    private void changeChance(long now) {
        Blue blue = settings.blue();
        if (now - changedNanos < TimeUnit.MILLISECONDS.toNanos(blue.freezeMillis())) {
            return;
        }
        changedNanos = now;
        if (tokens < 1) {
            dropProbability = Math.min(1, dropProbability + blue.increase());
        } else if (settings.tokens() - tokens <= settings.tokens() * blue.decreaseRatio()) {
            dropProbability = Math.max(0, dropProbability - blue.decrease());
        }
    }
}
