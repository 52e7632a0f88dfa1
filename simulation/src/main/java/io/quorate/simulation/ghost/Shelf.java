package io.quorate.simulation.ghost;

import io.quorate.replica.Event;
import io.quorate.simulation.Violation;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// What one server's disk holds for sure, and the orders that are on their way there. A crash leaves the
/// former and any number of the latter, from the first on.
final class Shelf {
    private final Subject server;
    private final Past beginning;
    private final ArrayDeque<Order> orders = new ArrayDeque<>();
    private Past history;
    private Past ordered;
    private long acceptedEpoch;
    private long currentEpoch;

    /// What it held before it was damaged; null if it was not, or if something has been read from it
    /// since.
    private @Nullable Shelf whole;

    /// Something to be done to the disk, and the history after it.
    private sealed interface Order {
        Past after();

        record Append(Past after) implements Order {}

        record SaveEpochs(Past after, long accepted, long current) implements Order {}

        record Truncate(Past after) implements Order {}

        record Install(Past after) implements Order {}
    }

    Shelf(Subject server, Past beginning) {
        this.server = server;
        this.beginning = beginning;
        history = beginning;
        ordered = beginning;
    }

    /// What a restart would find, if nothing more were written.
    Past history() {
        return history;
    }

    /// The history once all orders are carried out.
    Past ordered() {
        return ordered;
    }

    long acceptedEpoch() {
        return acceptedEpoch;
    }

    long currentEpoch() {
        return currentEpoch;
    }

    /// Whether a snapshot from a leader is about to replace everything.
    boolean awaits(Past installation) {
        return orders.stream().anyMatch(order -> order instanceof Order.Install(Past after) && after == installation);
    }

    // ---- orders

    void append(Past past) {
        order(new Order.Append(past));
    }

    void saveEpochs(long accepted, long current) {
        order(new Order.SaveEpochs(ordered, accepted, current));
    }

    void truncate(Past end) {
        order(new Order.Truncate(end));
    }

    void install(Past received) {
        order(new Order.Install(received));
    }

    private void order(Order order) {
        orders.addLast(order);
        ordered = order.after();
    }

    // ---- answers

    /// @return whether the history may be another one than before
    boolean answered(Event answer) {
        switch (answer) {
            case Event.LogFlushed(var zxid) -> {
                while (orders.peekFirst() instanceof Order.Append(Past after)
                        && after.zxid().isAtMost(zxid)) {
                    orders.removeFirst();
                    history = after;
                }
                if (!history.zxid().equals(zxid)) {
                    throw unexpected(answer);
                }
            }
            case Event.EpochsSaved(long accepted, long current) -> {
                if (!(orders.pollFirst() instanceof Order.SaveEpochs(Past _, long a, long c))
                        || a != accepted
                        || c != current) {
                    throw unexpected(answer);
                }
                acceptedEpoch = accepted;
                currentEpoch = current;
            }
            case Event.LogTruncated(var tree, var _) -> {
                if (!(orders.pollFirst() instanceof Order.Truncate(Past end))
                        || !end.zxid().equals(tree.zxid())) {
                    throw unexpected(answer);
                }
                history = end;
                return true;
            }
            case Event.TruncationRefused _ -> {
                if (!(orders.pollFirst() instanceof Order.Truncate) || !orders.isEmpty()) {
                    throw unexpected(answer);
                }
                ordered = history;
            }
            case Event.SnapshotInstalled(var zxid) -> {
                if (!(orders.pollFirst() instanceof Order.Install(Past received))
                        || !received.zxid().equals(zxid)) {
                    throw unexpected(answer);
                }
                history = received;
                return true;
            }
            default -> {
                // Snapshots of the server's own history change nothing.
            }
        }
        return false;
    }

    private Violation unexpected(Event answer) {
        return new Violation(
                "I-DURABLE", "the storage of server %s says %s after %s and %s", server, answer, history, orders);
    }

    // ---- crashes

    /// Nobody may count on its content any more.
    void damaged() {
        Shelf before = whole == null ? copy() : whole;
        restarted(beginning, 0, 0);
        whole = before;
    }

    private Shelf copy() {
        Shelf copy = new Shelf(server, beginning);
        copy.restarted(history, acceptedEpoch, currentEpoch);
        copy.orders.addAll(orders);
        copy.ordered = ordered;
        return copy;
    }

    /// What it held before it was damaged; itself if it was not, or if something has been read from it
    /// since.
    Shelf whole() {
        return whole == null ? this : whole;
    }

    /// From now on this is what it holds.
    void restarted(Past found, long accepted, long current) {
        whole = null;
        orders.clear();
        history = found;
        ordered = found;
        acceptedEpoch = accepted;
        currentEpoch = current;
    }

    /// Whether a crash may leave this history, whatever it leaves of the epochs.
    boolean mayLeave(Past found) {
        if (found == history) {
            return true;
        }
        Past before = history;
        for (Order order : orders) {
            boolean half = order instanceof Order.Truncate(Past end) && before.contains(found) && found.contains(end);
            if (half || found == order.after()) {
                return true;
            }
            before = order.after();
        }
        return false;
    }

    /// Whether a crash and a flipped bit may leave this history: a last txn that is damaged looks as if
    /// it had not been finished. All else has to be noticed.
    boolean mayLeaveDamaged(Past found, long accepted, long current) {
        boolean lastIsLost =
                isLastLost(history, found) || orders.stream().anyMatch(order -> isLastLost(order.after(), found));
        return (lastIsLost || mayLeave(found)) && accepted >= acceptedEpoch && current >= currentEpoch;
    }

    private static boolean isLastLost(Past past, Past found) {
        return past.length() > 0 && past.before() == found;
    }

    /// Whether a crash may leave this history together with these epochs. The two epochs are written one
    /// after the other; and a start takes the epoch of the last txn for the current one, if that is
    /// later.
    boolean mayLeave(Past found, long accepted, long current) {
        Past before = history;
        long nowAccepted = acceptedEpoch;
        long nowCurrent = currentEpoch;
        boolean possible = found == before && fits(found, current, nowCurrent) && accepted == nowAccepted;
        for (Order order : orders) {
            switch (order) {
                case Order.SaveEpochs(Past _, long a, long c) -> {
                    possible |= found == before && accepted == a && fits(found, current, nowCurrent);
                    nowAccepted = a;
                    nowCurrent = c;
                }
                case Order.Truncate(Past end) -> {
                    boolean half = before.contains(found) && found.contains(end);
                    possible |= half && accepted == nowAccepted && fits(found, current, nowCurrent);
                }
                case Order.Append _, Order.Install _ -> {
                    // Done or not done.
                }
            }
            before = order.after();
            possible |= found == before && accepted == nowAccepted && fits(found, current, nowCurrent);
        }
        return possible;
    }

    private static boolean fits(Past found, long current, long stored) {
        return current == Math.max(stored, found.epoch());
    }
}
