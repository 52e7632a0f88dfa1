package io.quorate.admin;

import com.sun.management.UnixOperatingSystemMXBean;
import io.quorate.protocol.peer.ServerState;
import io.quorate.replica.Status;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// The lines of `mntr`: what is measured, and nothing else.
final class Monitor {
    private final List<String> lines = new ArrayList<>();

    private Monitor() {}

    static List<String> lines(Subject subject, Connections connections) {
        Monitor monitor = new Monitor();
        Status status = subject.status();
        monitor.put("version", subject.version());
        monitor.put("server_state", Mode.of(status));
        if (!status.standalone() && !status.readOnly()) {
            monitor.put("peer_state", Mode.peerState(status));
        }
        monitor.server(subject, connections);
        connections.limits().forEach(monitor::put);
        monitor.data(status);
        Subject.Membership member = subject.configured().member();
        if (member != null) {
            monitor.put("quorum_size", member.voters());
        }
        if (status.state() == ServerState.LEADING && !status.standalone()) {
            monitor.leader(subject, status);
        }
        return monitor.lines;
    }

    private void server(Subject subject, Connections connections) {
        put("avg_latency", Numbers.average(connections.latency().averageMillis()));
        put("max_latency", connections.latency().maxMillis());
        put("min_latency", connections.latency().minMillis());
        put("packets_received", connections.received());
        put("packets_sent", connections.sent());
        put("num_alive_connections", connections.rows().size());
        put("outstanding_requests", connections.outstanding());
        put("uptime", subject.uptimeMillis());
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            put("open_file_descriptor_count", unix.getOpenFileDescriptorCount());
            put("max_file_descriptor_count", unix.getMaxFileDescriptorCount());
        }
    }

    private void data(Status status) {
        put("znode_count", status.counts().znodes());
        put("watch_count", status.counts().watches());
        put("ephemerals_count", status.counts().ephemerals());
        put("approximate_data_size", status.counts().approximateSizeBytes());
        put("global_sessions", status.counts().sessions());
        put("local_sessions", status.counts().localSessions());
    }

    private void leader(Subject subject, Status status) {
        put("learners", status.learners());
        put("synced_followers", status.syncedFollowers());
        put("synced_observers", 0);
        put("synced_non_voting_followers", 0);
        put("pending_syncs", status.pendingSyncs());
        put("leader_uptime", subject.leaderUptimeMillis());
        put("last_proposal_size", subject.proposalSizes().last());
        put("max_proposal_size", subject.proposalSizes().max());
        put("min_proposal_size", subject.proposalSizes().min());
    }

    private void put(String name, long value) {
        put(name, Long.toString(value));
    }

    private void put(String name, String value) {
        lines.add("zk_" + name + "\t" + value);
    }
}
