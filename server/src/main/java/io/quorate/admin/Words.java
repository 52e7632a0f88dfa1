package io.quorate.admin;

import io.quorate.protocol.peer.ServerState;
import io.quorate.replica.Status;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Answers the four-letter words.
///
/// Only those on the operator's list are answered; `srvr` always is. Most say nothing but one sentence while the server
/// serves no clients.
public final class Words {
    private static final String NOT_SERVING = "This ZooKeeper instance is not currently serving requests\n";

    private static final String READ_ONLY = "READ-ONLY mode; serving only read-only clients\n";

    /// ZooKeeper's trace bits as they are set at its start; there is nothing here they would switch.
    private static final int TRACE_MASK = 0b1_0011_0010;

    private static final Set<String> KNOWN = Set.of(
            "conf",
            "cons",
            "crst",
            "dirs",
            "dump",
            "envi",
            "gtmk",
            "hash",
            "isro",
            "mntr",
            "ruok",
            "srst",
            "srvr",
            "stat",
            "stmk",
            "telnet close",
            "wchc",
            "wchp",
            "wchs");

    private static final Set<String> ANSWERED_ALWAYS = Set.of("ruok", "envi", "gtmk", "isro", "telnet close");

    private final Set<String> allowed;
    private final Subject subject;

    /// @param allowed words, or `*` for all
    public Words(Set<String> allowed, Subject subject) {
        this.allowed = Set.copyOf(allowed);
        this.subject = subject;
    }

    /// The text to send before the connection is closed; null for what is no word.
    public @Nullable String answer(String word, Connections connections) {
        if (!KNOWN.contains(word)) {
            return null;
        }
        if (!word.equals("srvr") && !allowed.contains("*") && !allowed.contains(word)) {
            return word + " is not executed because it is not in the whitelist.\n";
        }
        Status status = subject.status();
        if (!status.serving() && !status.readOnly() && !ANSWERED_ALWAYS.contains(word)) {
            return NOT_SERVING;
        }
        return switch (word) {
            case "ruok" -> "imok";
            case "isro" -> status.readOnly() ? "ro" : status.serving() ? "rw" : "null";
            case "gtmk" -> Integer.toString(TRACE_MASK);
            case "telnet close" -> "";
            case "srvr" -> version() + server(connections);
            case "stat" -> version() + clients(connections) + server(connections);
            case "mntr" -> lines(Monitor.lines(subject, connections));
            case "conf" -> configuration();
            case "envi" -> "Environment:\n" + lines(Environment.lines(subject.version()));
            case "cons" -> full(connections);
            case "wchs" -> watches();
            case "dirs" -> "datadir_size: " + subject.snapshotBytes() + "\nlogdir_size: " + subject.logBytes() + "\n";
            case "srst" -> {
                subject.resetTotals();
                yield "Server stats reset.\n";
            }
            case "crst" -> {
                subject.resetConnections();
                yield "Connection stats reset.\n";
            }
            default -> word + " is not supported by this server yet.\n";
        };
    }

    private String version() {
        return "Zookeeper version: " + subject.version() + "\n"
                + (subject.status().readOnly() ? READ_ONLY : "");
    }

    private String server(Connections connections) {
        Status status = subject.status();
        StringBuilder text = new StringBuilder();
        text.append("Latency min/avg/max: ").append(connections.latency().minMillis());
        text.append('/').append(Numbers.average(connections.latency().averageMillis()));
        text.append('/').append(connections.latency().maxMillis()).append('\n');
        text.append("Received: ").append(connections.received()).append('\n');
        text.append("Sent: ").append(connections.sent()).append('\n');
        text.append("Connections: ").append(connections.rows().size()).append('\n');
        text.append("Outstanding: ").append(connections.outstanding()).append('\n');
        text.append("Zxid: ").append(status.zxid()).append('\n');
        text.append("Mode: ").append(Mode.of(status)).append('\n');
        text.append("Node count: ").append(status.counts().znodes()).append('\n');
        if (status.state() == ServerState.LEADING && !status.standalone()) {
            Subject.ProposalSizes sizes = subject.proposalSizes();
            text.append("Proposal sizes last/min/max: ").append(sizes.last());
            text.append('/').append(sizes.min()).append('/').append(sizes.max()).append('\n');
        }
        return text.toString();
    }

    private static String clients(Connections connections) {
        StringBuilder text = new StringBuilder("Clients:\n");
        connections.rows().forEach(row -> text.append(ConnectionLine.brief(row)).append('\n'));
        return text.append('\n').toString();
    }

    private String watches() {
        Status.Counts counts = subject.status().counts();
        return counts.watchers() + " connections watching " + counts.watchedPaths() + " paths\nTotal watches:"
                + counts.watches() + "\n";
    }

    private static String full(Connections connections) {
        StringBuilder text = new StringBuilder();
        connections.rows().forEach(row -> text.append(ConnectionLine.full(row)).append('\n'));
        return text.append('\n').toString();
    }

    private String configuration() {
        Subject.Configured configured = subject.configured();
        StringBuilder text = new StringBuilder();
        put(text, "clientPort", configured.clientPort());
        put(text, "secureClientPort", -1);
        put(text, "dataDir", configured.snapshotDirectory());
        put(text, "dataDirSize", subject.snapshotBytes());
        put(text, "dataLogDir", configured.logDirectory());
        put(text, "dataLogSize", subject.logBytes());
        put(text, "tickTime", configured.tickMillis());
        put(text, "maxClientCnxns", configured.maxPerAddress());
        put(text, "minSessionTimeout", configured.minSessionTimeoutMillis());
        put(text, "maxSessionTimeout", configured.maxSessionTimeoutMillis());
        put(text, "clientPortListenBacklog", configured.backlog());
        put(text, "serverId", configured.serverId());
        Subject.Membership member = configured.member();
        if (member != null) {
            put(text, "initLimit", member.initLimitTicks());
            put(text, "syncLimit", member.syncLimitTicks());
            put(text, "electionAlg", 3);
            put(text, "electionPort", member.electionPort());
            put(text, "quorumPort", member.quorumPort());
            put(text, "peerType", 0);
            text.append("membership: \n").append(subject.status().configText());
        }
        return text.toString();
    }

    private static void put(StringBuilder text, String name, Object value) {
        text.append(name).append('=').append(value).append('\n');
    }

    private static String lines(List<String> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
