package io.quorate.acceptance.clients;

import io.quorate.acceptance.harness.Command;
import io.quorate.acceptance.harness.Conversation;
import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.StockClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Grants client programs what they ask for, and writes down what they say otherwise.
final class Patron {
    private static final String WISH = "ask: ";
    private static final String LOSE = "lose the server of ";
    private static final String BRING_BACK = "bring it back";
    private static final String HOLD = "hold me until there is no ";

    private final Ensemble ensemble;
    private final Path directory;

    Patron(Ensemble ensemble, Path directory) {
        this.ensemble = ensemble;
        this.directory = directory;
    }

    /// Blocks until the program has ended; returns what it said but did not ask for.
    List<String> listenTo(Command program) {
        var said = new ArrayList<String>();
        try (Conversation conversation = Conversation.with(program, directory)) {
            for (Optional<String> line = conversation.next(); line.isPresent(); line = conversation.next()) {
                if (line.get().startsWith(WISH)) {
                    grant(line.get().substring(WISH.length()), conversation);
                    conversation.answer("done");
                } else {
                    said.add(line.get());
                }
            }
        }
        return said;
    }

    private void grant(String wish, Conversation asking) {
        if (wish.startsWith(LOSE)) {
            serverOf(wish.substring(LOSE.length())).kill();
        } else if (wish.equals(BRING_BACK)) {
            Ensemble _ = ensemble.start();
        } else if (wish.startsWith(HOLD)) {
            holdUntilThereIsNo(wish.substring(HOLD.length()), asking);
        } else {
            throw new AssertionError("nobody knows how to '" + wish + "'");
        }
    }

    void loseTheServerOf(long session) {
        serverOf("0x" + Long.toHexString(session)).kill();
    }

    private Member serverOf(String session) {
        return Eventually.yields("a server has session " + session, () -> {
            for (Member member : ensemble.running()) {
                if (member.ask("cons").contains("sid=" + session + ",")) {
                    return Optional.of(member);
                }
            }
            return Optional.empty();
        });
    }

    private void holdUntilThereIsNo(String path, Conversation asking) {
        try (StockClient observer = StockClient.connect(ensemble)) {
            signal("-STOP", asking);
            Eventually.holds(path + " is gone", () -> observer.zk().exists(path, false) == null);
        } finally {
            signal("-CONT", asking);
        }
    }

    private void signal(String signal, Conversation receiver) {
        String _ = Command.of("kill", signal, Long.toString(receiver.pid()))
                .in(directory)
                .run()
                .succeeded();
    }
}
