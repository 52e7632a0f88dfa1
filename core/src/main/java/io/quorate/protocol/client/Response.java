package io.quorate.protocol.client;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.Stat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of a successful answer.
public sealed interface Response {
    /// No bytes.
    record Empty() implements Response {}

    /// create, createIfNotExists, sync.
    record Path(@Nullable String path) implements Response {}

    /// create2, createContainer, createTTL.
    record Created(String path, Stat stat) implements Response {}

    /// exists, setData, setACL.
    record StatOnly(Stat stat) implements Response {}

    /// getData, reconfig. Nobody may write to `data`.
    record Data(byte @Nullable [] data, Stat stat) implements Response {}

    record AclAndStat(List<Acl> acl, Stat stat) implements Response {}

    /// getChildren, getEphemerals, listRecursive.
    record Names(List<String> names) implements Response {}

    record NamesAndStat(List<String> names, Stat stat) implements Response {}

    /// listWithStatsAndData: the children, and of each its stat and its data, or empty lists where they were not asked
    /// for.
    record Listing(List<String> names, Stat stat, List<Stat> stats, List<byte @Nullable []> data) implements Response {}

    record Count(int count) implements Response {}

    record Identities(List<Identity> identities) implements Response {}

    /// sasl: the server's next token.
    record Token(byte @Nullable [] token) implements Response {}

    /// addWatch: four zero bytes.
    record WatchAdded() implements Response {}

    /// multi and multiRead, in the order of the operations.
    record Multi(List<Result> results) implements Response {}

    /// multiRead in the words of ClickHouse Keeper: a part that failed has the type of its operation and no body.
    record MultiRead(List<Result> results) implements Response {}

    /// One operation's part of a multi: on failure `error` with no body, else the body; `op` is the type
    /// word of the result header (create2 for all creations that return a stat).
    record Result(OpCode op, ErrorCode error, Response body) {
        public static Result failed(ErrorCode error) {
            return new Result(OpCode.ERROR, error, new Empty());
        }
    }
}
