package io.quorate.operation;

import io.quorate.model.Acl;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnCodec;
import io.quorate.protocol.txn.TxnDigest;
import io.quorate.protocol.txn.TxnHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How many bytes a txn takes in the log and between servers. One that a peer cannot read stops that peer,
/// and if it is logged by a quorum, the ensemble; so it must never be proposed.
final class TxnSize {
    private static final int ENVELOPE_BYTES = 64;
    private static final int MEMBER_BYTES = 64;
    private static final int MAX_BYTES_PER_CHAR = 3;
    private static final TxnHeader HEADER = new TxnHeader(SessionId.NONE, 0, Zxid.ZERO, 0);

    private TxnSize() {}

    static boolean isWithin(int limitBytes, Txn txn) {
        return ENVELOPE_BYTES + bound(txn) <= limitBytes || of(txn) <= limitBytes;
    }

    /// The exact size, by encoding.
    static int of(Txn txn) {
        return TxnCodec.encode(HEADER, txn, new TxnDigest(TxnDigest.VERSION, 0)).length;
    }

    /// The exact size of a path.
    static int of(String path) {
        int bytes = Integer.BYTES;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            // No path holds surrogates.
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : MAX_BYTES_PER_CHAR;
        }
        return bytes;
    }

    /// No less than the size of the body, in a fraction of the time. Almost all txns are so small that this
    /// is enough.
    private static long bound(Txn txn) {
        return MEMBER_BYTES
                + switch (txn) {
                    case Txn.Create create -> bound(create.path()) + bound(create.data()) + bound(create.acl());
                    case Txn.Delete delete -> bound(delete.path());
                    case Txn.SetData setData -> bound(setData.path()) + bound(setData.data());
                    case Txn.SetAcl setAcl -> bound(setAcl.path()) + bound(setAcl.acl());
                    case Txn.Check check -> bound(check.path());
                    case Txn.Multi multi ->
                        multi.txns().stream().mapToLong(TxnSize::bound).sum();
                    // Measured when it was prepared.
                    case Txn.CloseSession _ -> 0;
                    case Txn.CreateSession _, Txn.Failed _ -> 0;
                };
    }

    private static long bound(String text) {
        return (long) text.length() * MAX_BYTES_PER_CHAR;
    }

    private static long bound(byte @Nullable [] data) {
        return data == null ? 0 : data.length;
    }

    private static long bound(List<Acl> acl) {
        long bytes = 0;
        for (Acl entry : acl) {
            bytes += MEMBER_BYTES
                    + bound(entry.identity().scheme())
                    + bound(entry.identity().id());
        }
        return bytes;
    }
}
