package io.quorate.acceptance;

import static io.quorate.acceptance.Damage.Consequence.REFUSES;
import static io.quorate.acceptance.Damage.Consequence.SERVES;

import io.quorate.acceptance.harness.DataFiles;
import io.quorate.acceptance.harness.DataFiles.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// A way in which the files of a server can be damaged, and what must come of it.
///
/// @param name what it looks like
/// @param harm does it and returns the file that it was done to
record Damage(String name, Consequence consequence, Function<DataFiles, Path> harm) {
    private static final List<Damage> ALL = List.of(
            // ---- the newest log file: everything behind the newest snapshot is in it
            new Damage("log with another magic", REFUSES, files -> DataFiles.flip(newestLog(files), 0)),
            // Checked by nobody, as in Apache's server.
            new Damage("log with another version", SERVES, files -> DataFiles.flip(newestLog(files), 7)),
            new Damage(
                    "log with another end of the log before", REFUSES, files -> DataFiles.flip(newestLog(files), 12)),
            new Damage("record with another checksum", REFUSES, files -> flip(middle(files), Place::offset, 7)),
            new Damage("record with a checksum of more bits", REFUSES, files -> flip(middle(files), Place::offset, 0)),
            new Damage("record that seems longer", REFUSES, files -> flip(middle(files), Place::lengthField, 3)),
            new Damage("record that seems very long", REFUSES, files -> flip(middle(files), Place::lengthField, 0)),
            new Damage(
                    "record that seems empty",
                    REFUSES,
                    files -> DataFiles.overwrite(newestLog(files), middle(files).lengthField(), new byte[4])),
            new Damage("record of another session", REFUSES, files -> flip(middle(files), Place::entry, 3)),
            new Damage("record with another zxid", REFUSES, files -> flip(middle(files), Place::entry, 19)),
            new Damage("record of another type", REFUSES, files -> flip(middle(files), Place::entry, 31)),
            new Damage("record with another body", REFUSES, files -> flip(middle(files), Place::body, 5)),
            new Damage("record with another end", REFUSES, files -> flip(middle(files), Place::endOfRecord, 0)),
            new Damage("last record with another body", REFUSES, files -> flip(last(files), Place::body, 5)),
            // As a crash can leave it: what is lost was not reported, or the peers have it.
            new Damage(
                    "last record without its end",
                    SERVES,
                    files -> DataFiles.shorten(newestLog(files), last(files).body())),
            new Damage(
                    "last records never written",
                    SERVES,
                    files -> DataFiles.zero(newestLog(files), middle(files).offset())),
            new Damage(
                    "log with something behind its end",
                    REFUSES,
                    files ->
                            DataFiles.append(newestLog(files), "what stands here is longer than the head of a record")),
            new Damage("log without content", SERVES, files -> DataFiles.shorten(newestLog(files), 0)),
            new Damage("log that is gone", SERVES, files -> DataFiles.remove(newestLog(files))),

            // ---- older log files: of importance only if the newest snapshot cannot be read
            new Damage(
                    "old record with another body",
                    SERVES,
                    files -> flip(middle(files.logs().getFirst()), Place::body, 5)),
            new Damage(
                    "old log that is gone",
                    SERVES,
                    files -> DataFiles.remove(files.logs().getFirst())),
            new Damage("old record and newest snapshot", REFUSES, files -> {
                Path _ = DataFiles.flip(newestSnapshot(files), 2000);
                return flip(middle(lastButOne(files)), Place::body, 5);
            }),
            new Damage("old log gone and newest snapshot damaged", REFUSES, files -> {
                Path _ = DataFiles.remove(lastButOne(files));
                return DataFiles.flip(newestSnapshot(files), 2000);
            }),

            // ---- the newest snapshot: the one before and the log take its place
            new Damage("snapshot with another magic", SERVES, files -> DataFiles.flip(newestSnapshot(files), 0)),
            new Damage(
                    "snapshot with another number of sessions",
                    SERVES,
                    files -> DataFiles.flip(newestSnapshot(files), 19)),
            new Damage("snapshot with another znode", SERVES, files -> DataFiles.flip(newestSnapshot(files), 2000)),
            new Damage("snapshot cut in the middle", SERVES, files -> DataFiles.shorten(newestSnapshot(files), 2000)),
            new Damage("snapshot cut at a seal", SERVES, files -> cutSnapshot(newestSnapshot(files), 54)),
            new Damage("snapshot without content", SERVES, files -> DataFiles.shorten(newestSnapshot(files), 0)),
            new Damage("snapshot that is gone", SERVES, files -> DataFiles.remove(newestSnapshot(files))),

            // ---- the only snapshot: nothing can take its place
            new Damage("only snapshot with another magic", REFUSES, files -> DataFiles.flip(onlySnapshot(files), 3)),
            new Damage("only snapshot of another version", REFUSES, files -> DataFiles.flip(onlySnapshot(files), 7)),
            new Damage(
                    "only snapshot with another number of sessions",
                    REFUSES,
                    files -> DataFiles.flip(onlySnapshot(files), 16)),
            new Damage("only snapshot with another session", REFUSES, files -> DataFiles.flip(onlySnapshot(files), 27)),
            new Damage("only snapshot with another znode", REFUSES, files -> DataFiles.flip(onlySnapshot(files), 2000)),
            new Damage("only snapshot with another seal", REFUSES, files -> flipFromEnd(onlySnapshot(files), 60)),
            new Damage("only snapshot with another digest", REFUSES, files -> flipFromEnd(onlySnapshot(files), 40)),
            new Damage("only snapshot with another last seal", REFUSES, files -> flipFromEnd(onlySnapshot(files), 6)),
            new Damage(
                    "only snapshot cut in the middle", REFUSES, files -> DataFiles.shorten(onlySnapshot(files), 2000)),
            new Damage("only snapshot without content", REFUSES, files -> DataFiles.shorten(onlySnapshot(files), 0)),

            // ---- epochs
            new Damage("accepted epoch without content", REFUSES, files -> DataFiles.say(files.acceptedEpoch(), "")),
            new Damage(
                    "accepted epoch that is no number",
                    REFUSES,
                    files -> DataFiles.say(files.acceptedEpoch(), "1\u0000")),
            new Damage("accepted epoch below the current", REFUSES, files -> DataFiles.say(files.acceptedEpoch(), "0")),
            // A promise is a promise: the leader makes way for one with a higher epoch.
            new Damage("accepted epoch far above", SERVES, files -> DataFiles.say(files.acceptedEpoch(), "9")),
            new Damage("accepted epoch with another digit", REFUSES, files -> DataFiles.flip(files.acceptedEpoch(), 0)),
            new Damage(
                    "accepted epoch with another checksum", REFUSES, files -> DataFiles.flip(files.acceptedEpoch(), 5)),
            new Damage("accepted epoch that is gone", REFUSES, files -> DataFiles.remove(files.acceptedEpoch())),
            new Damage("current epoch without content", REFUSES, files -> DataFiles.say(files.currentEpoch(), "")),
            new Damage("current epoch that is no number", REFUSES, files -> DataFiles.say(files.currentEpoch(), "q")),
            new Damage("current epoch above the accepted", REFUSES, files -> DataFiles.say(files.currentEpoch(), "9")),
            new Damage("current epoch below the history", SERVES, files -> DataFiles.say(files.currentEpoch(), "0")),
            new Damage("current epoch with another digit", REFUSES, files -> DataFiles.flip(files.currentEpoch(), 0)),
            new Damage("current epoch that is gone", SERVES, files -> DataFiles.remove(files.currentEpoch())),
            new Damage(
                    "unfinished epoch",
                    SERVES,
                    files -> DataFiles.say(files.versionTwo().resolve("currentEpoch.tmp"), "7")),

            // ---- who it is
            new Damage("my id that is gone", REFUSES, files -> DataFiles.remove(files.myId())),
            new Damage("my id without content", REFUSES, files -> DataFiles.say(files.myId(), "")),
            new Damage("my id that is no number", REFUSES, files -> DataFiles.say(files.myId(), "s\n")),
            new Damage("my id that nobody knows", REFUSES, files -> DataFiles.say(files.myId(), "19\n")));

