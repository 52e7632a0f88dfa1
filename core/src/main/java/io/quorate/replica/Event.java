package io.quorate.replica;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.peer.ElectionNotification;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.tree.Tree;
import java.util.List;

/// What has happened, in the order this replica learns of it.
public sealed interface Event {
    /// Time has passed. `nowNanos` is monotonic, `wallMillis` is since 1970; both belong to the
    /// runtime, the core owns no clock. Sent before every batch of other events, and when {@link
    /// Replica#wakeAtNanos} is reached.
    record Tick(long nowNanos, long wallMillis) implements Event {}

    // ---- clients

    /// A connection said its first frame. `address` is the client's IP address as text, without port.
    record ClientHandshake(ConnectionId connection, ConnectRequest request, String address) implements Event {}

    record ClientRequest(ConnectionId connection, int xid, Request request) implements Event {}

    /// A connection that has said its handshake is gone; nothing can be said on it any more.
    record ClientGone(ConnectionId connection) implements Event {}

    // ---- the election port

    record NotificationReceived(ServerId from, ElectionNotification notification) implements Event {}

    // ---- the quorum port, as a learner

    /// The link that {@link Effect.DialLeader} asked for stands.
    record LeaderDialled(LinkId link) implements Event {}

    record FromLeader(LinkId link, PeerMessage.FromLeader message) implements Event {}

    /// The stream behind a SNAP packet has arrived and was decoded, off this thread, into a tree at the
    /// packet's zxid.
    record SnapshotReceived(LinkId link, Tree tree) implements Event {}

    // ---- the quorum port, as the leader

    record LearnerArrived(LinkId link) implements Event {}

    record FromLearner(LinkId link, PeerMessage.FromLearner message) implements Event {}

    /// Of either side: closed, failed, or never established.
    record LinkLost(LinkId link) implements Event {}

    // ---- storage, in the order of the effects that asked for it

    /// Every txn up to and including `zxid` is on stable storage.
    record LogFlushed(Zxid zxid) implements Event {}

    record EpochsSaved(long acceptedEpoch, long currentEpoch) implements Event {}

    /// The log ends at the zxid asked for, and the state was loaded again from disk.
    ///
    /// @param recent the last txns of the log, oldest first, without a hole
    record LogTruncated(Tree tree, List<LoggedTxn> recent) implements Event {
        @Override
        public String toString() {
            return "LogTruncated[tree=%s, recent=%d txns]".formatted(tree, recent.size());
        }
    }

    /// The zxid to cut at is not in the log; nothing was changed.
    record TruncationRefused(Zxid zxid) implements Event {}

    /// The received snapshot is durable and the only thing on disk.
    record SnapshotInstalled(Zxid zxid) implements Event {}

    record SnapshotTaken(Zxid zxid) implements Event {}
}
