package io.quorate.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.runtime.launch.ServerView.State;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ServerViewTest {
    private static final String LEADER = """
            Zookeeper version: 3.9.5-0123456789abcdef0123456789abcdef01234567, built on 2026-02-11 20:18 UTC
            Latency min/avg/max: 0/2.0/4
            Received: 5
            Sent: 4
            Connections: 3
            Outstanding: 0
            Zxid: 0x700000002
            Mode: leader
            Node count: 5
            Proposal sizes last/min/max: 32/32/48
            """;

    @Test
    void readsWhatCountsAndTheReleaseWithoutItsCommit() {
        assertThat(ServerView.parse(LEADER))
                .isEqualTo(new ServerView(
                        State.LEADING,
                        OptionalLong.empty(),
                        OptionalLong.of(0x700000002L),
                        OptionalInt.of(2),
                        "3.9.5"));
    }

    @Test
    void whoAsksIsNotCountedAsAClient() {
        assertThat(ServerView.parse(LEADER.replace("Connections: 3", "Connections: 1"))
                        .connections())
                .hasValue(0);
    }

    @Test
    void whoServesNobodyIsLooking() {
        assertThat(ServerView.parse("This ZooKeeper instance is not currently serving requests\n")
                        .state())
                .isEqualTo(State.LOOKING);
    }

    @Test
    void whatIsNoAnswerOfAServerIsShownAsItIs() {
        assertThat(ServerView.parse("HTTP/1.1 400 Bad Request\r\n"))
                .isEqualTo(ServerView.of(State.UNKNOWN, "HTTP/1.1 400 Bad Request"));
        assertThat(ServerView.parse("").state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void numbersThatAreNoneAreLeftOut() {
        ServerView view = ServerView.parse("Zxid: soon\nConnections: many\nMode: standalone\n");

        assertThat(view).isEqualTo(ServerView.of(State.STANDALONE, ""));
    }
}
