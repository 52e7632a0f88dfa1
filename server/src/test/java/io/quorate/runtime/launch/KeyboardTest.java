package io.quorate.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.runtime.launch.Keyboard.Wish;
import org.junit.jupiter.api.Test;

final class KeyboardTest {
    @Test
    void wordsAndANumber() {
        assertThat(Keyboard.parse("stop 2", 3)).isEqualTo(new Wish.Stop(2, false));
        assertThat(Keyboard.parse(" kill  3 ", 3)).isEqualTo(new Wish.Stop(3, true));
        assertThat(Keyboard.parse("start 1", 3)).isEqualTo(new Wish.Start(1));
    }

    @Test
    void anythingElseIsAnsweredByWhatIsKnown() {
        var known = new Wish.Nothing("Known here are: stop N, kill N, start N, quit.");

        assertThat(Keyboard.parse("help", 3)).isEqualTo(known);
        assertThat(Keyboard.parse("stop all", 3)).isEqualTo(known);
        assertThat(Keyboard.parse("feed 1", 3)).isEqualTo(known);
        assertThat(Keyboard.parse("stop 4", 3)).isEqualTo(new Wish.Nothing("There is no server 4; there are 1 to 3."));
    }

    @Test
    void anEmptyLineIsNoQuestion() {
        assertThat(Keyboard.parse("", 3)).isEqualTo(new Wish.Nothing(""));
    }

    @Test
    void quitHasMoreThanOneName() {
        assertThat(Keyboard.isQuit("quit")).isTrue();
        assertThat(Keyboard.isQuit(" exit ")).isTrue();
        assertThat(Keyboard.isQuit("stop 1")).isFalse();
    }
}
