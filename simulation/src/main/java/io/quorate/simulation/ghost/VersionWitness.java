package io.quorate.simulation.ghost;

import io.quorate.model.ErrorCode;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.simulation.Violation;
import io.quorate.simulation.reference.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// I-VERSION, I-EPHEMERAL-EXCLUSIVE: a committed txn fits the state that it meets. Each version is the one after the
/// version before, a created znode is new and has a parent that may have children, a deleted one has none; and a
/// conditional write was carried out if and only if its version was the present one.
final class VersionWitness {
    private static final int ANY = -1;

    /// A version of a znode, and the operation that has one.
    private record Condition(String path, int expected, boolean ofAcl) {
        static @Nullable Condition of(@Nullable Request request) {
            if (request instanceof Request.SetData(String path, var _, int version)) {
                return of(path, version, false);
            }
            if (request instanceof Request.Delete(String path, int version)) {
                return of(path, version, false);
            }
            if (request instanceof Request.Check(String path, int version)) {
                return of(path, version, false);
            }
            if (request instanceof Request.SetAcl(String path, var _, int version)) {
                return of(path, version, true);
            }
            return null;
        }

        private static @Nullable Condition of(@Nullable String path, int version, boolean ofAcl) {
            return path == null ? null : new Condition(path, version, ofAcl);
        }
    }

    /// @param before the state that the txn meets
    void commit(LoggedTxn txn, List<Requests.Act> acts, State before) {
        Outlook outlook = new Outlook(before);
        boolean carriedOut = acts.stream().noneMatch(act -> act.txn() instanceof Txn.Failed);
        for (Requests.Act act : acts) {
            Condition condition = Condition.of(act.request());
            if (condition != null) {
                checkCondition(txn, condition, act.txn(), outlook);
            }
            if (act.txn() instanceof Txn.Failed) {
                return;
            }
            if (carriedOut) {
                checkFit(txn, act.txn(), outlook);
            }
            outlook.apply(act.txn());
        }
    }

    private static void checkCondition(LoggedTxn txn, Condition condition, Txn made, Outlook outlook) {
        Outlook.Facts facts = outlook.find(condition.path());
        int expected = condition.expected();
        boolean holds = facts != null && (expected == ANY || expected == versionOf(facts, condition));
        boolean succeeded = !(made instanceof Txn.Failed);
        boolean refused = made instanceof Txn.Failed(ErrorCode error) && error == ErrorCode.BAD_VERSION;
        if ((succeeded && !holds) || (refused && (holds || facts == null))) {
            throw new Violation(
                    "I-VERSION",
                    "%s %s a condition that %s has version %s, which meets %s",
                    txn,
                    succeeded ? "ignores" : "refuses",
                    condition.path(),
                    expected,
                    facts == null ? "no znode" : versionOf(facts, condition));
        }
    }

    private static int versionOf(Outlook.Facts facts, Condition condition) {
        return condition.ofAcl() ? facts.aversion() : facts.version();
    }

    private static void checkFit(LoggedTxn txn, Txn made, Outlook outlook) {
        switch (made) {
            case Txn.Create create -> checkCreation(txn, create, outlook);
            case Txn.Delete(var _, String path) -> {
                int children = existing(txn, path, outlook).children();
                check(children == 0, txn, "deletes %s, which has %s children", path, children);
            }
            case Txn.SetData(var _, String path, var _, int version) -> {
                int before = existing(txn, path, outlook).version();
                check(version == after(before), txn, "makes version %s of %s, after %s", version, path, before);
            }
            case Txn.SetAcl(String path, var _, int version) -> {
                int before = existing(txn, path, outlook).aversion();
                check(version == after(before), txn, "makes ACL version %s of %s, after %s", version, path, before);
            }
            case Txn.Check _, Txn.Multi _, Txn.CreateSession _, Txn.CloseSession _, Txn.Failed _ -> {
                // Of no znode in particular, or of one that was looked at with its condition.
            }
        }
    }

    private static void checkCreation(LoggedTxn txn, Txn.Create create, Outlook outlook) {
        String path = create.path();
        check(outlook.find(path) == null, txn, "creates %s, which is there", path);
        Outlook.Facts parent = existing(txn, ZnodePath.parent(path), outlook);
        if (parent.ephemeral()) {
            throw new Violation("I-EPHEMERAL-EXCLUSIVE", "%s creates %s below an ephemeral", txn, path);
        }
        check(
                create.parentCversion() == parent.cversion() + 1,
                txn,
                "creates %s and makes the counter of its parent %s, after %s",
                path,
                create.parentCversion(),
                parent.cversion());
    }

    private static Outlook.Facts existing(LoggedTxn txn, String path, Outlook outlook) {
        Outlook.Facts facts = outlook.find(path);
        if (facts == null) {
            throw new Violation("I-VERSION", "%s needs %s, which is not there", txn, path);
        }
        return facts;
    }

    private static void check(boolean holds, LoggedTxn txn, String what, Object... values) {
        if (!holds) {
            throw new Violation("I-VERSION", "%s", txn + " " + what.formatted(values));
        }
    }

    /// -1 is left out: in a condition it means any version.
    private static int after(int version) {
        return version == -2 ? 0 : version + 1;
    }
}
