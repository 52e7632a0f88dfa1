package io.quorate.acceptance.storm;

import io.quorate.acceptance.harness.Cables;
import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.Member;
import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.simulation.Tally;
import io.quorate.simulation.client.Clients;
import io.quorate.simulation.client.Surroundings;
import io.quorate.simulation.world.Chance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// All who use an ensemble during a storm, on its cables for clients: those of the simulation, who know
/// every operation and no manners, and users of Curator. What all of them do and are told is in the
/// notes.
final class Crowd implements AutoCloseable {
    private static final long BETWEEN_OPERATIONS_NANOS = TimeUnit.MILLISECONDS.toNanos(6);

    /// How far the history must have come for the service to be said to go on.
    private static final int PROGRESS = 20;

    private final Notes notes = new Notes();
    private final Tally tally = new Tally();
    private final RealTime time = new RealTime();
    private final SocketPorts ports;
    private final Clients clients;
    private final RandomGenerator choices;
    private final List<CuratorUser> curatorUsers = new ArrayList<>();
    private volatile boolean enough;

    Crowd(Ensemble ensemble, int count, Chance chance) throws Exception {
        Cables cables = ensemble.cables();
        Map<ServerId, Integer> doors = ensemble.members().stream()
                .collect(Collectors.toMap(
                        member -> new ServerId(member.id()),
                        member -> cables.toClients(member).port(),
                        (a, _) -> a,
                        TreeMap::new));
        ports = new SocketPorts(doors, time);
        clients = new Clients(
                count,
                new Surroundings(ports, time.timeline(), List.copyOf(doors.keySet()), 500, true, notes, tally),
                chance);
        choices = chance.stream("what clients do");
        for (int i = 1; i <= 2; i++) {
            curatorUsers.add(new CuratorUser(new Tap(count + i, doors, notes)));
        }
    }

    void start() {
        time.post(() -> {
            clients.start();
            operate();
        });
        time.start();
        curatorUsers.forEach(CuratorUser::start);
    }

    private void operate() {
        if (!enough) {
            clients.operate(1 + choices.nextInt(clients.size()), choices.nextLong());
            time.timeline().after(BETWEEN_OPERATIONS_NANOS, this::operate);
        }
    }

    /// Blocks until something has been written and seen.
    void awaitProgress() {
        Zxid before = notes.newest();
        Eventually.holds("clients get on from " + before, () -> {
            failIfSurprised();
            Zxid now = notes.newest();
            return now.epoch() > before.epoch() || now.value() >= before.value() + PROGRESS;
        });
    }

    /// Nobody asks for more; blocks until everything has been answered.
    void pause() throws Exception {
        enough = true;
        for (CuratorUser user : curatorUsers) {
            user.pause();
        }
        Eventually.holds("all are answered", () -> {
            failIfSurprised();
            return time.ask(clients::areAtRest);
        });
    }

    /// What users of Curator believe they have done, compared with what is so.
    void verify(Member member) throws Exception {
        CuratorUser.verify(curatorUsers, member);
    }

    private void failIfSurprised() {
        time.failIfFailed();
        curatorUsers.forEach(CuratorUser::failIfSurprised);
    }

    Notes notes() {
        return notes;
    }

    Tally tally() {
        return tally;
    }

    @Override
    public void close() throws IOException {
        enough = true;
        for (CuratorUser user : curatorUsers) {
            user.close();
        }
        time.close();
        ports.close();
    }
}
