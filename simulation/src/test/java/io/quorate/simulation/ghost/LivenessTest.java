package io.quorate.simulation.ghost;

import static io.quorate.simulation.ghost.Rehearsal.LEADER;
import static io.quorate.simulation.ghost.Rehearsal.ONE;
import static io.quorate.simulation.ghost.Rehearsal.TWO;
import static io.quorate.simulation.ghost.Rehearsal.assertBreaks;

import io.quorate.model.ServerId;
import io.quorate.protocol.peer.ServerState;
import io.quorate.replica.Effect;
import io.quorate.replica.Replica;
import io.quorate.simulation.world.ServerView;
import java.util.List;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private final Rehearsal play = Rehearsal.serving();

    private record View(ServerId id, boolean isUp) implements ServerView {
        @Override
        public Replica replica() {
            throw new IllegalStateException("nobody has got that far");
        }

        @Override
        public long localNanos() {
            return 0;
        }
    }

    @Test
    void aServerThatStaysDownNeedsAnExcuse() {
        play.crash(ONE);
        List<View> views = List.of(new View(ONE, false), new View(TWO, true), new View(LEADER, true));
        assertBreaks("LIVENESS", () -> play.ghost.ended(views));
    }

    @Test
    void inTheEndSomebodyLeads() {
        play.lookAround();
        List<View> views = List.of(new View(ONE, true), new View(TWO, true), new View(LEADER, true));
        assertBreaks("LIVENESS", () -> play.ghost.ended(views));
    }

    @Test
    void inTheEndOnlyOneLeads() {
        play.act(ONE, new Effect.StateChanged(ServerState.LOOKING, "looking"));
        play.act(ONE, new Effect.StateChanged(ServerState.LEADING, "leading - discovery"));
        play.save(ONE, 2, 1);
        play.save(ONE, 2, 2);
        play.establish(ONE);
        List<View> views = List.of(new View(ONE, true), new View(TWO, true), new View(LEADER, true));
        assertBreaks("LIVENESS", () -> play.ghost.ended(views));
    }
}
