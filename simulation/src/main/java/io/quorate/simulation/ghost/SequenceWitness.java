package io.quorate.simulation.ghost;

import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.simulation.Violation;
import io.quorate.simulation.reference.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// I-SEQ: the numbers of sequential znodes below one parent grow as long as the parent lives and its counter does not
/// wrap.
final class SequenceWitness {
    private static final int SEQUENTIAL = 2;
    private static final int EPHEMERAL_SEQUENTIAL = 3;
    private static final int SEQUENTIAL_WITH_TTL = 6;

    /// @param incarnation the zxid that created it
    private record Parent(String path, long incarnation) {}

    // Only ever asked by key.
    private final Map<Parent, Integer> numbers = new HashMap<>();

    /// @param before the state that the txn meets
    void commit(LoggedTxn txn, List<Requests.Act> acts, State before) {
        if (acts.stream().anyMatch(act -> act.txn() instanceof Txn.Failed)) {
            return;
        }
        Outlook outlook = new Outlook(before);
        for (Requests.Act act : acts) {
            if (act.txn() instanceof Txn.Create create) {
                String asked = sequential(act.request());
                if (asked != null) {
                    named(txn, create, asked, outlook);
                }
            }
            outlook.apply(act.txn());
        }
    }

    /// The path that a number was to be added to; null if that was not asked for.
    private static @Nullable String sequential(@Nullable Request request) {
        if (!(request instanceof Request.Create create)) {
            return null;
        }
        int flags = create.flags();
        return flags == SEQUENTIAL || flags == EPHEMERAL_SEQUENTIAL || flags == SEQUENTIAL_WITH_TTL
                ? create.path()
                : null;
    }

    private void named(LoggedTxn txn, Txn.Create create, String asked, Outlook outlook) {
        Integer number = create.path().startsWith(asked) ? number(create.path(), asked.length()) : null;
        if (number == null) {
            throw new Violation(
                    "I-SEQ", "%s names %s a znode that was to be %s with a number", txn, create.path(), asked);
        }
        String path = ZnodePath.parent(create.path());
        Outlook.Facts facts = outlook.find(path);
        long born = facts == null || facts.incarnation() == 0 ? txn.zxid().value() : facts.incarnation();
        // The system znodes are created by no txn.
        Parent parent = new Parent(path, facts != null && ZnodePath.isReserved(path) ? 0 : born);
        Integer last = numbers.put(parent, number);
        if (last != null && last != Integer.MAX_VALUE && number <= last) {
            throw new Violation(
                    "I-SEQ", "%s creates %s, and a znode with number %s was there before", txn, create.path(), last);
        }
    }

    private static @Nullable Integer number(String path, int from) {
        try {
            return Integer.valueOf(path.substring(from));
        } catch (NumberFormatException _) {
            return null;
        }
    }
}
