package io.quorate.replica;

import io.quorate.model.Invariant;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.tree.Applied;
import io.quorate.tree.RecentChanges;
import io.quorate.tree.Tree;
import io.quorate.zab.synchronization.RecentTxns;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// This server's history: what is on disk, what is on its way there, and the tree it adds up to.
///
/// Two rules live here. Nothing is applied that is not durable on this server. And what the server
/// reports as the end of its history is what is durable, never what it has merely heard of.
final class History {
    /// A txn in the log that is not applied yet; the leader has computed its effect when it was proposed.
    private record Entry(LoggedTxn txn, @Nullable Applied applied) {}

    private static final long RECENT_BYTES = 8L << 20;

    private final RecentTxns recent;
    private final RecentChanges recentChanges;
    private final ArrayDeque<Entry> pending = new ArrayDeque<>();

    private Tree tree;
    private Zxid lastLogged;
    private Zxid durable;
    private long acceptedEpoch;
    private long currentEpoch;

    /// Orders to the storage whose answer has not come: epochs, cuts, installations.
    private int unanswered;

    History(Recovered recovered, int recentTxns, long watchHistoryBytes) {
        tree = recovered.tree();
        recent = new RecentTxns(recentTxns, RECENT_BYTES);
        recentChanges = new RecentChanges(watchHistoryBytes, tree.zxid());
        recovered.recent().forEach(recent::add);
        lastLogged = tree.zxid();
        durable = lastLogged;
        acceptedEpoch = recovered.acceptedEpoch();
        currentEpoch = recovered.currentEpoch();
    }

    /// The state after everything applied.
    Tree tree() {
        return tree;
    }

    /// The state after everything in the log, durable or not: what the next txn will meet.
    Tree preparedTree() {
        Entry last = pending.peekLast();
        return last == null || last.applied() == null ? tree : last.applied().tree();
    }

    RecentTxns recent() {
        return recent;
    }

    /// What the txns applied of late have changed.
    RecentChanges recentChanges() {
        return recentChanges;
    }

    Zxid lastLogged() {
        return lastLogged;
    }

    Zxid durable() {
        return durable;
    }

    long acceptedEpoch() {
        return acceptedEpoch;
    }

    long currentEpoch() {
        return currentEpoch;
    }

    /// Whether the disk has answered everything: only then does this server know where its history ends.
    boolean isQuiet() {
        return unanswered == 0 && durable.equals(lastLogged);
    }

    /// Whether everything up to `zxid` is durable, and every order to the storage has been answered.
    boolean isDurable(Zxid zxid) {
        return unanswered == 0 && zxid.isAtMost(durable);
    }

    /// The txns that are logged and not applied, oldest first.
    List<LoggedTxn> pending() {
        List<LoggedTxn> txns = new ArrayList<>(pending.size());
        pending.forEach(entry -> txns.add(entry.txn()));
        return txns;
    }

    // ---- orders to the storage

    void append(LoggedTxn txn, @Nullable Applied applied, Effects effects) {
        Invariant.check(txn.zxid().follows(lastLogged), "%s must follow %s in the log", txn, lastLogged);
        pending.addLast(new Entry(txn, applied));
        lastLogged = txn.zxid();
        effects.add(new Effect.Append(txn));
    }

    void saveEpochs(long accepted, long current, Effects effects) {
        Invariant.check(
                accepted >= acceptedEpoch && current >= currentEpoch && current <= accepted,
                "epochs must not go back: accepted %s to %s, current %s to %s",
                acceptedEpoch,
                accepted,
                currentEpoch,
                current);
        unanswered++;
        effects.add(new Effect.SaveEpochs(accepted, current));
    }

    /// Nothing may be appended until the storage has answered.
    void truncate(Zxid end, Effects effects) {
        Invariant.check(pending.isEmpty() && end.isAtMost(lastLogged), "cannot cut %s behind %s", lastLogged, end);
        unanswered++;
        effects.add(new Effect.TruncateLog(end));
    }

    void install(Tree received, Effects effects) {
        unanswered++;
        pending.clear();
        recent.clear();
        tree = received;
        recentChanges.restart(tree.zxid());
        lastLogged = received.zxid();
        effects.add(new Effect.InstallSnapshot(received));
    }

    // ---- answers of the storage

    void flushed(Zxid zxid) {
        durable = zxid;
    }

    void epochsSaved(long accepted, long current) {
        unanswered--;
        acceptedEpoch = accepted;
        currentEpoch = current;
    }

    void truncated(Tree reloaded, List<LoggedTxn> txns) {
        unanswered--;
        recent.clear();
        txns.forEach(recent::add);
        tree = reloaded;
        recentChanges.restart(tree.zxid());
        lastLogged = reloaded.zxid();
        durable = lastLogged;
    }

    void truncationRefused() {
        unanswered--;
    }

    void installed(Zxid zxid) {
        unanswered--;
        durable = zxid;
    }

    // ---- applying

    /// Applies what is durable up to `committed`, in order.
    ///
    /// @param before hears of each txn when nothing that clients can read shows it yet
    void apply(Zxid committed, Consumer<Zxid> before, BiConsumer<LoggedTxn, Applied> observer) {
        while (!pending.isEmpty()) {
            Entry entry = pending.getFirst();
            Zxid zxid = entry.txn().zxid();
            if (zxid.isAfter(committed) || zxid.isAfter(durable)) {
                return;
            }
            before.accept(zxid);
            pending.removeFirst();
            Applied applied = entry.applied() != null
                    ? entry.applied()
                    : tree.apply(entry.txn().header(), entry.txn().txn());
            tree = applied.tree();
            recent.add(entry.txn());
            recentChanges.add(zxid, applied.changes());
            observer.accept(entry.txn(), applied);
        }
    }

    /// Takes the durable but uncommitted end of the log for history, as a restart would: whoever leads
    /// next decides.
    void adoptLog() {
        Invariant.check(isQuiet(), "the log must be flushed before it is adopted");
        apply(lastLogged, _ -> {}, (_, _) -> {});
    }

    /// Shows the configuration to clients under `/zookeeper/config`; local to each server, not a txn.
    void showConfig(String text, long version, long wallMillis) {
        Invariant.check(
                pending.stream().allMatch(entry -> entry.applied() == null),
                "the configuration node must not change below txns whose effect is computed already");
        tree = tree.withConfig(text, version, wallMillis);
    }
}
