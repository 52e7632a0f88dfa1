package io.quorate.tree;

/// Which owner fields in a snapshot stand for a time to live. New znodes with one are always written in the marked
/// form.
public enum TtlForms {
    /// The top byte is 0xFF, as every ZooKeeper since 3.5.4 writes it.
    MARKED,

    /// Besides, every negative number but that of containers, whose low 40 bits are the TTL: what ZooKeeper 3.5.3
    /// wrote. It is meant for ensembles whose servers all have an id below 128, for the sessions of others are
    /// negative numbers too.
    MARKED_OR_NEGATIVE
}
