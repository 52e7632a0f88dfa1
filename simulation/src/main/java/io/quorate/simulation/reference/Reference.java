package io.quorate.simulation.reference;

import io.quorate.model.ErrorCode;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.snapshot.SnapshotSource;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnHeader;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The service as it must be: told of every committed txn in order, it knows the tree and the sessions
/// after each of them, what watchers hear of it, what a request has to become, and what the answer has to
/// be.
public final class Reference {
    private final Ledger ledger;
    private final Zxid first;
    private final boolean localSessions;
    private Zxid last;

    /// Begins with what a server without a past has, except for the configuration of its ensemble.
    public Reference() {
        this(Beginnings.fresh(null, 0), Zxid.ZERO, false);
    }

    /// Begins with what a server without a past has.
    ///
    /// @param config what the znode of the configuration holds
    /// @param configVersion the zxid that the configuration dates from
    public Reference(byte[] config, long configVersion) {
        this(config, configVersion, false);
    }

    /// The same.
    ///
    /// @param localSessions whether sessions may ask for something although no txn has begun them
    public Reference(byte[] config, long configVersion, boolean localSessions) {
        this(Beginnings.fresh(config, configVersion), Zxid.ZERO, localSessions);
    }

    /// Begins with a snapshot; nothing is known of what was before.
    public Reference(SnapshotSource snapshot) {
        this(Beginnings.of(snapshot), snapshot.zxid(), false);
    }

    private Reference(Ledger ledger, Zxid first, boolean localSessions) {
        this.ledger = ledger;
        this.localSessions = localSessions;
        this.first = first;
        this.last = first;
    }

    /// The next txn has been committed.
    ///
    /// @throws IllegalStateException if it is not after the last one, or does not fit the state
    public void commit(TxnHeader header, Txn txn) {
        if (!header.zxid().isAfter(last)) {
            throw new IllegalStateException(header + " was committed after " + last);
        }
        ledger.commit(header, txn);
        last = header.zxid();
    }

    /// Whether there may be sessions that no txn has begun.
    public boolean hasLocalSessions() {
        return localSessions;
    }

    /// The last txn that was committed.
    public Zxid last() {
        return last;
    }

    /// Whether a txn with this zxid was committed.
    public boolean knows(Zxid zxid) {
        return ledger.step(zxid.value()) != null;
    }

    /// The state after a txn, or after the last one before that zxid if there is none with it.
    ///
    /// @throws IllegalStateException if that is not known yet, or not any more
    public State at(Zxid zxid) {
        if (first.isAfter(zxid) || (zxid.isAfter(last) && !zxid.isEpochStart())) {
            throw new IllegalStateException(
                    "The state at " + zxid + " is not known, only from " + first + " to " + last);
        }
        return new State(ledger, zxid);
    }

    /// What a txn did that watchers could hear of, in order; empty if there is no such txn.
    public List<Change> changesOf(Zxid zxid) {
        Ledger.Step step = ledger.step(zxid.value());
        return step == null ? List.of() : step.changes();
    }

    /// The paths of all znodes that are no longer what they were before a txn, parents included; with a
    /// multi, also such that came and went.
    public List<String> touchedBy(Zxid zxid) {
        Ledger.Step step = ledger.step(zxid.value());
        return step == null ? List.of() : step.touched();
    }

    /// What a connection with a single watch is to be told of a txn, in order, if it may read.
    public List<WatchEvent> eventsFor(WatchKind kind, String path, Zxid zxid) {
        return noticesFor(List.of(new Watch(kind, path)), zxid).events();
    }

    /// What a connection with these watches is to be told of a txn, and which of them it has left then.
    public Notices noticesFor(Collection<Watch> watches, Zxid zxid) {
        return Watching.of(watches, changesOf(zxid));
    }

    /// What becomes of a write, if everything up to `before` and nothing else precedes it. Only the leader
    /// knows where a session is connected, so that SESSION_MOVED is never foreseen.
    public Verdict judge(Request request, Asker asker, Zxid before) {
        return Verdict.of(new Writes(at(before), asker, Long.MAX_VALUE, localSessions).decide(request));
    }

    /// What a read is answered, from the state at `zxid`. Watches and what they tell are not looked at.
    public Answer read(Request request, Asker asker, Zxid zxid) {
        return new Reads(at(zxid), asker).answer(request);
    }

    /// What the client of a write hears once its txn has been applied.
    public Answer answerTo(Request request, TxnHeader header, Txn txn) {
        return new Answers(before(header.zxid()), header).to(request, txn);
    }

    /// Whether a txn is what a request had to become at its place in history, and whether the client was
    /// answered rightly.
    ///
    /// @param heard what the client was answered; null if that is not known
    /// @return what is wrong, as a sentence; null if nothing is
    public @Nullable String problemWith(
            Request request, Asker asker, TxnHeader header, Txn txn, @Nullable Heard heard) {
        if (!isLeadersWord(txn)) {
            Txn expected = new Writes(before(header.zxid()), asker, header.timeMillis(), localSessions).decide(request);
            if (!Sameness.of(expected, txn)) {
                return sentence("%s of %s became %s at %s; it had to become %s", request, asker, txn, header, expected);
            }
        }
        Answer due = answerTo(request, header, txn);
        return heard == null || due.permits(heard.error(), heard.response())
                ? null
                : sentence(
                        "%s of %s at %s was answered %s; the answer had to be %s", request, asker, header, heard, due);
    }

    private static String sentence(String form, Object... things) {
        return form.formatted(Stream.of(things).map(Wording::of).toArray());
    }

    private static boolean isLeadersWord(Txn txn) {
        return txn instanceof Txn.Failed(ErrorCode error) && error == ErrorCode.SESSION_MOVED;
    }

    private State before(Zxid zxid) {
        return at(new Zxid(zxid.value() - 1));
    }

    @Override
    public String toString() {
        return "Reference[" + first + " to " + last + "]";
    }
}
