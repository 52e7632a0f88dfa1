package io.quorate.protocol.txn;

/// What the whole tree adds up to after a txn. Version 2 is the only scheme in use.
public record TxnDigest(int version, long treeDigest) {
    public static final int VERSION = 2;
}
