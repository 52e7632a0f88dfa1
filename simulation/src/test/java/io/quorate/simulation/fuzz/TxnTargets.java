package io.quorate.simulation.fuzz;

import io.quorate.model.Zxid;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.MalformedException;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnCodec;
import io.quorate.protocol.txn.TxnDigest;
import io.quorate.tree.Tree;
import org.jspecify.annotations.Nullable;

/// Txns, as they come from a log or from a leader.
final class TxnTargets {
    private TxnTargets() {}

    static void txn(byte[] entry) throws Exception {
        LoggedTxn read = Attempt.at(entry, () -> TxnCodec.decode(entry));
        if (read != null) {
            Likeness.check(entry, read.encoded());
            checkWritten(read);
            Tree tree = Tree.fresh().apply(read.header(), read.txn()).tree();
            SnapshotTargets.checkWritten(tree);
        }
    }

    private static void checkWritten(LoggedTxn read) {
        TxnDigest digest = read.digest();
        if (isAmbiguous(read.txn(), digest)) {
            return;
        }
        LoggedTxn again = TxnCodec.decode(TxnCodec.encode(read.header(), read.txn(), digest));
        Likeness.check(read.header(), again.header());
        Likeness.check(read.txn(), again.txn());
        if (!(read.txn() instanceof Txn.Failed)) {
            Likeness.check(digest, again.digest());
        }
    }

    /// Without a list of ephemerals a digest can only be recognised by its version, which all our txns have.
    private static boolean isAmbiguous(Txn txn, @Nullable TxnDigest digest) {
        return txn instanceof Txn.CloseSession(var ephemerals)
                && ephemerals == null
                && digest != null
                && digest.version() != TxnDigest.VERSION;
    }

    /// An input is a sequence of txns, each a jute buffer. Applying any of them to any tree must do, and leave a tree
    /// that a snapshot can hold.
    static void history(byte[] entries) {
        Tree tree = Tree.fresh();
        JuteReader in = new JuteReader(entries);
        try {
            for (byte[] entry = in.readBuffer(); entry != null; entry = in.readBuffer()) {
                LoggedTxn txn = TxnCodec.decode(entry);
                tree = tree.apply(txn.header(), txn.txn()).tree();
            }
        } catch (MalformedException e) {
            // As far as it went.
        }
        if (tree.zxid().isAfter(Zxid.ZERO)) {
            SnapshotTargets.checkWritten(tree);
        }
    }
}
