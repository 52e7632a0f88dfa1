package io.quorate.runtime.configuration;

import io.quorate.model.ServerId;
import io.quorate.zab.quorum.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads `server.<id>=<host>:<quorumPort>:<electionPort>[:<role>][;[<clientHost>:]<clientPort>]`. IPv6 addresses stand
/// in brackets.
final class ServerLine {
    private static final String FORM = "host:port:port or host:port:port:type, optionally followed by ;clientPort";
    private static final int MAX_PORT = 65_535;

    private final String key;
    private final String value;

    private ServerLine(String key, String value) {
        this.key = key;
        this.value = value;
    }

    static Member parse(String key, String value) throws InvalidConfigException {
        return new ServerLine(key, value).member();
    }

    private Member member() throws InvalidConfigException {
        ServerId id = id();
        String[] halves = value.split(";", -1);
        if (halves.length > 2) {
            throw new InvalidConfigException(
                    key + "=" + value + " names a secure client port: TLS for clients is not" + " supported yet");
        }
        if (halves[0].indexOf('|') >= 0) {
            throw new InvalidConfigException(key + "=" + value + " names several addresses of one server:"
                    + " multiAddress is not supported yet");
        }
        List<String> parts = split(halves[0].trim());
        if (parts.size() != 3 && parts.size() != 4) {
            throw badForm();
        }
        int quorumPort = port(parts.get(1));
        if (parts.get(2).isBlank()) {
            throw new InvalidConfigException("Missing election port for server: " + id);
        }
        int electionPort = port(parts.get(2));
        if (quorumPort == electionPort) {
            throw new InvalidConfigException("Client and election port must be different! " + key + "=" + value
                    + " uses " + quorumPort + " for both");
        }
        Member.Role role = parts.size() == 4 ? role(parts.get(3)) : Member.Role.PARTICIPANT;
        String client = halves.length == 2 ? clientAddress(halves[1].trim()) : null;
        return new Member(id, parts.get(0), quorumPort, electionPort, role, client);
    }

    private ServerId id() throws InvalidConfigException {
        String text = key.substring(key.indexOf('.') + 1);
        try {
            long id = Long.parseLong(text);
            if (id >= 0) {
                return new ServerId(id);
            }
        } catch (NumberFormatException e) {
            // Falls through to the one sentence about it.
        }
        throw new InvalidConfigException(key + " does not name a server: expected server.<id> with the number in the"
                + " server's myid file, 1 to 255");
    }

    static Member.Role role(String text) throws InvalidConfigException {
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "participant" -> Member.Role.PARTICIPANT;
            case "observer" -> Member.Role.OBSERVER;
            default -> throw new InvalidConfigException("Unrecognised peertype: " + text);
        };
    }

    private @Nullable String clientAddress(String text) throws InvalidConfigException {
        if (text.isEmpty()) {
            return null;
        }
        List<String> parts = split(text);
        return switch (parts.size()) {
            case 1 -> "0.0.0.0:" + port(parts.getFirst());
            case 2 -> bracketed(parts.get(0)) + ":" + port(parts.get(1));
            default -> throw badForm();
        };
    }

    private static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    private int port(String text) throws InvalidConfigException {
        try {
            int port = Integer.parseInt(text.trim());
            if (port > 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one sentence about it.
        }
        throw InvalidConfigException.badValue(key, value, "a port from 1 to 65535 instead of '" + text + "'");
    }

    /// The parts between colons; a part that begins with a bracket ends with one, and loses both.
    private List<String> split(String text) throws InvalidConfigException {
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (true) {
            int end;
            if (text.startsWith("[", from)) {
                int bracket = text.indexOf(']', from);
                if (bracket < 0 || (bracket + 1 < text.length() && text.charAt(bracket + 1) != ':')) {
                    throw badForm();
                }
                parts.add(text.substring(from + 1, bracket));
                end = bracket + 1;
            } else {
                int colon = text.indexOf(':', from);
                end = colon < 0 ? text.length() : colon;
                parts.add(text.substring(from, end).trim());
            }
            if (end == text.length()) {
                return parts;
            }
            from = end + 1;
        }
    }

    private InvalidConfigException badForm() {
        return new InvalidConfigException(key + "=" + value + " does not have the form " + FORM);
    }
}
