package io.quorate.replica;

import io.quorate.model.Identity;
import io.quorate.model.SessionId;
import io.quorate.protocol.client.Request;
import java.util.List;

/// Where a server's clients' requests go that local state cannot answer: the leader, or this server if
/// it leads.
interface Upstream {
    /// Whether another server decides.
    boolean isElsewhere();

    /// Whether there is a leader to write to. If not, only {@link #revalidate} and {@link #touch} may
    /// be called.
    boolean takesWrites();

    /// Becomes a txn; {@link Pipeline#committed} is called when it is applied here.
    void write(SessionId session, int cxid, Request request, List<Identity> identities);

    /// {@link Pipeline#synced} is called once everything the leader had committed before has been
    /// applied here. Answers come in the order of the calls.
    void sync(SessionId session, int cxid, Request request, List<Identity> identities);

    /// May the session go on here? {@link Pipeline#revalidated} is called with the answer.
    void revalidate(SessionId session, int timeoutMillis);

    /// Whether the leader makes txns of the extension operations.
    boolean takesExtensions();

    /// The session has shown a sign of life.
    void touch(SessionId session, int timeoutMillis);
}
