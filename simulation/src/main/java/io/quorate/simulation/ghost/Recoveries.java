package io.quorate.simulation.ghost;

import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.replica.Recovered;
import io.quorate.simulation.Tally;
import io.quorate.simulation.Violation;
import java.util.List;

/// What servers find on their disks when they start, against what they had been told was there.
/// I-DURABLE, I-RECOVERY, I-EPOCH-PROMISE, I-LOG-CONTIGUOUS.
final class Recoveries {
    private final Proposals proposals;
    private final Tally tally;

    Recoveries(Proposals proposals, Tally tally) {
        this.proposals = proposals;
        this.tally = tally;
    }

    void recovered(Subject server, Recovered recovered) {
        Past found = proposals.require(recovered.tree().zxid(), "recovers", server);
        Applied.checkTree(server, found, recovered.tree());
        checkRecent(server, found, recovered.recent());
        long accepted = recovered.acceptedEpoch();
        long current = recovered.currentEpoch();
        if (current > accepted || found.epoch() > current) {
            throw new Violation(
                    "I-EPOCH-PROMISE",
                    "server %s recovers %s with accepted epoch %s, current epoch %s",
                    server,
                    found,
                    accepted,
                    current);
        }
        if (server.isDamaged()) {
            checkAfterDamage(server, found, recovered);
        } else {
            checkAgainstShelf(server, found, accepted, current);
        }
        server.shelf().restarted(found, accepted, current);
    }

    /// A server may refuse to start, or say that it has no voice. If it takes part its history is what
    /// it was.
    private void checkAfterDamage(Subject server, Past found, Recovered recovered) {
        Shelf whole = server.shelf().whole();
        if (recovered.mayVote() && !whole.mayLeaveDamaged(found, recovered.acceptedEpoch(), recovered.currentEpoch())) {
            throw new Violation(
                    "I-DURABLE",
                    "server %s wants to vote with %s, accepted epoch %s, current epoch %s, "
                            + "but before it was damaged its disk held %s with %s, %s",
                    server,
                    found,
                    recovered.acceptedEpoch(),
                    recovered.currentEpoch(),
                    whole.history(),
                    whole.acceptedEpoch(),
                    whole.currentEpoch());
        }
        tally.count(recovered.mayVote() ? "recovery after damage" : "recovery of nothing");
    }

    private void checkAgainstShelf(Subject server, Past found, long accepted, long current) {
        Shelf shelf = server.shelf();
        if (!shelf.mayLeave(found)) {
            throw new Violation(
                    found.contains(shelf.history()) ? "I-RECOVERY" : "I-DURABLE",
                    "server %s recovers %s, but its disk held %s and was to hold %s",
                    server,
                    found,
                    shelf.history(),
                    shelf.ordered());
        }
        if (!shelf.mayLeave(found, accepted, current)) {
            throw new Violation(
                    "I-EPOCH-PROMISE",
                    "server %s recovers %s with accepted epoch %s, current epoch %s, but its disk held %s with %s, %s",
                    server,
                    found,
                    accepted,
                    current,
                    shelf.history(),
                    shelf.acceptedEpoch(),
                    shelf.currentEpoch());
        }
        if (found == shelf.history()) {
            tally.count("recovery of exactly what was durable");
        } else if (found.contains(shelf.history())) {
            tally.count("recovery of more than was reported");
        } else {
            tally.count("recovery from an unfinished change of history");
        }
    }

    /// What a server gives to learners from memory must be its history, without a hole.
    void checkRecent(Subject server, Past found, List<LoggedTxn> recent) {
        Past at = found;
        for (LoggedTxn txn : recent.reversed()) {
            if (!at.zxid().equals(txn.zxid())) {
                throw new Violation(
                        "I-LOG-CONTIGUOUS",
                        "server %s loads a history that ends at %s with the recent txns %s to %s, where %s belongs",
                        server,
                        found,
                        recent.getFirst(),
                        txn,
                        at);
            }
            if (at.zxid().equals(Zxid.ZERO) || !at.endsWith(txn)) {
                throw new Violation(
                        "I-INTEGRITY", "server %s loads %s, but what was proposed is %s", server, txn, at.txn());
            }
            at = at.before();
        }
    }
}
