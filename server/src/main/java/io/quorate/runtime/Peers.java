package io.quorate.runtime;

import io.quorate.model.Invariant;
import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.protocol.peer.ElectionNotification;
import io.quorate.protocol.snapshot.SnapshotSink;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.LinkId;
import io.quorate.runtime.configuration.ServerConfig;
import io.quorate.transport.ElectionPort;
import io.quorate.transport.ElectionSettings;
import io.quorate.transport.QuorumPort;
import io.quorate.transport.QuorumSettings;
import io.quorate.transport.SnapshotArrival;
import io.quorate.tree.Tree;
import io.quorate.tree.TtlForms;
import io.quorate.zab.quorum.EnsembleConfig;
import io.quorate.zab.quorum.Member;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The other servers of the ensemble, as the effects of the replica reach them: over the election port and over the
/// links of the quorum port.
final class Peers {
    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);

    private final ServerConfig.Membership membership;
    private final EventInbox inbox;
    private final ElectionPort election;
    private final QuorumPort quorum;

    Peers(ServerConfig.Membership membership, int maxRecordBytes, TtlForms forms, EventInbox inbox) {
        this.membership = membership;
        this.inbox = inbox;
        Member own = membership.own();
        ElectionSettings limits = ElectionSettings.of(
                membership.self(), listening(own.electionPort()), hostAndPort(own.host(), own.electionPort()));
        election = new ElectionPort(
                new ElectionSettings(
                        limits.self(),
                        limits.listen(),
                        limits.advertised(),
                        membership.bindTries(),
                        membership.connectTimeoutMillis(),
                        limits.helloTimeoutMillis()),
                inbox);
        QuorumSettings bounds = QuorumSettings.listeningOn(listening(own.quorumPort()));
        quorum = new QuorumPort(
                new QuorumSettings(bounds.listen(), maxRecordBytes, bounds.maxOutboundBytes(), bounds.maxLearners()),
                inbox,
                (link, zxid) -> new TreeArrival(link, zxid, new Tree.Builder(forms)));
    }

    /// A snapshot on its way becomes a tree.
    private record TreeArrival(LinkId link, Zxid zxid, Tree.Builder builder) implements SnapshotArrival {
        @Override
        public SnapshotSink sink() {
            return builder;
        }

        @Override
        public Event complete() {
            return new Event.SnapshotReceived(link, builder.build(zxid));
        }
    }

    /// @throws io.quorate.transport.PortUnavailableException if the election port is taken
    void start() {
        Member own = membership.own();
        LOG.info("Election at {}, followers at {} while leading", own.electionPort(), own.quorumPort());
        election.start();
        Map<ServerId, List<InetSocketAddress>> addresses = new HashMap<>();
        EnsembleConfig ensemble = membership.ensemble();
        ensemble.members().forEach((server, member) -> {
            if (!server.equals(membership.self())) {
                addresses.put(server, List.of(unresolved(member.host(), member.electionPort())));
            }
        });
        election.members(addresses);
    }

    void stop() {
        election.close();
        quorum.close();
    }

    QuorumPort quorum() {
        return quorum;
    }

    void notify(ServerId to, ElectionNotification notification) {
        if (to.equals(membership.self())) {
            inbox.postAtOnce(new Event.NotificationReceived(to, notification));
        } else {
            election.notify(to, notification);
        }
    }

    void dial(Effect.DialLeader dial) {
        Member leader = membership.ensemble().member(dial.leader());
        if (leader == null) {
            throw Invariant.broken("server %s leads, but is not in the ensemble", dial.leader());
        }
        quorum.dial(dial.link(), List.of(unresolved(leader.host(), leader.quorumPort())), dial.timeoutMillis());
    }

    private InetSocketAddress listening(int port) {
        return membership.listenOnAllAddresses()
                ? new InetSocketAddress(port)
                : unresolved(membership.own().host(), port);
    }

    /// Names are looked up at each attempt: containers come back with other addresses.
    private static InetSocketAddress unresolved(String host, int port) {
        return InetSocketAddress.createUnresolved(host, port);
    }

    private static String hostAndPort(String host, int port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
