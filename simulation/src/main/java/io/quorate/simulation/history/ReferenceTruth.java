package io.quorate.simulation.history;

import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.simulation.reference.Answer;
import io.quorate.simulation.reference.Change;
import io.quorate.simulation.reference.Entry;
import io.quorate.simulation.reference.Reference;
import io.quorate.simulation.reference.Registration;
import io.quorate.simulation.reference.WatchEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The truth as the reference knows it.
record ReferenceTruth(Reference reference) implements Truth {
    @Override
    public boolean hasLocalSessions() {
        return reference.hasLocalSessions();
    }

    @Override
    public List<Change> changesOf(Zxid zxid) {
        return reference.changesOf(zxid);
    }

    @Override
    public @Nullable Entry find(String path, Zxid at) {
        return reference.at(at).shown(path);
    }

    @Override
    public List<WatchEvent> lastSeenBy(Request.SetWatches again, Zxid at) {
        return Registration.lastSeenBy(again, reference.at(at));
    }

    @Override
    public @Nullable String objectionToRead(Asking asking, ErrorCode error, Response response, Zxid at) {
        Response comparable = response instanceof Response.Identities(var shown) ? withoutAddress(shown) : response;
        Answer due = reference.read(asking.request(), asking.asker(), at);
        return due.permits(error, comparable) ? null : "it had to be " + due;
    }

    /// What address a client comes from is not for the client to know.
    private static Response withoutAddress(List<Identity> shown) {
        return new Response.Identities(shown.stream()
                .filter(identity -> !identity.scheme().equals("ip"))
                .toList());
    }

    @Override
    public @Nullable String objectionToTxn(Asking asking, Commits.Commit commit) {
        return reference.problemWith(asking.request(), asking.asker(), commit.header(), commit.txn(), null);
    }

    @Override
    public @Nullable String objectionToAnswer(
            Request request, ErrorCode error, Response response, Commits.Commit commit) {
        Answer due = reference.answerTo(request, commit.header(), commit.txn());
        return due.permits(error, response) ? null : "it had to be " + due;
    }
}