    static List<Damage> all() {
        return ALL;
    }

    /// What a server does that finds its files like that, while its peers are well.
    enum Consequence {
        /// Names the file in one sentence and ends.
        REFUSES,
        /// Ends up with what its peers hold.
        SERVES
    }

    /// Does it; returns the file that the server's complaint has to name.
    Path doTo(DataFiles files) {
        return harm.apply(files);
    }

    private static Path newestLog(DataFiles files) {
        return files.logs().getLast();
    }

    /// What leads from the last snapshot but one to the last.
    private static Path lastButOne(DataFiles files) {
        List<Path> logs = files.logs();
        return logs.get(logs.size() - 2);
    }

    private static Place middle(DataFiles files) {
        return middle(newestLog(files));
    }

    private static Place middle(Path log) {
        List<Place> records = DataFiles.records(log);
        return records.get(records.size() / 2);
    }

    private static Place last(DataFiles files) {
        return DataFiles.records(newestLog(files)).getLast();
    }

    private static Path newestSnapshot(DataFiles files) {
        return files.snapshots().getLast();
    }

    /// All that are older go, with the log that only they need.
    private static Path onlySnapshot(DataFiles files) {
        List<Path> snapshots = files.snapshots();
        snapshots.subList(0, snapshots.size() - 1).forEach(DataFiles::remove);
        List<Path> logs = files.logs();
        logs.subList(0, logs.size() - 1).forEach(DataFiles::remove);
        return snapshots.getLast();
    }

    private static Path flip(Place place, Function<Place, Integer> field, int offset) {
        return DataFiles.flip(place.file(), field.apply(place) + offset);
    }

    private static Path flipFromEnd(Path file, int distance) {
        return DataFiles.flip(file, DataFiles.content(file).length - distance);
    }

    private static Path cutSnapshot(Path file, int missing) {
        return DataFiles.shorten(file, DataFiles.content(file).length - missing);
    }

    @Override
    public String toString() {
        return name;
    }
}
