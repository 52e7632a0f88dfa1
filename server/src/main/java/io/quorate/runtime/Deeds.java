package io.quorate.runtime;

import io.quorate.model.Invariant;
import io.quorate.replica.Effect;
import io.quorate.transport.ClientListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Carries out what the replica wants done, in its order: hands it to the rooms that do it. For the replica's thread;
/// nothing here waits.
final class Deeds {
    private final ClientListener clients;
    private final @Nullable Peers peers;
    private final StorageThread storage;
    private final Observation observation;
    private final Reports reports;

    /// @param peers null for a server alone
    Deeds(ClientListener clients, @Nullable Peers peers, StorageThread storage, Observation observation) {
        this.clients = clients;
        this.peers = peers;
        this.storage = storage;
        this.observation = observation;
        reports = new Reports(System::nanoTime, observation.txnsTooLarge());
    }

    /// Returns once there is room for more.
    void awaitRoom() {
        storage.awaitRoom();
    }

    /// What is said to clients and peers leaves at the end, together.
    void carryOut(List<Effect> effects) {
        for (Effect effect : effects) {
            carryOut(effect);
        }
        clients.flush();
        if (peers != null) {
            peers.quorum().flush();
        }
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Say(var connection, var message) -> clients.say(connection, message);
            case Effect.HangUp(var connection, var reason, var detail) -> clients.hangUp(connection, reason, detail);

            case Effect.Notify(var to, var notification) -> peers(effect).notify(to, notification);
            case Effect.DialLeader dial -> peers(effect).dial(dial);
            case Effect.AcceptLearners(boolean open) -> peers(effect).quorum().acceptLearners(open);
            case Effect.Send(var link, var message) -> peers(effect).quorum().send(link, message);
            case Effect.SendSnapshot(var link, var tree) ->
                peers(effect).quorum().sendSnapshot(link, tree);
            case Effect.DropLink(var link) -> peers(effect).quorum().drop(link);

            case Effect.StorageOrder order -> {
                if (order instanceof Effect.Append(var txn)) {
                    observation.logged(txn.encoded().length);
                }
                storage.add(order);
            }

            case Effect.Report report -> reports.write(report);
        }
    }

    private Peers peers(Effect effect) {
        if (peers == null) {
            throw Invariant.broken("a server alone has no peers, but wants %s", effect);
        }
        return peers;
    }
}
