package io.quorate.simulation.reference;

import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnCodec;
import io.quorate.protocol.txn.TxnDigest;
import io.quorate.protocol.txn.TxnHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// How large a txn may be: what the log and the peers can read with the default limits, twice
/// `jute.maxbuffer`.
final class TxnBytes {
    private static final int LIMIT = 2 * 0xFFFFF;
    private static final TxnHeader ANY_HEADER = new TxnHeader(SessionId.NONE, 0, Zxid.ZERO, 0);
    private static final TxnDigest ANY_DIGEST = new TxnDigest(TxnDigest.VERSION, 0);

    private TxnBytes() {}

    static boolean areTooMany(Txn txn) {
        return isLarge(txn) && TxnCodec.encode(ANY_HEADER, txn, ANY_DIGEST).length > LIMIT;
    }

    /// The end of a session that owns `paths`: it lists them in their order, as far as there is room. What it does not
    /// list goes all the same.
    static Txn closing(List<String> paths) {
        int room = LIMIT - TxnCodec.encode(ANY_HEADER, new Txn.CloseSession(List.of()), ANY_DIGEST).length;
        List<String> listed = new ArrayList<>();
        for (String path : paths.stream().sorted().toList()) {
            room -= Integer.BYTES + path.getBytes(StandardCharsets.UTF_8).length;
            if (room < 0) {
                break;
            }
            listed.add(path);
        }
        return new Txn.CloseSession(listed);
    }

    /// Spares nearly all txns the encoding.
    private static boolean isLarge(Txn txn) {
        return switch (txn) {
            case Txn.Multi(List<Txn> txns) -> txns.size() > 8 || txns.stream().anyMatch(TxnBytes::isLarge);
            case Txn.Create create ->
                isLarge(
                        create.data() == null ? 0 : create.data().length,
                        create.acl().size());
            case Txn.SetData setData -> isLarge(setData.data() == null ? 0 : setData.data().length, 0);
            case Txn.SetAcl setAcl -> isLarge(0, setAcl.acl().size());
            case Txn.Delete _, Txn.Check _, Txn.CreateSession _, Txn.CloseSession _, Txn.Failed _ -> false;
        };
    }

    private static boolean isLarge(int dataBytes, int aclEntries) {
        return dataBytes > 10_000 || aclEntries > 100;
    }
}
