package io.quorate.simulation.ghost;

import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.simulation.world.ServerView;
import io.quorate.simulation.world.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which request each txn was made of, from the leader's step that turned the one into the other until the txn is
/// committed.
final class Requests implements Witness {
    /// One operation, in a multi or alone; `request` is null for what no client has asked for.
    record Act(@Nullable Request request, Txn txn) {}

    private final TreeMap<Zxid, Request> byZxid = new TreeMap<>();

    @Override
    public void stepped(ServerView server, Event event, List<Effect> effects) {
        if (event instanceof Event.ClientRequest(var _, int xid, Request request)) {
            became(request, xid, effects);
        } else if (event instanceof Event.FromLearner(var _, PeerMessage.Forward forward)) {
            became(forward.request(), forward.cxid(), effects);
        }
    }

    private void became(Request request, int cxid, List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Append(LoggedTxn txn) && txn.header().cxid() == cxid) {
                byZxid.put(txn.zxid(), request);
                return;
            }
        }
    }

    /// What the txn does, one by one. Asked when it is committed, and once.
    List<Act> acts(LoggedTxn txn) {
        Request request = byZxid.get(txn.zxid());
        byZxid.headMap(txn.zxid(), true).clear();
        if (!(txn.txn() instanceof Txn.Multi(List<Txn> members))) {
            return List.of(new Act(request, txn.txn()));
        }
        List<Request> asked = request instanceof Request.Multi multi ? multi.operations() : List.of();
        List<Act> acts = new ArrayList<>(members.size());
        for (int i = 0; i < members.size(); i++) {
            acts.add(new Act(asked.size() == members.size() ? asked.get(i) : null, members.get(i)));
        }
        return acts;
    }
}
