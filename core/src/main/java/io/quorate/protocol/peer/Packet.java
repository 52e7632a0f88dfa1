package io.quorate.protocol.peer;

import io.quorate.model.Identity;
import io.quorate.model.Zxid;
import io.quorate.protocol.AclCodec;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.MalformedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A packet of the quorum port whose data has not been looked at yet. `identities` is empty if there are none.
record Packet(int type, Zxid zxid, @Nullable JuteReader data, List<Identity> identities) {
    static final int REQUEST = 1;
    static final int PROPOSAL = 2;
    static final int ACK = 3;
    static final int COMMIT = 4;
    static final int PING = 5;
    static final int REVALIDATE = 6;
    static final int SYNC = 7;
    static final int INFORM = 8;
    static final int COMMITANDACTIVATE = 9;
    static final int NEWLEADER = 10;
    static final int FOLLOWERINFO = 11;
    static final int UPTODATE = 12;
    static final int DIFF = 13;
    static final int TRUNC = 14;
    static final int SNAP = 15;
    static final int OBSERVERINFO = 16;
    static final int LEADERINFO = 17;
    static final int ACKEPOCH = 18;
    static final int INFORMANDACTIVATE = 19;

    static final int TYPE_AND_ZXID_BYTES = 12;

    /// The zxid of packets to which none belongs.
    static final Zxid NO_ZXID = new Zxid(-1);

    static Packet read(JuteReader in) {
        int type = in.readInt();
        Zxid zxid = new Zxid(in.readLong());
        JuteReader data = in.readSlice();
        int count = in.readCount(AclCodec.MIN_IDENTITY_BYTES);
        if (count <= 0) {
            return new Packet(type, zxid, data, List.of());
        }
        Identity[] identities = new Identity[count];
        for (int i = 0; i < count; i++) {
            identities[i] = AclCodec.readIdentity(in);
        }
        return new Packet(type, zxid, data, List.of(identities));
    }

    /// @throws MalformedException if the data is null
    JuteReader someData() {
        if (data == null) {
            throw new MalformedException(
                    "packet of type " + type + " with zxid " + zxid + " has no data; expected some");
        }
        return data;
    }

    /// A packet without data.
    static void write(int type, Zxid zxid, JuteWriter out) {
        out.writeInt(type);
        out.writeLong(zxid.value());
        out.writeBuffer(null);
        out.writeInt(-1);
    }

    /// The beginning of a packet, up to its data.
    ///
    /// @return what {@link #endData} wants to know
    static int beginData(int type, Zxid zxid, JuteWriter out) {
        out.writeInt(type);
        out.writeLong(zxid.value());
        return out.beginBuffer();
    }

    /// The end of a packet, behind its data. No identities are written as null, like the stock server does.
    static void endData(int begin, List<Identity> identities, JuteWriter out) {
        out.endBuffer(begin);
        out.writeInt(identities.isEmpty() ? -1 : identities.size());
        for (Identity identity : identities) {
            AclCodec.writeIdentity(identity, out);
        }
    }
}
