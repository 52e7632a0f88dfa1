package io.quorate.replica;

import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.protocol.peer.ElectionNotification;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.peer.ServerState;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.tree.Tree;

/// What this replica wants done. Effects of one kind are carried out in order; storage effects form one queue, each
/// connection and each link another.
public sealed interface Effect {
    // ---- clients

    record Say(ConnectionId connection, ServerMessage message) implements Effect {}

    /// Close the connection once everything said before has been written.
    ///
    /// @param detail what exactly happened, with the values, for the log; empty if the reason says all
    record HangUp(ConnectionId connection, HangUpReason reason, String detail) implements Effect {}

    // ---- the election port

    /// The newest state of this server for `to`; it replaces one that has not been sent yet. Dials if need be.
    record Notify(ServerId to, ElectionNotification notification) implements Effect {}

    // ---- the quorum port

    /// Connect to the quorum port of `leader`: {@link Event.LeaderDialled} or {@link Event.LinkLost} follows. Retries
    /// until `timeoutMillis` has passed.
    record DialLeader(LinkId link, ServerId leader, long timeoutMillis) implements Effect {}

    /// Open (or close) this server's quorum port.
    record AcceptLearners(boolean open) implements Effect {}

    record Send(LinkId link, PeerMessage message) implements Effect {}

    /// Stream the tree on the link, in its place among the messages; SNAP has been sent before.
    record SendSnapshot(LinkId link, Tree tree) implements Effect {}

    record DropLink(LinkId link) implements Effect {}

    // ---- storage

    /// What concerns the disk. Carried out one after the other; an answer is told only once it is durable.
    sealed interface StorageOrder extends Effect {}

    record Append(LoggedTxn txn) implements StorageOrder {}

    record SaveEpochs(long acceptedEpoch, long currentEpoch) implements StorageOrder {}

    /// Cut the log behind `zxid`, forget snapshots newer than it, and load the state again.
    record TruncateLog(Zxid zxid) implements StorageOrder {}

    /// Make `tree` the whole of what is on disk.
    record InstallSnapshot(Tree tree) implements StorageOrder {}

    /// Write a snapshot in the background and begin a new log file; all of `tree` is committed.
    record TakeSnapshot(Tree tree) implements StorageOrder {}

    // ---- reports, for the log and the counters

    sealed interface Report extends Effect {}

    /// What happens in an election, told for people: who votes for whom and why, when a majority stands.
    record ElectionNews(String sentence) implements Report {}

    record StateChanged(ServerState state, String detail) implements Report {}

    record Synchronised(ServerId learner, String how, Zxid zxid) implements Report {}

    record SessionExpired(SessionId session, int timeoutMillis) implements Report {}

    /// Of those that only this server knew.
    record LocalSessionExpired(SessionId session) implements Report {}

    /// A write was refused, since not every server could read the txn that it would have become.
    record TxnTooLarge(SessionId session, int limitBytes) implements Report {}

    /// A container or a znode with a TTL seems to have served its time; its deletion is under way.
    record Cleaning(String path) implements Report {}

    /// A write goes beyond a limit of a quota; it need not be refused for that.
    record QuotaExceeded(String sentence) implements Report {}

    /// Something an operator should look at.
    record Warning(String sentence) implements Report {}
}
