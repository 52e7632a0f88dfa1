package io.quorate.shell;

import io.quorate.model.Stat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A stat as ZooKeeper's command line prints it; dates are in English and in the user's time zone.
final class StatText {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss zzz yyyy", Locale.ENGLISH);

    private StatText() {}

    static String of(Stat stat) {
        return String.join(
                System.lineSeparator(),
                "cZxid = 0x" + Long.toHexString(stat.czxid()),
                "ctime = " + date(stat.ctime()),
                "mZxid = 0x" + Long.toHexString(stat.mzxid()),
                "mtime = " + date(stat.mtime()),
                "pZxid = 0x" + Long.toHexString(stat.pzxid()),
                "cversion = " + stat.cversion(),
                "dataVersion = " + stat.version(),
                "aclVersion = " + stat.aversion(),
                "ephemeralOwner = 0x" + Long.toHexString(stat.ephemeralOwner()),
                "dataLength = " + stat.dataLength(),
                "numChildren = " + stat.numChildren());
    }

    private static String date(long millis) {
        return DATE.format(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()));
    }
}
