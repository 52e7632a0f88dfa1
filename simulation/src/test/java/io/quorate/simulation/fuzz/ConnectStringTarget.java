package io.quorate.simulation.fuzz;

import io.quorate.client.ConnectString;
import io.quorate.client.ServerAddress;
import java.nio.charset.StandardCharsets;

/// Where a client is told to find its ensemble.
final class ConnectStringTarget {
    private ConnectStringTarget() {}

    static void connectString(byte[] input) throws Exception {
        String text = new String(input, StandardCharsets.UTF_8);
        ConnectString read = Attempt.within(
                Attempt.CONSTANT_BYTES + Attempt.BYTES_PER_BYTE * input.length,
                IllegalArgumentException.class,
                () -> ConnectString.parse(text));
        if (read != null) {
            for (ServerAddress server : read.servers()) {
                Likeness.check(server, ServerAddress.parse(server.toString()));
            }
        }
    }
}
