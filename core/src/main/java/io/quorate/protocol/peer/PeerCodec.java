package io.quorate.protocol.peer;

import io.quorate.protocol.AclCodec;
import io.quorate.protocol.JuteExtent;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.JuteWriter;

/// The packets of the quorum port, one after the other without a length in front:
///
/// ```
/// int type, long zxid, buffer data, vector<Id> authinfo
/// ```
///
/// What `zxid` and `data` mean depends on the type and the direction.
public final class PeerCodec {
    /// What this release calls the protocol between leader and learner; in use since 3.4.
    public static final int PROTOCOL_VERSION = 0x10000;

    private PeerCodec() {}

    /// How many bytes the packet that begins at `offset` takes; more than `length` if its rest is still to come, -1 if
    /// more must come before this can be told.
    ///
    /// @throws io.quorate.protocol.MalformedException if it announces an unreasonable length
    public static int sizeOfPacket(byte[] bytes, int offset, int length) {
        return sizeOfPacket(bytes, offset, length, JuteReader.MAX_BUFFER_BYTES);
    }

    /// The same, for servers that are configured to accept more or less.
    public static int sizeOfPacket(byte[] bytes, int offset, int length, int maxBufferBytes) {
        JuteExtent extent = new JuteExtent(bytes, offset, length, maxBufferBytes);
        extent.skip(Packet.TYPE_AND_ZXID_BYTES);
        extent.skipBuffer("data of a packet");
        int identities = extent.skipCount(AclCodec.MIN_IDENTITY_BYTES, "identities of a packet");
        for (int i = 0; i < identities && extent.known(); i++) {
            extent.skipBuffer("scheme of an identity");
            extent.skipBuffer("id of an identity");
        }
        return extent.size();
    }

    /// Appends one packet.
    public static void write(PeerMessage message, JuteWriter out) {
        switch (message) {
            case PeerMessage.FromLeader fromLeader -> LeaderPacketCodec.write(fromLeader, out);
            case PeerMessage.FromLearner fromLearner -> LearnerPacketCodec.write(fromLearner, out);
        }
    }

    /// @throws io.quorate.protocol.MalformedException if it is no packet, or one of a known type with data that does
    ///     not fit
    public static PeerMessage.FromLeader readFromLeader(JuteReader in) {
        return LeaderPacketCodec.read(Packet.read(in));
    }

    /// @throws io.quorate.protocol.MalformedException if it is no packet, or one of a known type with data that does
    ///     not fit. A client's request that cannot be decoded is none of these, but a request that says so
    public static PeerMessage.FromLearner readFromLearner(JuteReader in) {
        return LearnerPacketCodec.read(Packet.read(in));
    }
}
