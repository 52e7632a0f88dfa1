package io.quorate.storage;

import io.quorate.storage.StorageFailure.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives each start of a server a time of its own, later than those of all starts before it, whatever
/// people do to the clock: ids of sessions are made from it, and an id must never be given to two
/// clients.
///
/// What the history tells of sessions is not enough for that, as most of them are over and forgotten.
/// The time is kept in a file of its own, of which Apache takes no notice.
final class StartTimes {
    private static final Logger LOG = LoggerFactory.getLogger(StartTimes.class);

    static final String NAME = "startTime";

    /// How far apart two starts are at least: one process may give 65,536 ids for each millisecond of it.
    private static final long APART_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final NumberFile file;

    StartTimes(Disk disk, Path directory) {
        file = new NumberFile(disk, directory, NAME);
    }

    /// The time of this start; durable when this returns.
    ///
    /// @param wallMillis what the clock says
    long begin(long wallMillis) {
        try {
            OptionalLong before = before();
            long begun = before.isEmpty() ? wallMillis : Math.max(wallMillis, before.getAsLong() + APART_MILLIS);
            file.write(begun);
            return begun;
        } catch (IOException cause) {
            throw new StorageFailure(Kind.DIRECTORY, "cannot write the time of this start to " + file, cause);
        }
    }

    /// That of the last start. If it is damaged the clock has to do: nearly always it is right.
    private OptionalLong before() throws IOException {
        file.deleteUnfinished();
        try {
            return file.read();
        } catch (StorageFailure damaged) {
            LOG.warn("{}; the clock is believed instead", damaged.getMessage());
            return OptionalLong.empty();
        }
    }
}
