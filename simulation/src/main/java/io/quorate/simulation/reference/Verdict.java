package io.quorate.simulation.reference;

import io.quorate.model.ErrorCode;
import io.quorate.protocol.txn.Txn;

/// What becomes of a write.
///
/// @param error what the header of the answer says; a multi that fails says OK there, and why in its
///     results
/// @param txn what is committed: {@link Txn.Failed} or a multi with failures if nothing is changed. The
///     order of the paths that end with a session is nobody's promise.
public record Verdict(ErrorCode error, Txn txn) {
    static Verdict of(Txn txn) {
        return new Verdict(txn instanceof Txn.Failed(ErrorCode error) ? error : ErrorCode.OK, txn);
    }
}
