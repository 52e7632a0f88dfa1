package io.quorate.operation;

import io.quorate.protocol.txn.Txn;
import java.util.List;

/// The txn of a write that succeeds and changes nothing. It is a check, which every server passes over when it applies
/// a txn, whatever it names.
final class Nothing {
    private Nothing() {}

    /// As one of several.
    static Txn at(String path) {
        return new Txn.Check(path, 0);
    }

    /// As a txn: a check does not stand alone.
    static Txn alone(Txn member) {
        return member instanceof Txn.Check ? new Txn.Multi(List.of(member)) : member;
    }
}
