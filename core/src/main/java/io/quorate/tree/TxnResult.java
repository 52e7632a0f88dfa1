package io.quorate.tree;

import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.Stat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one txn ended.
///
/// @param error of a multi: that of its first member that has one
/// @param path the path of a znode that was created, else null
/// @param stat the stat as clients see it after a creation, setData or setACL, else null
/// @param parts one for each member of a multi, else empty
public record TxnResult(
        OpCode type,
        ErrorCode error,
        @Nullable String path,
        @Nullable Stat stat,
        List<TxnResult> parts) {
    static TxnResult done(OpCode type) {
        return new TxnResult(type, ErrorCode.OK, null, null, List.of());
    }

    static TxnResult done(OpCode type, Stat stat) {
        return new TxnResult(type, ErrorCode.OK, null, stat, List.of());
    }

    static TxnResult failed(OpCode type, ErrorCode error) {
        return new TxnResult(type, error, null, null, List.of());
    }
}
