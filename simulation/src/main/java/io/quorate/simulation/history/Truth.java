package io.quorate.simulation.history;

import io.quorate.model.ErrorCode;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.simulation.reference.Asker;
import io.quorate.simulation.reference.Change;
import io.quorate.simulation.reference.Entry;
import io.quorate.simulation.reference.WatchEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the committed txns say.
interface Truth {
    /// Whether there may be sessions that no txn has begun.
    boolean hasLocalSessions();

    List<Change> changesOf(Zxid zxid);

    @Nullable
    Entry find(String path, Zxid at);

    /// What persistent watches that are taken up again can be told from the znodes alone.
    List<WatchEvent> lastSeenBy(Request.SetWatches again, Zxid at);

    /// Why this cannot be the answer to a read; null if it can.
    @Nullable
    String objectionToRead(Asking asking, ErrorCode error, Response response, Zxid at);

    /// Why this txn cannot be what became of a write; null if it can.
    @Nullable
    String objectionToTxn(Asking asking, Commits.Commit commit);

    /// Why this cannot be the answer to the write that became a txn; null if it can.
    @Nullable
    String objectionToAnswer(Request request, ErrorCode error, Response response, Commits.Commit commit);

    /// @param asker as whom the connection was known, but for its address
    record Asking(Request request, Asker asker) {}
}
