package io.quorate.runtime.configuration;

import io.quorate.replica.NewSessions;
import io.quorate.replica.ServiceSettings;
import io.quorate.runtime.configuration.ServerConfig.ConnectionTokens;
import io.quorate.runtime.configuration.ServerConfig.Throttling;

/// The keys that slow clients down or turn them away, and those of them that make no sense here.
final class ThrottlingSection {
    private static final String MILLIS = "milliseconds, a whole number";
    private static final String TOKENS = "a number of tokens";
    private static final String PROBABILITY = "a number from 0 to 1";
    private static final int DEFAULT_LARGE_REQUESTS_BYTES = 100 << 20;

    private final Values values;

    private ThrottlingSection(Values values) {
        this.values = values;
    }

    static Throttling read(Values values, ServiceSettings service) throws InvalidConfigException {
        ThrottlingSection section = new ThrottlingSection(values);
        section.remark();
        return new Throttling(
                values.propertyNumber("request_throttle_max_requests", 0, 0, "a number of requests, or 0 for no limit"),
                values.propertyNumber("throttled_op_wait_time", 0, Integer.MIN_VALUE, MILLIS + ", or 0 for no limit"),
                values.propertyNumber("largeRequestThreshold", -1, Integer.MIN_VALUE, "bytes, or -1 for no limit"),
                values.propertyNumber("largeRequestMaxBytes", DEFAULT_LARGE_REQUESTS_BYTES, 1, "a number of bytes"),
                section.tokens(service.newSessions() != NewSessions.GLOBAL));
    }

    private ConnectionTokens tokens(boolean local) throws InvalidConfigException {
        boolean weighted = values.propertyFlag("connection_throttle_weight_enabled", false);
        int global = values.propertyNumber("connection_throttle_global_session_weight", 3, 1, TOKENS);
        int light = values.propertyNumber("connection_throttle_local_session_weight", 1, 1, TOKENS);
        int created = local ? light : global;
        int resumed = values.propertyNumber("connection_throttle_renew_session_weight", 2, 1, TOKENS);
        int size = values.propertyNumber("connection_throttle_tokens", 0, 0, TOKENS + ", or 0 for no limit");
        if (weighted && size > 0 && size < Math.max(created, resumed)) {
            throw InvalidConfigException.badValue(
                    "connection_throttle_tokens",
                    String.valueOf(size),
                    "at least " + Math.max(created, resumed) + ", what one session takes");
        }
        return new ConnectionTokens(
                size,
                values.propertyNumber("connection_throttle_fill_time", 1, 1, MILLIS),
                values.propertyNumber("connection_throttle_fill_count", 1, 1, TOKENS),
                values.propertyNumber("connection_throttle_freeze_time", -1, -1, MILLIS + ", or -1 for never"),
                probability("connection_throttle_drop_increase", 0.02),
                probability("connection_throttle_drop_decrease", 0.002),
                probability("connection_throttle_decrease_ratio", 0),
                weighted ? created : 1,
                weighted ? resumed : 1);
    }

    private double probability(String key, double absent) throws InvalidConfigException {
        String text = values.property(key);
        if (text == null) {
            return absent;
        }
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one sentence about it.
        }
        throw InvalidConfigException.badValue(key, text, PROBABILITY);
    }

    /// Says what has no meaning here, and what happens instead.
    private void remark() {
        remark("request_throttle_stall_time", "requests that wait go on as soon as there is room.");
        if (!values.propertyFlag("request_throttle_drop_stale", true)) {
            values.warn("request_throttle_drop_stale=false has no effect: what waits for its turn is forgotten when its"
                    + " connection ends.");
        }
        if (!values.propertyFlag("request_stale_connection_check", true)) {
            values.warn("request_stale_connection_check=false has no effect: nobody could hear the answer.");
        }
        if (values.propertyFlag("request_stale_latency_check", false)) {
            values.warn("request_stale_latency_check=true has no effect: a request is answered or its connection"
                    + " closed; throttled_op_wait_time limits how long it may wait.");
        }
    }

    private void remark(String key, String why) {
        if (values.property(key) != null) {
            values.warn(key + " has no effect: " + why);
        }
    }
}
