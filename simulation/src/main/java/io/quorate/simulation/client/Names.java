package io.quorate.simulation.client;

import io.quorate.protocol.client.Request;
import java.util.Locale;

/// What operations and their outcomes are called where they are counted.
final class Names {
    private Names() {}

    static String of(Request request, String outcome) {
        String kind = switch (request) {
            case Request.Malformed _ -> "malformed";
            case Request.Unknown _ -> "unknown";
            default -> request.op().name().toLowerCase(Locale.ROOT);
        };
        return "client " + kind + " " + outcome.toLowerCase(Locale.ROOT);
    }
}
