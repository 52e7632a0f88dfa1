package io.quorate.protocol.peer;

import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.MalformedException;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.TxnCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a leader sends:
///
/// ```
/// type                zxid                    data
/// LEADERINFO          start of the new epoch  int protocolVersion, and perhaps long EXTENSIONS
/// DIFF                last of the diff        -
/// TRUNC               where to cut            -
/// SNAP                of the snapshot         -, and the snapshot follows
/// NEWLEADER           start of the new epoch  the configuration's text
/// UPTODATE            -1                      -
/// PROPOSAL, INFORM    of the txn              the txn
/// COMMIT              of the txn              -
/// COMMITANDACTIVATE   of the txn              long designatedLeader
/// INFORMANDACTIVATE   of the txn              long designatedLeader, the txn
/// PING                last proposed           -
/// REVALIDATE          -1                      long session, byte valid
/// SYNC                0                       -
/// ```
final class LeaderPacketCodec {
    /// Says that the leader makes txns of the extension operations. Stock learners read the version and no further.
    private static final long EXTENSIONS = 0x51756f7261746531L;

    private LeaderPacketCodec() {}

    static PeerMessage.FromLeader read(Packet packet) {
        Zxid zxid = packet.zxid();
        return switch (packet.type()) {
            case Packet.LEADERINFO -> readLeaderInfo(zxid.epoch(), packet.someData());
            case Packet.DIFF -> new PeerMessage.Diff(zxid);
            case Packet.TRUNC -> new PeerMessage.Trunc(zxid);
            case Packet.SNAP -> new PeerMessage.Snap(zxid);
            case Packet.NEWLEADER -> new PeerMessage.NewLeader(zxid, readConfig(packet));
            case Packet.UPTODATE -> new PeerMessage.UpToDate();
            case Packet.PROPOSAL -> new PeerMessage.Proposal(readTxn(packet));
            case Packet.INFORM -> new PeerMessage.Inform(readTxn(packet));
            case Packet.COMMIT -> new PeerMessage.Commit(zxid);
            case Packet.COMMITANDACTIVATE -> new PeerMessage.CommitAndActivate(zxid, readDesignatedLeader(packet));
            case Packet.INFORMANDACTIVATE -> readInformAndActivate(packet);
            case Packet.PING -> new PeerMessage.LeaderPing(zxid);
            case Packet.REVALIDATE -> readRevalidated(packet.someData());
            case Packet.SYNC -> new PeerMessage.Synced();
            default -> new PeerMessage.Unrecognised(packet.type());
        };
    }

    static void write(PeerMessage.FromLeader message, JuteWriter out) {
        switch (message) {
            case PeerMessage.LeaderInfo info -> writeLeaderInfo(info, out);
            case PeerMessage.Diff(Zxid zxid) -> Packet.write(Packet.DIFF, zxid, out);
            case PeerMessage.Trunc(Zxid zxid) -> Packet.write(Packet.TRUNC, zxid, out);
            case PeerMessage.Snap(Zxid zxid) -> Packet.write(Packet.SNAP, zxid, out);
            case PeerMessage.NewLeader newLeader -> writeNewLeader(newLeader, out);
            case PeerMessage.UpToDate _ -> Packet.write(Packet.UPTODATE, Packet.NO_ZXID, out);
            case PeerMessage.Proposal(LoggedTxn txn) -> writeTxn(Packet.PROPOSAL, txn, out);
            case PeerMessage.Inform(LoggedTxn txn) -> writeTxn(Packet.INFORM, txn, out);
            case PeerMessage.Commit(Zxid zxid) -> Packet.write(Packet.COMMIT, zxid, out);
            case PeerMessage.CommitAndActivate(Zxid zxid, ServerId designatedLeader) -> {
                int begin = Packet.beginData(Packet.COMMITANDACTIVATE, zxid, out);
                out.writeLong(designatedLeader.value());
                Packet.endData(begin, List.of(), out);
            }
            case PeerMessage.InformAndActivate(LoggedTxn txn, ServerId designatedLeader) -> {
                int begin = Packet.beginData(Packet.INFORMANDACTIVATE, txn.zxid(), out);
                out.writeLong(designatedLeader.value());
                out.writeBytes(txn.encoded());
                Packet.endData(begin, List.of(), out);
            }
            case PeerMessage.LeaderPing(Zxid lastProposed) -> Packet.write(Packet.PING, lastProposed, out);
            case PeerMessage.Revalidated(SessionId session, boolean valid) -> {
                int begin = Packet.beginData(Packet.REVALIDATE, Packet.NO_ZXID, out);
                out.writeLong(session.value());
                out.writeBoolean(valid);
                Packet.endData(begin, List.of(), out);
            }
            case PeerMessage.Synced _ -> Packet.write(Packet.SYNC, Zxid.ZERO, out);
            case PeerMessage.Unrecognised(int type) -> Packet.write(type, Packet.NO_ZXID, out);
        }
    }

    private static PeerMessage.FromLeader readLeaderInfo(long newEpoch, JuteReader data) {
        int protocolVersion = data.readInt();
        boolean extensions = data.remaining() >= Long.BYTES && data.readLong() == EXTENSIONS;
        return new PeerMessage.LeaderInfo(newEpoch, protocolVersion, extensions);
    }

    private static void writeLeaderInfo(PeerMessage.LeaderInfo info, JuteWriter out) {
        int begin = Packet.beginData(Packet.LEADERINFO, Zxid.startOf(info.newEpoch()), out);
        out.writeInt(info.protocolVersion());
        if (info.extensions()) {
            out.writeLong(EXTENSIONS);
        }
        Packet.endData(begin, List.of(), out);
    }

    /// Leaders send no text to learners of an older protocol.
    private static String readConfig(Packet packet) {
        JuteReader data = packet.data();
        return data == null ? "" : new String(data.readRest(), StandardCharsets.UTF_8);
    }

    private static void writeNewLeader(PeerMessage.NewLeader newLeader, JuteWriter out) {
        if (newLeader.config().isEmpty()) {
            Packet.write(Packet.NEWLEADER, newLeader.zxid(), out);
            return;
        }
        int begin = Packet.beginData(Packet.NEWLEADER, newLeader.zxid(), out);
        out.writeBytes(newLeader.config().getBytes(StandardCharsets.UTF_8));
        Packet.endData(begin, List.of(), out);
    }

    private static LoggedTxn readTxn(Packet packet) {
        LoggedTxn txn = TxnCodec.decode(packet.someData().readRest());
        if (!txn.zxid().equals(packet.zxid())) {
            throw new MalformedException("packet of type " + packet.type() + " for zxid " + packet.zxid()
                    + " holds a txn with zxid " + txn.zxid() + "; expected the same");
        }
        return txn;
    }

    private static void writeTxn(int type, LoggedTxn txn, JuteWriter out) {
        int begin = Packet.beginData(type, txn.zxid(), out);
        out.writeBytes(txn.encoded());
        Packet.endData(begin, List.of(), out);
    }

    private static ServerId readDesignatedLeader(Packet packet) {
        return new ServerId(packet.someData().readLong());
    }

    private static PeerMessage.FromLeader readInformAndActivate(Packet packet) {
        // Takes the leader's id off the data; the txn is what is left.
        ServerId designatedLeader = readDesignatedLeader(packet);
        return new PeerMessage.InformAndActivate(readTxn(packet), designatedLeader);
    }

    private static PeerMessage.FromLeader readRevalidated(JuteReader data) {
        return new PeerMessage.Revalidated(new SessionId(data.readLong()), data.readBoolean());
    }
}
