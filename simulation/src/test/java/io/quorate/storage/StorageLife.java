package io.quorate.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.simulation.disk.FaultyDisk;
import io.quorate.simulation.disk.FaultyDisk.Unsynced;
import io.quorate.tree.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Everything that a server does to its storage, step by step, with the book of what was promised;
/// and the check whether a start keeps it.
final class StorageLife {
    private static final Path DATA = Path.of("/data");
    private static final Path LOGS = Path.of("/logs");
    private static final StorageSettings SETTINGS =
            new StorageSettings(4096, 6000, true, 5, 1 << 16, true, true, false);

    /// A history that a start may find: some beginning of `txns` that reaches `atLeast`.
    private record Possible(List<LoggedTxn> txns, Zxid atLeast) {
        boolean includes(Zxid last) {
            return !atLeast.isAfter(last)
                    && (last.equals(Zxid.ZERO)
                            || txns.stream().anyMatch(txn -> txn.zxid().equals(last)));
        }

        List<LoggedTxn> upTo(Zxid last) {
            return txns.stream().filter(txn -> txn.zxid().isAtMost(last)).toList();
        }
    }

    private static final LoggedTxn OTHERS_FIRST = Txns.create(Zxid.of(1, 1), "/t" + Zxid.of(1, 1), "another's");

    private final FaultyDisk disk = new FaultyDisk();
    private Possible history = new Possible(List.of(), Zxid.ZERO);
    private @Nullable Possible alternative;
    private long acceptedPromised;
    private long currentPromised;
    private long acceptedTried;
    private long currentTried;
    private @Nullable DataDirectory data;

    FaultyDisk disk() {
        return disk;
    }

    /// A whole life.
    void run() {
        start();
        saveEpochs(1, 1);
        append(1, 1, 3, "");
        append(1, 4, 12, "x".repeat(700));
        takeSnapshot();
        append(1, 13, 20, "y".repeat(300));
        append(1, 21, 21, "");
        truncate(Zxid.of(1, 17));
        saveEpochs(2, 1);
        saveEpochs(2, 2);
        append(2, 1, 9, "z".repeat(1000));
        takeSnapshot();
        append(2, 10, 12, "");
        data().log().roll();
        append(2, 13, 14, "");
        purge(1);
        takeSnapshot();
        append(2, 15, 16, "");
        truncate(Zxid.of(2, 14));
        saveEpochs(3, 2);
        install(otherHistory());
        saveEpochs(3, 3);
        append(3, 8, 10, "after".repeat(400));
        takeSnapshot();
        append(3, 11, 12, "");
        takeSnapshot();
        purge(1);
        append(3, 13, 13, "end");
    }

    /// Starts the server and loads.
    Loaded<Tree> start() {
        DataDirectory opened = DataDirectory.open(disk, DATA, LOGS, SETTINGS);
        data = opened;
        return opened.load(new TreeState());
    }

    /// Starts it, compares what it finds with the book, takes the power away at once, and starts
    /// again: what a start has reported, it has promised.
    void checkStart(String situation) {
        Zxid found = checkFound(situation, start());
        disk.crash(new Random(1), Unsynced.LOST);
        Loaded<Tree> again = start();
        assertThat(again.lastLogged()).as(situation + ", started twice").isEqualTo(found);
        checkFound(situation + ", started twice", again);

        Zxid next = found.equals(Zxid.ZERO) ? Zxid.of(1, 1) : found.next();
        EpochFiles epochs = data().epochs();
        epochs.save(Math.max(epochs.accepted(), next.epoch()), Math.max(epochs.current(), next.epoch()));
        data().log().append(Txns.at(next));
        data().log().flush();
        disk.crash(new Random(2), Unsynced.LOST);
        assertThat(start().lastLogged()).as(situation + ", continued").isEqualTo(next);
    }

