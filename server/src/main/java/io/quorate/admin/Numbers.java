package io.quorate.admin;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Numbers as ZooKeeper prints them.
final class Numbers {
    private static final int DECIMALS = 4;

    private Numbers() {}

    /// Rounded half up to four decimals, at least one of which is printed: `0.0`, `2.3333`.
    static String average(double value) {
        return Double.toString(BigDecimal.valueOf(value)
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .doubleValue());
    }

    static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
