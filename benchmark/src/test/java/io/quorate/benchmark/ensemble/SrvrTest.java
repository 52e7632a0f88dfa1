package io.quorate.benchmark.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SrvrTest {
    @Test
    void modeAndVersionAreRead() {
        assertThat(Srvr.parse("""
                        Zookeeper version: 3.9.6-1234, built on 2025-01-01 00:00 UTC
                        Latency min/avg/max: 0/0.0/0
                        Zxid: 0x100000000
                        Mode: follower
                        Node count: 5
                        """)).contains(new Srvr("follower", "3.9.6-1234, built on 2025-01-01 00:00 UTC"));
    }

    @Test
    void aServerThatDoesNotServeHasNoMode() {
        assertThat(Srvr.parse("This ZooKeeper instance is not currently serving requests\n"))
                .isEmpty();
    }
}
