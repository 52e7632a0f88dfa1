package io.quorate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VersionTest {
    @Test
    void beginsWithTheReleaseOfZooKeeperThatToolsLookFor() {
        assertThat(Version.current().line())
                .matches("3\\.9\\.6-quorate-\\d+\\.\\d+\\.\\d+\\S*, built on \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC");
    }
}
