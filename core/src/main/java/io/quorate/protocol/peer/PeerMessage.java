package io.quorate.protocol.peer;

import io.quorate.model.Identity;
import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.txn.LoggedTxn;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// What a leader and its learners say to each other, one record per packet type and direction.
public sealed interface PeerMessage {
    /// What a learner sends.
    sealed interface FromLearner extends PeerMessage {}

    /// What a leader sends.
    sealed interface FromLeader extends PeerMessage {}

    /// FOLLOWERINFO or OBSERVERINFO: the first packet of a learner.
    record LearnerInfo(boolean observer, long acceptedEpoch, ServerId server, int protocolVersion, long configVersion)
            implements FromLearner {}

    /// LEADERINFO: the epoch the leader proposes.
    ///
    /// @param extensions whether the leader takes extension operations; a ZooKeeper never does
    record LeaderInfo(long newEpoch, int protocolVersion, boolean extensions) implements FromLeader {
        public LeaderInfo(long newEpoch, int protocolVersion) {
            this(newEpoch, protocolVersion, false);
        }
    }

    /// ACKEPOCH. `currentEpoch` is empty (-1 on the wire) for a learner that had promised this epoch before and must
    /// not be counted again.
    record AckEpoch(Zxid lastZxid, OptionalLong currentEpoch) implements FromLearner {}

    record Diff(Zxid zxid) implements FromLeader {}

    record Trunc(Zxid zxid) implements FromLeader {}

    /// SNAP; the raw snapshot stream follows on the connection.
    record Snap(Zxid zxid) implements FromLeader {}

    record Proposal(LoggedTxn txn) implements FromLeader {}

    record Commit(Zxid zxid) implements FromLeader {}

    /// COMMITANDACTIVATE: the commit of a reconfiguration.
    record CommitAndActivate(Zxid zxid, ServerId designatedLeader) implements FromLeader {}

    /// INFORM: a committed txn for an observer.
    record Inform(LoggedTxn txn) implements FromLeader {}

    /// INFORMANDACTIVATE: a committed reconfiguration for an observer.
    record InformAndActivate(LoggedTxn txn, ServerId designatedLeader) implements FromLeader {}

    /// NEWLEADER; `config` is the text of the configuration the leader has seen last, empty if it sent none.
    record NewLeader(Zxid zxid, String config) implements FromLeader {}

    record UpToDate() implements FromLeader {}

    record Ack(Zxid zxid) implements FromLearner {}

    record LeaderPing(Zxid lastProposed) implements FromLeader {}

    /// The answer to a ping: the sessions that were heard of since the last, with their timeouts in milliseconds.
    record LearnerPing(Zxid echoed, Map<SessionId, Integer> touched) implements FromLearner {}

    /// REVALIDATE: may this session go on here?
    record Revalidate(SessionId session, int timeoutMillis) implements FromLearner {}

    record Revalidated(SessionId session, boolean valid) implements FromLeader {}

    /// SYNC: everything that was in flight when a sync was asked for has been sent.
    record Synced() implements FromLeader {}

    /// REQUEST: a client's write, forwarded with the identities of its connection.
    record Forward(SessionId session, int cxid, Request request, List<Identity> identities) implements FromLearner {}

    /// A type this release does not know; both sides ignore it.
    record Unrecognised(int type) implements FromLearner, FromLeader {}
}
