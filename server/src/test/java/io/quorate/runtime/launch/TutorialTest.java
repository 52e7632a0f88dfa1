package io.quorate.runtime.launch;

import static io.quorate.runtime.launch.ServerView.State.FOLLOWING;
import static io.quorate.runtime.launch.ServerView.State.LEADING;
import static io.quorate.runtime.launch.ServerView.State.LOOKING;
import static io.quorate.runtime.launch.ServerView.State.STANDALONE;
import static io.quorate.runtime.launch.ServerView.State.STARTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TutorialTest {
    private final Tutorial ofFive = new Tutorial(5, true);

    private static List<ServerView> views(ServerView.State... states) {
        return Arrays.stream(states).map(state -> ServerView.of(state, "")).toList();
    }

    @Test
    void oneOfFiveVotesForItselfInVain() {
        assertThat(ofFive.explain(views(LOOKING)))
                .containsExactly("Server 1 votes for itself and nobody answers."
                        + " 1 vote of 5 is not more than half (it takes 3), so it stays LOOKING.");
    }

    @Test
    void twoOfFiveAgreeAndAreStillTooFew() {
        assertThat(ofFive.explain(views(LOOKING, LOOKING)))
                .containsExactly(
                        "Servers 1 and 2 have exchanged votes. Nobody has any history, so the larger id decides,"
                                + " and all vote for server 2."
                                + " 2 votes of 5 are not more than half (it takes 3), so they stay LOOKING.");
    }

    @Test
    void theThirdOfFiveLeads() {
        assertThat(ofFive.explain(views(FOLLOWING, FOLLOWING, LEADING)))
                .containsExactly("All vote for server 3, the largest id among them. 3 votes of 5 are more than half:"
                        + " server 3 is LEADING, the others are FOLLOWING, and clients are served.");
    }

    @Test
    void whoComesLaterFollowsAlthoughItsIdIsLarger() {
        assertThat(ofFive.explain(views(FOLLOWING, FOLLOWING, LEADING, FOLLOWING)))
                .containsExactly("Server 4 has a larger id than server 3, but a majority has already chosen:"
                        + " it hears who leads, and follows.");
    }

    @Test
    void withHistoryTheLargerOneDecides() {
        var later = new Tutorial(3, false);

        assertThat(later.explain(views(LEADING, FOLLOWING)))
                .containsExactly("All vote for server 1, which has the larger history. 2 votes of 3 are more than half:"
                        + " server 1 is LEADING, the others are FOLLOWING, and clients are served.");
    }

    @Test
    void nothingIsClaimedThatIsNotSeen() {
        assertThat(ofFive.explain(views(LOOKING, LOOKING, LOOKING)))
                .containsExactly("No server leads yet, although 3 of 5 would be enough: their server.log says why.");
        assertThat(ofFive.explain(views(FOLLOWING, STARTING, LEADING)))
                .containsExactly(
                        "Server 3 leads, but not every server follows it yet; server.log of the others says why.");
    }

    @Test
    void aloneMeansStandalone() {
        assertThat(new Tutorial(1, true).explain(views(STANDALONE)))
                .containsExactly("One server is an ensemble of its own: it needs nobody's vote, and serves alone.");
    }

    @Test
    void waitsUntilAllAreWhereTheyWillStay() {
        assertThat(ofFive.settled(views(STARTING), 5_000)).isFalse();
        assertThat(ofFive.settled(views(LOOKING), 1_000)).isFalse();
        assertThat(ofFive.settled(views(LOOKING), 3_000)).isTrue();
        assertThat(ofFive.settled(views(FOLLOWING, LOOKING, LEADING), 5_000)).isFalse();
        assertThat(ofFive.settled(views(FOLLOWING, FOLLOWING, LEADING), 5_000)).isTrue();
    }

    @Test
    void doesNotWaitForEver() {
        assertThat(ofFive.settled(views(STARTING), 20_000)).isTrue();
    }
}
