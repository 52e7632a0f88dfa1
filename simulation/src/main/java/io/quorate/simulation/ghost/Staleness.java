package io.quorate.simulation.ghost;

import io.quorate.protocol.peer.ServerState;
import io.quorate.simulation.Violation;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/// Servers that have lost the ensemble must notice, and serve nobody. I-STALE-BOUND.
final class Staleness {
    /// A leader looks once per tick whether it still has a quorum, and drops a learner half a tick after
    /// its time.
    private static final int LEADERS_SLACK_TICKS = 2;

    private final Collection<Subject> servers;
    private final Voters voters;
    private final long tickNanos;
    private final int syncLimitTicks;

    Staleness(Collection<Subject> servers, Voters voters, int tickMillis, int syncLimitTicks) {
        this.servers = servers;
        this.voters = voters;
        this.tickNanos = TimeUnit.MILLISECONDS.toNanos(tickMillis);
        this.syncLimitTicks = syncLimitTicks;
    }

    void ticked(Subject server, long nowNanos) {
        server.nowIs(nowNanos);
        server.contact().ticked(nowNanos, tickNanos);
    }

    /// A server answers a client.
    void answered(Subject server) {
        if (server.state() == ServerState.LEADING) {
            leaderAnswered(server);
        } else if (server.state() == ServerState.FOLLOWING) {
            long silence = server.nowNanos() - server.contact().leaderHeardAtNanos();
            if (silence > syncLimitTicks * tickNanos) {
                throw new Violation(
                        "I-STALE-BOUND",
                        "server %s answers a client, but has not heard of its leader for %s ms",
                        server,
                        TimeUnit.NANOSECONDS.toMillis(silence));
            }
        }
    }

    private void leaderAnswered(Subject leader) {
        long limit = (syncLimitTicks + LEADERS_SLACK_TICKS) * tickNanos;
        boolean heard = voters.isQuorum(
                servers, other -> other == leader || leader.contact().silenceNanos(other.id()) <= limit);
        if (!heard) {
            throw new Violation(
                    "I-STALE-BOUND", "leader %s answers a client, but a quorum has been silent for long", leader);
        }
    }
}
