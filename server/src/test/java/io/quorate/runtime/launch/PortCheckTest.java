package io.quorate.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PortCheckTest {
    private static LocalEnsemble on(int clientPort, int quorumPort) {
        return new LocalEnsemble(
                Path.of("data"), List.of(new LocalServer(1, Path.of("data/server-1"), clientPort, quorumPort, 0)));
    }

    @Test
    void aPortInUseIsNamedBeforeAnythingStarts() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral(LocalServer.HOST))) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> PortCheck.check(on(port, 0)))
                    .hasMessageStartingWith("Port " + port + " is in use on 127.0.0.1")
                    .hasMessageContaining("--port");
        }
    }

    @Test
    void allPortsInUseAreNamedAtOnce() throws IOException {
        try (var one = new ServerSocket(0, 1, InetAddress.ofLiteral(LocalServer.HOST));
                var other = new ServerSocket(0, 1, InetAddress.ofLiteral(LocalServer.HOST))) {
            assertThatThrownBy(() -> PortCheck.check(on(one.getLocalPort(), other.getLocalPort())))
                    .hasMessageStartingWith(
                            "Ports " + one.getLocalPort() + " and " + other.getLocalPort() + " are in use");
        }
    }

    @Test
    void whoListensOnAllAddressesTakesThePortToo() throws IOException {
        try (var taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> PortCheck.check(on(taken.getLocalPort(), 0)))
                    .isInstanceOf(LaunchException.class);
        }
    }

    @Test
    void aFreePortIsLeftFree() throws IOException, LaunchException {
        int port;
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral(LocalServer.HOST))) {
            port = taken.getLocalPort();
        }

        PortCheck.check(on(port, 0));

        try (var again = new ServerSocket(port, 1, InetAddress.ofLiteral(LocalServer.HOST))) {
            assertThat(again.getLocalPort()).isEqualTo(port);
        }
    }
}
