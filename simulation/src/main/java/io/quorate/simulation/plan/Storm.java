package io.quorate.simulation.plan;

import io.quorate.replica.NewSessions;
import io.quorate.replica.ServiceSettings;
import io.quorate.simulation.world.Chance;
import io.quorate.simulation.world.Setting;
import io.quorate.storage.StorageSettings;
import java.util.List;
import java.util.random.RandomGenerator;

/// Draws a plan from a seed. Each storm has only some of the faults, and those often: what many kinds
/// in a row would hide, few bring to light.
public final class Storm {
    /// A fault and what ends it.
    private interface Fault {
        void strike(Draft draft, long atMillis);
    }

    private static final List<Fault> FAULTS = List.of(
            MachineFaults::kill,
            MachineFaults::kill,
            MachineFaults::power,
            MachineFaults::powerInside,
            MachineFaults::powerInsideStart,
            MachineFaults::killInside,
            MachineFaults::crashAt,
            MachineFaults::crashAt,
            Schedules::crashLoop,
            Schedules::leftBehind,
            Schedules::deposed,
            Schedules::orphans,
            Schedules::lonePromises,
            MachineFaults::powerAll,
            MachineFaults::freeze,
            MachineFaults::clocks,
            NetworkFaults::cut,
            NetworkFaults::partition,
            Schedules::isolateOneByOne,
            Schedules::deposeLeader,
            Schedules::deposeLeader,
            NetworkFaults::slowLink,
            NetworkFaults::breakLinks,
            NetworkFaults::breakLinks,
            NetworkFaults::clients,
            DiskFaults::slowDisk,
            DiskFaults::failDisk,
            DiskFaults::fillDisk,
            DiskFaults::flip,
            DiskFaults::wipe,
            Schedules::rollingRestart,
            DiskFaults::purge);

    private Storm() {}

    public static Plan of(long seed, int servers) {
        Chance chance = new Chance(seed);
        RandomGenerator random = chance.stream("plan for " + servers);
        boolean extensions = chance.stream("extensions").nextInt(3) == 0;
        Draft draft = new Draft(random, setting(random, servers, service(chance, servers), extensions));
        draw(draft);
        return new Plan(seed, draft.setting(), draft.clients(), draft.millis(), draft.actions());
    }

    private static ServiceSettings service(Chance chance, int servers) {
        boolean linearizableReads = chance.stream("reads").nextInt(4) == 0;
        int watchHistoryBytes = pick(chance.stream("watches"), 300, 5000, 1 << 20);
        boolean readOnlyMode = chance.stream("read-only").nextInt(3) == 0;
        // Whoever is alone has nobody to keep a session from.
        NewSessions newSessions = servers == 1 ? NewSessions.GLOBAL : newSessions(chance);
        return new ServiceSettings(true, linearizableReads, watchHistoryBytes, newSessions, readOnlyMode);
    }

    private static NewSessions newSessions(Chance chance) {
        return switch (chance.stream("sessions").nextInt(4)) {
            case 0 -> NewSessions.LOCAL;
            case 1 -> NewSessions.UPGRADABLE;
            default -> NewSessions.GLOBAL;
        };
    }

    private static Setting setting(RandomGenerator random, int servers, ServiceSettings service, boolean extensions) {
        int recentTxns = pick(random, 2, 5, 30, 100, 500);
        StorageSettings storage = new StorageSettings(
                pick(random, 0, 512, 4096, 65536),
                pick(random, 0, 0, 0, 3000, 20_000),
                true,
                recentTxns,
                1 << 20,
                true,
                true,
                false);
        int latencyMicros = pick(random, 50, 300, 300, 2000, 30_000);
        int flushMicros = pick(random, 100, 2000, 2000, 10_000, 100_000);
        // A session must not be over before its first answer can be there.
        boolean quick = latencyMicros + flushMicros < 10_000;
        return new Setting(
                servers,
                quick ? pick(random, 200, 1000, 2000) : 2000,
                pick(random, 5, 10, 10),
                pick(random, 2, 5, 5),
                pick(random, 10, 40, 150, 1000, 100_000),
                recentTxns,
                latencyMicros,
                flushMicros,
                service,
                extensions,
                storage);
    }

    private static int pick(RandomGenerator random, int... values) {
        return values[random.nextInt(values.length)];
    }

    private static void draw(Draft draft) {
        RandomGenerator random = draft.random();
        for (int server = 1; server <= draft.setting().servers(); server++) {
            draft.add(random.nextInt(4) == 0 ? draft.millis(20) : random.nextInt(2000), Deed.START, server);
        }
        List<Fault> chosen = FAULTS.stream().filter(_ -> random.nextInt(3) == 0).toList();
        int strikes = chosen.isEmpty() ? 0 : 3 + random.nextInt(40);
        for (int i = 0; i < strikes; i++) {
            chosen.get(random.nextInt(chosen.size())).strike(draft, random.nextLong(draft.millis()));
        }
        operations(draft);
    }

    /// Some clients are busy all the time, some in bursts.
    private static void operations(Draft draft) {
        RandomGenerator random = draft.random();
        int count = 50 + random.nextInt(800);
        for (int i = 0; i < count; i++) {
            long at = random.nextLong(draft.millis());
            int burst = random.nextInt(20) == 0 ? 1 + random.nextInt(15) : 1;
            int client = draft.anyClient();
            for (int j = 0; j < burst; j++) {
                draft.add(at + random.nextInt(10), Deed.OPERATE, client, random.nextLong());
            }
        }
    }
}
