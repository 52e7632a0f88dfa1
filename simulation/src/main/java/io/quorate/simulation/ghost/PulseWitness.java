package io.quorate.simulation.ghost;

import io.quorate.model.ServerId;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.peer.ServerState;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.LinkId;
import io.quorate.simulation.Violation;
import io.quorate.simulation.world.ServerView;
import io.quorate.simulation.world.Witness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// I-SESSION-EXPIRY, how fast the leader hears of a sign of life: whenever a leader looks at its clock, no follower in
/// step was pinged longer than a tick ago; and a follower answers each ping at once.
///
/// So a session whose client says something every timeout less two ticks does not expire as long as the network is
/// quicker than half a tick.
final class PulseWitness implements Witness {
    private final Roles roles;
    private final long tickNanos;
    // Only ever asked by key.
    private final Map<ServerId, Map<Long, Long>> pinged = new HashMap<>();
    private final Map<ServerId, Long> clocks = new HashMap<>();
    private final Map<ServerId, LinkId> dialled = new HashMap<>();

    PulseWitness(Roles roles, int tickMillis) {
        this.roles = roles;
        this.tickNanos = TimeUnit.MILLISECONDS.toNanos(tickMillis);
    }

    @Override
    public void stopped(ServerView server, String why, boolean powerLost) {
        pinged.remove(server.id());
        clocks.remove(server.id());
        dialled.remove(server.id());
    }

    @Override
    public void stepped(ServerView server, Event event, List<Effect> effects) {
        ServerId id = server.id();
        if (event instanceof Event.Tick(long nowNanos, long _)) {
            clocks.put(id, nowNanos);
        } else if (event instanceof Event.LeaderDialled(LinkId link)) {
            dialled.put(id, link);
        } else if (event instanceof Event.FromLeader(LinkId link, PeerMessage.LeaderPing _)) {
            answer(server, link, effects);
        }
        if (roles.now(id).isLeading()) {
            leads(server, event, effects);
        } else {
            pinged.remove(id);
        }
    }

    private void answer(ServerView server, LinkId link, List<Effect> effects) {
        boolean follows = follows(roles.before(server.id())) && follows(roles.now(server.id()));
        boolean answered =
                effects.stream().anyMatch(effect -> effect instanceof Effect.Send(var _, PeerMessage.LearnerPing _));
        if (follows && link.equals(dialled.get(server.id())) && !answered) {
            throw new Violation("I-SESSION-EXPIRY", "server %s does not answer a ping of its leader", server.id());
        }
    }

    private static boolean follows(Roles.Role role) {
        return role.broadcasting() && role.state() == ServerState.FOLLOWING;
    }

    private void leads(ServerView server, Event event, List<Effect> effects) {
        // In the order of the links, for the sake of the message.
        Map<Long, Long> links = pinged.computeIfAbsent(server.id(), _ -> new TreeMap<>());
        long now = clocks.getOrDefault(server.id(), 0L);
        if (event instanceof Event.LinkLost(LinkId link)) {
            links.remove(link.value());
        }
        for (Effect effect : effects) {
            if (effect instanceof Effect.Send(LinkId link, PeerMessage message)) {
                if (message instanceof PeerMessage.LeaderPing || message instanceof PeerMessage.UpToDate) {
                    links.put(link.value(), now);
                }
            } else if (effect instanceof Effect.DropLink(LinkId link)) {
                links.remove(link.value());
            }
        }
        if (event instanceof Event.Tick) {
            links.forEach((link, lastNanos) -> {
                if (lastNanos < now - tickNanos) {
                    throw new Violation(
                            "I-SESSION-EXPIRY",
                            "leader %s has not pinged the follower on link %s since %s ns of its clock, and it is %s ns",
                            server.id(),
                            link,
                            lastNanos,
                            now);
                }
            });
        }
    }
}
