package io.quorate.protocol.txn;

import io.quorate.model.Zxid;
import org.jspecify.annotations.Nullable;

/// A txn with its place in the order, and the bytes that stand for it in the log, in proposals and on every
/// server alike. `encoded` is never written to.
public record LoggedTxn(TxnHeader header, Txn txn, @Nullable TxnDigest digest, byte[] encoded) {
    public Zxid zxid() {
        return header.zxid();
    }

    @Override
    public String toString() {
        return "LoggedTxn[" + header + ", " + txn.type() + "]";
    }
}
