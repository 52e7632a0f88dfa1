package io.quorate.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.Recovered;
import io.quorate.tree.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// What a storage was asked for, what it has answered, and therefore what a start may find.
final class Book {
    /// A moment of a history: a txn, and the tree after it. The first moment has no txn.
    record Moment(@Nullable LoggedTxn txn, Tree tree) {
        Zxid zxid() {
            return tree.zxid();
        }

        Moment then(LoggedTxn next) {
            return new Moment(next, tree.apply(next.header(), next.txn()).tree());
        }
    }

    /// A beginning of `moments` that reaches at least `atLeast`.
    private record Possible(List<Moment> moments, Zxid atLeast) {
        boolean includes(Zxid end) {
            return !atLeast.isAfter(end) && indexOf(moments, end) >= 0;
        }
    }

    private List<Moment> durable = List.of(new Moment(null, Tree.fresh()));
    private final Queue<Effect.StorageOrder> asked = new ArrayDeque<>();
    private long accepted;
    private long current;

    /// What is durable, as far as anybody was told.
    List<Moment> durable() {
        return durable;
    }

    Zxid end() {
        return durable.getLast().zxid();
    }

    long accepted() {
        return accepted;
    }

    long current() {
        return current;
    }

    static int indexOf(List<Moment> moments, Zxid zxid) {
        for (int i = moments.size() - 1; i >= 0; i--) {
            if (moments.get(i).zxid().equals(zxid)) {
                return i;
            }
        }
        return -1;
    }

    void ask(List<Effect.StorageOrder> orders) {
        asked.addAll(orders);
    }

    /// An answer has arrived; it must be one to the oldest order.
    void answer(Event answer) {
        // These are answered by somebody else.
        skipSnapshots();
        switch (answer) {
            case Event.LogFlushed(Zxid zxid) -> flushed(zxid);
            case Event.EpochsSaved(long newAccepted, long newCurrent) -> {
                assertThat(asked.remove()).isEqualTo(new Effect.SaveEpochs(newAccepted, newCurrent));
                accepted = newAccepted;
                current = newCurrent;
            }
            case Event.LogTruncated(Tree tree, List<LoggedTxn> recent) -> {
                assertThat(asked.remove()).isEqualTo(new Effect.TruncateLog(tree.zxid()));
                int at = indexOf(durable, tree.zxid());
                assertThat(at).isNotNegative();
                durable = List.copyOf(durable.subList(0, at + 1));
                checkState("truncated", durable, tree, recent);
            }
            case Event.TruncationRefused(Zxid zxid) ->
                assertThat(asked.remove()).isEqualTo(new Effect.TruncateLog(zxid));
            case Event.SnapshotInstalled(Zxid zxid) -> {
                Effect.StorageOrder order = asked.remove();
                assertThat(order).isInstanceOf(Effect.InstallSnapshot.class);
                if (order instanceof Effect.InstallSnapshot(Tree tree)) {
                    assertThat(tree.zxid()).isEqualTo(zxid);
                    durable = List.of(new Moment(null, tree));
                }
            }
            default -> throw new AssertionError("an answer to nothing: " + answer);
        }
    }

    private void flushed(Zxid zxid) {
        List<Moment> longer = new ArrayList<>(durable);
        assertThat(asked.peek()).isInstanceOf(Effect.Append.class);
        while (longer.getLast().zxid().compareTo(zxid) < 0 && asked.peek() instanceof Effect.Append(LoggedTxn txn)) {
            asked.remove();
            longer.add(longer.getLast().then(txn));
        }
        assertThat(longer.getLast().zxid()).isEqualTo(zxid);
        durable = List.copyOf(longer);
    }

    private void skipSnapshots() {
        while (asked.peek() instanceof Effect.TakeSnapshot) {
            asked.remove();
        }
    }

    void checkAllAnswered() {
        skipSnapshots();
        assertThat(asked).isEmpty();
    }

    /// Compares what a start has found with what it may find; changes nothing here.
    void checkFound(String situation, Recovered found) {
        skipSnapshots();
        Zxid end = found.tree().zxid();
        List<Possible> possible = possible();
        Possible it = possible.stream()
                .filter(candidate -> candidate.includes(end))
                .findFirst()
                .orElseThrow(() -> new AssertionError(situation + ": found " + end + ", expected "
                        + possible.stream()
                                .map(one -> one.atLeast + " to "
                                        + one.moments.getLast().zxid())
                                .toList()));
        checkState(situation, it.moments.subList(0, indexOf(it.moments, end) + 1), found.tree(), found.recent());
        checkEpochs(situation, found, end);
    }

    /// What the order that was being carried out, if any, may have left behind.
    private List<Possible> possible() {
        Possible asTold = new Possible(durable, end());
        return switch (asked.peek()) {
            case Effect.Append _ -> {
                List<Moment> longer = new ArrayList<>(durable);
                for (Effect.StorageOrder order : asked) {
                    if (!(order instanceof Effect.Append(LoggedTxn txn))) {
                        break;
                    }
                    longer.add(longer.getLast().then(txn));
                }
                yield List.of(new Possible(longer, end()));
            }
            case Effect.TruncateLog(Zxid zxid) ->
                List.of(indexOf(durable, zxid) >= 0 ? new Possible(durable, zxid) : asTold);
            case Effect.InstallSnapshot(Tree tree) ->
                List.of(asTold, new Possible(List.of(new Moment(null, tree)), tree.zxid()));
            case null, default -> List.of(asTold);
        };
    }

    private static void checkState(String situation, List<Moment> expected, Tree tree, List<LoggedTxn> recent) {
        Moment last = expected.getLast();
        assertThat(tree.zxid()).as(situation).isEqualTo(last.zxid());
        assertThat(tree.sameAs(last.tree())).as(situation + ": the tree").isTrue();
        assertThat(tree.digest()).as(situation).isEqualTo(last.tree().digest());
        List<LoggedTxn> txns = new ArrayList<>();
        for (Moment moment : expected.subList(Math.max(0, expected.size() - recent.size()), expected.size())) {
            if (moment.txn() != null) {
                txns.add(moment.txn());
            }
        }
        assertThat(recent).as(situation).hasSameSizeAs(txns);
        for (int i = 0; i < recent.size(); i++) {
            assertThat(recent.get(i).encoded())
                    .as(situation)
                    .isEqualTo(txns.get(i).encoded());
        }
    }

    private void checkEpochs(String situation, Recovered found, Zxid end) {
        long mostAccepted = accepted;
        long mostCurrent = current;
        if (asked.peek() instanceof Effect.SaveEpochs(long newAccepted, long newCurrent)) {
            mostAccepted = newAccepted;
            mostCurrent = newCurrent;
        }
        assertThat(found.acceptedEpoch()).as(situation).isBetween(accepted, mostAccepted);
        assertThat(found.currentEpoch()).as(situation).isBetween(current, Math.max(mostCurrent, end.epoch()));
        assertThat(found.currentEpoch()).as(situation).isLessThanOrEqualTo(found.acceptedEpoch());
    }

    /// A start has found this, and it was possible: from now on it is a promise.
    void adopt(Recovered found) {
        Zxid end = found.tree().zxid();
        for (Possible possible : possible()) {
            if (possible.includes(end)) {
                durable = List.copyOf(possible.moments.subList(0, indexOf(possible.moments, end) + 1));
                break;
            }
        }
        asked.clear();
        accepted = found.acceptedEpoch();
        current = found.currentEpoch();
    }
}
