package io.quorate.client;

/// Where a server listens. `host` is a name or an address without brackets.
public record ServerAddress(String host, int port) {
    public static final int DEFAULT_PORT = 2181;

    private static final int LARGEST_PORT = 65535;

    /// Reads `host`, `host:port`, `[v6]`, `[v6]:port`, or a bare IPv6 address.
    ///
    /// @throws IllegalArgumentException saying what is wrong with `text`
    public static ServerAddress parse(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            if (end < 0) {
                throw new IllegalArgumentException("server address '" + text + "' lacks the closing bracket");
            }
            String rest = text.substring(end + 1);
            if (!rest.isEmpty() && !rest.startsWith(":")) {
                throw new IllegalArgumentException(
                        "server address '" + text + "' has '" + rest + "' after the bracket; expected ':' and a port");
            }
            return of(text, text.substring(1, end), rest.isEmpty() ? "" : rest.substring(1));
        }
        int colon = text.lastIndexOf(':');
        boolean bareV6 = colon != text.indexOf(':');
        return bareV6 || colon < 0 ? of(text, text, "") : of(text, text.substring(0, colon), text.substring(colon + 1));
    }

    private static ServerAddress of(String text, String host, String port) {
        if (host.isBlank()) {
            throw new IllegalArgumentException("server address '" + text + "' has no host");
        }
        if (host.indexOf('[') >= 0 || host.indexOf(']') >= 0) {
            throw new IllegalArgumentException(
                    "server address '" + text + "' has a bracket that does not enclose an IPv6 address");
        }
        return new ServerAddress(host.strip(), port.isEmpty() ? DEFAULT_PORT : port(text, port));
    }

    private static int port(String text, String port) {
        int number;
        try {
            number = Integer.parseInt(port.strip());
        } catch (NumberFormatException e) {
            number = -1;
        }
        if (number < 1 || number > LARGEST_PORT) {
            throw new IllegalArgumentException(
                    "server address '" + text + "' has port '" + port + "'; expected a number from 1 to 65535");
        }
        return number;
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
