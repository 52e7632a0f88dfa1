package io.quorate.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.runtime.launch.StatusCommand.Address;
import org.junit.jupiter.api.Test;

final class StatusCommandTest {
    @Test
    void readsConnectStrings() throws LaunchException {
        assertThat(StatusCommand.addresses("a:2182, b ,[::1]:2183,[::2],::3/app"))
                .containsExactly(
                        new Address("a", 2182),
                        new Address("b", 2181),
                        new Address("::1", 2183),
                        new Address("::2", 2181),
                        new Address("::3", 2181));
        assertThat(new Address("::1", 2183).text()).isEqualTo("[::1]:2183");
    }

    @Test
    void namesWhatItCannotRead() {
        assertThatThrownBy(() -> StatusCommand.addresses("a:b"))
                .hasMessage("'a:b' in --server is not HOST or HOST:PORT.");
        assertThatThrownBy(() -> StatusCommand.addresses("a:70000"))
                .hasMessage("'a:70000' in --server is not HOST or HOST:PORT.");
        assertThatThrownBy(() -> StatusCommand.addresses(" , ")).hasMessageStartingWith("--server names no server");
    }
}
