package io.quorate.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class TableTest {
    private static final List<Table.Row> ROWS = List.of(
            new Table.Row(
                    "1",
                    "127.0.0.1:2181",
                    new ServerView(
                            ServerView.State.LEADING,
                            OptionalLong.of(1),
                            OptionalLong.of(0x100000000L),
                            OptionalInt.of(12),
                            "")),
            new Table.Row("2", "127.0.0.1:2182", ServerView.of(ServerView.State.LOOKING, "")));

    @Test
    void showsWhatIsKnownAndADashForTheRest() {
        assertThat(new Table(80, false).lines(ROWS))
                .containsExactly(
                        "server  address         state    epoch  last zxid    connections",
                        "1       127.0.0.1:2181  LEADING  1      0x100000000  12",
                        "2       127.0.0.1:2182  LOOKING  -      -            -");
    }

    @Test
    void narrowTerminalsLoseTheLeastImportantColumns() {
        assertThat(new Table(60, false).lines(ROWS)).startsWith("server  address         state    epoch  last zxid");
        assertThat(new Table(45, false).lines(ROWS)).startsWith("server  address         state    last zxid");
        assertThat(new Table(33, false).lines(ROWS)).startsWith("server  address         state");
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        for (int width = 1; width < 90; width++) {
            int limit = width;
            assertThat(new Table(width, false).lines(ROWS)).allMatch(line -> line.length() <= limit);
        }
    }

    @Test
    void coloursOnlyWhereWanted() {
        assertThat(new Table(80, true).lines(ROWS).get(1)).contains("\033[1;32mLEADING  \033[0m");
        assertThat(String.join("", new Table(80, false).lines(ROWS))).doesNotContain("\033");
    }

    @Test
    void columnsWithoutContentAreNotShown() {
        List<Table.Row> nameless =
                List.of(new Table.Row("", "a:1", ServerView.of(ServerView.State.DOWN, "connection refused")));

        assertThat(new Table(80, false).lines(nameless))
                .containsExactly(
                        "address  state  last zxid  connections",
                        "a:1      DOWN   -          -            connection refused");
    }

    @Test
    void sentencesBreakBetweenWords() {
        assertThat(LiveScreen.wrapped("one two three", 8)).containsExactly("one two", "three");
        assertThat(LiveScreen.wrapped("onetwothree", 8)).containsExactly("onetwothree");
        assertThat(LiveScreen.wrapped("    to be copied", 8)).containsExactly("    to be copied");
    }
}