    private Zxid checkFound(String situation, Loaded<Tree> loaded) {
        Zxid last = loaded.lastLogged();
        Possible other = alternative;
        Possible found = history.includes(last) || other == null ? history : other;
        assertThat(found.includes(last))
                .as("%s: found %s, expected from %s on", situation, last, found.atLeast)
                .isTrue();
        Tree expected = TreeState.after(found.upTo(last));
        assertThat(loaded.state().zxid()).as(situation).isEqualTo(last);
        assertThat(loaded.state().digest()).as(situation).isEqualTo(expected.digest());
        assertThat(loaded.state().znodeCount()).as(situation).isEqualTo(expected.znodeCount());
        checkRecent(situation, loaded, found.upTo(last));
        EpochFiles epochs = data().epochs();
        assertThat(epochs.accepted()).as(situation).isBetween(acceptedPromised, acceptedTried);
        assertThat(epochs.current()).as(situation).isBetween(currentPromised, Math.max(currentTried, last.epoch()));
        // What has been reported is a promise from now on.
        acceptedPromised = epochs.accepted();
        currentPromised = epochs.current();
        checkNames(situation, found);
        return last;
    }

    private void checkNames(String situation, Possible found) {
        for (String name : names(DATA)) {
            assertThat(name).as(situation).matches("snapshot\\.[0-9a-f]+|(accepted|current)Epoch");
        }
        if (found.txns.contains(OTHERS_FIRST)) {
            // Nothing of the own history is left that the leader's snapshot replaced.
            assertThat(names(LOGS)).as(situation).noneMatch(name -> name.matches("log\\.[12].*"));
        }
    }

    private List<String> names(Path directory) {
        try {
            return disk.list(directory.resolve("version-2"));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static void checkRecent(String situation, Loaded<Tree> loaded, List<LoggedTxn> expected) {
        List<LoggedTxn> recent = loaded.recent();
        assertThat(recent.size()).as(situation).isLessThanOrEqualTo(SETTINGS.recentTxns());
        List<Zxid> tail = expected.subList(Math.max(0, expected.size() - recent.size()), expected.size()).stream()
                .map(LoggedTxn::zxid)
                .toList();
        assertThat(recent.stream().map(LoggedTxn::zxid).toList()).as(situation).isEqualTo(tail);
    }

    private void append(long epoch, long from, long to, String content) {
        List<LoggedTxn> longer = new ArrayList<>(history.txns);
        for (long counter = from; counter <= to; counter++) {
            Zxid zxid = Zxid.of(epoch, counter);
            LoggedTxn txn = Txns.create(zxid, "/t" + zxid, content);
            longer.add(txn);
            data().log().append(txn);
        }
        history = new Possible(longer, history.atLeast);
        history = new Possible(longer, data().log().flush());
    }

    private void takeSnapshot() {
        data().log().roll();
        assertThat(data().writeSnapshot(TreeState.after(history.txns))).isTrue();
    }

    private void purge(int retain) {
        data().purge(retain);
    }

    private void truncate(Zxid zxid) {
        history = new Possible(history.txns, zxid);
        try {
            data().truncate(zxid);
        } catch (MissingZxid missing) {
            throw new AssertionError(missing);
        }
        history = new Possible(history.upTo(zxid), zxid);
        assertThat(data().load(new TreeState()).lastLogged()).isEqualTo(zxid);
    }

    private void install(List<LoggedTxn> txns) {
        Possible installed = new Possible(txns, txns.getLast().zxid());
        alternative = installed;
        data().installSnapshot(TreeState.after(txns));
        history = installed;
        alternative = null;
    }

    private void saveEpochs(long accepted, long current) {
        acceptedTried = accepted;
        currentTried = current;
        data().epochs().save(accepted, current);
        acceptedPromised = accepted;
        currentPromised = current;
    }

    /// What a leader has whose epochs 1 and 2 ended otherwise than ours.
    private static List<LoggedTxn> otherHistory() {
        List<LoggedTxn> txns = new ArrayList<>();
        txns.add(OTHERS_FIRST);
        for (long counter = 2; counter <= 20; counter++) {
            txns.add(Txns.create(Zxid.of(1, counter), "/t" + Zxid.of(1, counter), "another's"));
        }
        for (long counter = 1; counter <= 7; counter++) {
            txns.add(Txns.at(3, counter));
        }
        return txns;
    }

    private DataDirectory data() {
        DataDirectory opened = data;
        if (opened == null) {
            throw new IllegalStateException("not started");
        }
        return opened;
    }
}
