package io.quorate.simulation.client;

import io.quorate.model.ErrorCode;
import io.quorate.protocol.client.Request;
import java.util.Locale;

/// What operations and their outcomes are called where they are counted.
final class Names {
    private Names() {}

    static String answered(Request request, ErrorCode error) {
        return "operation: " + kind(request) + " " + error.name().toLowerCase(Locale.ROOT);
    }

    static String lost(Request request) {
        return "operation without an answer: " + kind(request);
    }

    private static String kind(Request request) {
        return switch (request) {
            case Request.Malformed _ -> "malformed";
            case Request.Unknown _ -> "unknown";
            default -> request.op().name().toLowerCase(Locale.ROOT);
        };
    }
}
