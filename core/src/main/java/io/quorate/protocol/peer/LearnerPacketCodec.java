package io.quorate.protocol.peer;

import io.quorate.model.OpCode;
import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.MalformedException;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.Request;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// What a learner sends:
///
/// ```
/// type                        zxid                         data
/// FOLLOWERINFO, OBSERVERINFO  start of the accepted epoch  long server, int protocolVersion, long configVersion
/// ACKEPOCH                    last in the log              int currentEpoch, or -1
/// ACK                         of what is acknowledged      -
/// PING                        that of the leader's ping    { long session, int timeoutMillis }...
/// REVALIDATE                  -1                           long session, int timeoutMillis
/// REQUEST                     -1                           long session, int cxid, int type, the request's body
/// ```
///
/// Only REQUEST has identities: those of the client.
final class LearnerPacketCodec {
    private static final int TOUCH_BYTES = 12;
    private static final int OLDEST_PROTOCOL_VERSION = 1;
    private static final int ALREADY_ACKNOWLEDGED = -1;

    private LearnerPacketCodec() {}

    static PeerMessage.FromLearner read(Packet packet) {
        return switch (packet.type()) {
            case Packet.FOLLOWERINFO -> readLearnerInfo(packet, false);
            case Packet.OBSERVERINFO -> readLearnerInfo(packet, true);
            case Packet.ACKEPOCH -> readAckEpoch(packet);
            case Packet.ACK -> new PeerMessage.Ack(packet.zxid());
            case Packet.PING -> new PeerMessage.LearnerPing(packet.zxid(), readTouched(packet));
            case Packet.REVALIDATE -> readRevalidate(packet.someData());
            case Packet.REQUEST -> readForward(packet);
            default -> new PeerMessage.Unrecognised(packet.type());
        };
    }

    static void write(PeerMessage.FromLearner message, JuteWriter out) {
        switch (message) {
            case PeerMessage.LearnerInfo info -> writeLearnerInfo(info, out);
            case PeerMessage.AckEpoch(Zxid lastZxid, OptionalLong currentEpoch) -> {
                int begin = Packet.beginData(Packet.ACKEPOCH, lastZxid, out);
                out.writeInt((int) currentEpoch.orElse(ALREADY_ACKNOWLEDGED));
                Packet.endData(begin, List.of(), out);
            }
            case PeerMessage.Ack(Zxid zxid) -> Packet.write(Packet.ACK, zxid, out);
            case PeerMessage.LearnerPing ping -> writePing(ping, out);
            case PeerMessage.Revalidate(SessionId session, int timeoutMillis) -> {
                int begin = Packet.beginData(Packet.REVALIDATE, Packet.NO_ZXID, out);
                out.writeLong(session.value());
                out.writeInt(timeoutMillis);
                Packet.endData(begin, List.of(), out);
            }
            case PeerMessage.Forward forward -> writeForward(forward, out);
            case PeerMessage.Unrecognised(int type) -> Packet.write(type, Packet.NO_ZXID, out);
        }
    }

    /// Each field was added by a later release.
    private static PeerMessage.FromLearner readLearnerInfo(Packet packet, boolean observer) {
        JuteReader data = packet.someData();
        ServerId server = new ServerId(data.readLong());
        int protocolVersion = data.remaining() < Integer.BYTES ? OLDEST_PROTOCOL_VERSION : data.readInt();
        long configVersion = data.remaining() < Long.BYTES ? 0 : data.readLong();
        return new PeerMessage.LearnerInfo(observer, packet.zxid().epoch(), server, protocolVersion, configVersion);
    }

    private static void writeLearnerInfo(PeerMessage.LearnerInfo info, JuteWriter out) {
        int type = info.observer() ? Packet.OBSERVERINFO : Packet.FOLLOWERINFO;
        int begin = Packet.beginData(type, Zxid.startOf(info.acceptedEpoch()), out);
        out.writeLong(info.server().value());
        out.writeInt(info.protocolVersion());
        out.writeLong(info.configVersion());
        Packet.endData(begin, List.of(), out);
    }

    private static PeerMessage.FromLearner readAckEpoch(Packet packet) {
        int epoch = packet.someData().readInt();
        return new PeerMessage.AckEpoch(
                packet.zxid(), epoch == ALREADY_ACKNOWLEDGED ? OptionalLong.empty() : OptionalLong.of(epoch));
    }

    /// In the order of the packet.
    private static Map<SessionId, Integer> readTouched(Packet packet) {
        JuteReader data = packet.data();
        Map<SessionId, Integer> touched = new LinkedHashMap<>();
        if (data != null) {
            if (data.remaining() % TOUCH_BYTES != 0) {
                throw new MalformedException("answer to a ping with " + data.remaining()
                        + " bytes of data; expected a multiple of " + TOUCH_BYTES);
            }
            while (data.remaining() > 0) {
                touched.put(new SessionId(data.readLong()), data.readInt());
            }
        }
        return Collections.unmodifiableMap(touched);
    }

    /// A stock leader drops a learner whose data is null, so an empty table is an empty buffer.
    private static void writePing(PeerMessage.LearnerPing ping, JuteWriter out) {
        int begin = Packet.beginData(Packet.PING, ping.echoed(), out);
        ping.touched().forEach((session, timeoutMillis) -> {
            out.writeLong(session.value());
            out.writeInt(timeoutMillis);
        });
        Packet.endData(begin, List.of(), out);
    }

    private static PeerMessage.FromLearner readRevalidate(JuteReader data) {
        return new PeerMessage.Revalidate(new SessionId(data.readLong()), data.readInt());
    }

    /// What a client got wrong is answered to the client: it is no reason to drop the learner.
    private static PeerMessage.FromLearner readForward(Packet packet) {
        JuteReader data = packet.someData();
        SessionId session = new SessionId(data.readLong());
        int cxid = data.readInt();
        int type = data.readInt();
        return new PeerMessage.Forward(session, cxid, readRequest(type, data), packet.identities());
    }

    private static Request readRequest(int type, JuteReader body) {
        OpCode op = OpCode.of(type);
        if (op == null || op == OpCode.ERROR) {
            return new Request.Unknown(type);
        }
        try {
            return ClientCodec.readRequestBody(op, body);
        } catch (MalformedException e) {
            return new Request.Malformed(op, String.valueOf(e.getMessage()));
        }
    }

    private static void writeForward(PeerMessage.Forward forward, JuteWriter out) {
        int begin = Packet.beginData(Packet.REQUEST, Packet.NO_ZXID, out);
        out.writeLong(forward.session().value());
        // A request on the wire is its number, its type and its body, here as on a client's connection.
        ClientCodec.writeRequest(forward.cxid(), forward.request(), out);
        Packet.endData(begin, forward.identities(), out);
    }
}
