package io.quorate.simulation.plan;

import io.quorate.simulation.world.Chance;
import io.quorate.simulation.world.CrashPoint;
import io.quorate.simulation.world.Setting;
import io.quorate.storage.StorageSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/// Draws a plan from a seed. Each storm has only some of the faults, and those often: what many kinds
/// in a row would hide, few bring to light.
public final class Storm {
    /// A fault and what ends it.
    private interface Fault {
        void strike(Storm storm, long atMillis);
    }

    private static final List<Fault> FAULTS = List.of(
            Storm::kill,
            Storm::kill,
            Storm::power,
            Storm::powerInside,
            Storm::powerInsideStart,
            Storm::killInside,
            Storm::crashAt,
            Storm::crashAt,
            Storm::crashLoop,
            Storm::leftBehind,
            Storm::deposed,
            Storm::orphans,
            Storm::powerAll,
            Storm::freeze,
            Storm::clocks,
            Storm::cut,
            Storm::partition,
            Storm::isolateOneByOne,
            Storm::deposeLeader,
            Storm::deposeLeader,
            Storm::slowLink,
            Storm::breakLinks,
            Storm::breakLinks,
            Storm::clients,
            Storm::slowDisk,
            Storm::failDisk,
            Storm::fillDisk,
            Storm::flip,
            Storm::wipe,
            Storm::rollingRestart,
            Storm::purge);

    private final RandomGenerator random;
    private final Setting setting;
    private final int clients;
    private final long millis;
    private final List<Action> actions = new ArrayList<>();

    private Storm(RandomGenerator random, Setting setting) {
        this.random = random;
        this.setting = setting;
        this.clients = 1 + random.nextInt(6);
        this.millis = (20 + random.nextInt(180)) * (long) setting.tickMillis();
    }

    public static Plan of(long seed, int servers) {
        RandomGenerator random = new Chance(seed).stream("plan for " + servers);
        Storm storm = new Storm(random, setting(random, servers));
        storm.draw();
        return new Plan(seed, storm.setting, storm.clients, storm.millis, storm.actions);
    }

    private static Setting setting(RandomGenerator random, int servers) {
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
                storage);
    }

    private static int pick(RandomGenerator random, int... values) {
        return values[random.nextInt(values.length)];
    }

    private void draw() {
        for (int server = 1; server <= setting.servers(); server++) {
            add(random.nextInt(4) == 0 ? millis(20) : random.nextInt(2000), Deed.START, server);
        }
        List<Fault> chosen = FAULTS.stream().filter(_ -> random.nextInt(3) == 0).toList();
        int strikes = chosen.isEmpty() ? 0 : 3 + random.nextInt(40);
        for (int i = 0; i < strikes; i++) {
            chosen.get(random.nextInt(chosen.size())).strike(this, random.nextLong(millis));
        }
        operations();
        actions.sort(Comparator.comparingLong(Action::atMillis));
    }

    /// Some clients are busy all the time, some in bursts.
    private void operations() {
        int count = 50 + random.nextInt(800);
        for (int i = 0; i < count; i++) {
            long at = random.nextLong(millis);
            int burst = random.nextInt(20) == 0 ? 1 + random.nextInt(15) : 1;
            int client = 1 + random.nextInt(clients);
            for (int j = 0; j < burst; j++) {
                add(at + random.nextInt(10), Deed.OPERATE, client, random.nextLong());
            }
        }
    }

    private void add(long atMillis, Deed deed, long... arguments) {
        actions.add(Action.at(atMillis, deed, arguments));
    }

    /// A server, or 0 for whoever leads at that time.
    private int anyone() {
        return random.nextInt(5) == 0 ? 0 : someServer();
    }

    private int someServer() {
        return 1 + random.nextInt(setting.servers());
    }

    private int anyoneBut(int server) {
        return server == 0 || setting.servers() == 1
                ? someServer()
                : 1 + (server + random.nextInt(setting.servers() - 1)) % setting.servers();
    }

    /// Up to so many ticks.
    private long millis(int ticks) {
        return random.nextLong((long) ticks * setting.tickMillis());
    }

    /// How long something stays as it is: mostly for a few ticks, at times for very long.
    private long aWhile() {
        return random.nextInt(4) == 0 ? millis(80) : millis(8);
    }

    // ---- machines

    private void kill(long at) {
        int server = anyone();
        add(at, Deed.KILL, server);
        add(at + aWhile(), Deed.START, server);
    }

    private void power(long at) {
        int server = anyone();
        add(at, Deed.POWER, server);
        add(at + aWhile(), Deed.START, server);
    }

    private void powerInside(long at) {
        int server = anyone();
        add(at, Deed.POWER_INSIDE, server, 1 + random.nextInt(random.nextBoolean() ? 6 : 60));
        long back = at + aWhile();
        add(back, Deed.POWER, server);
        add(back + 1, Deed.START, server);
    }

    /// Inside what a start does, or the election and the synchronisation after it.
    private void powerInsideStart(long at) {
        int server = anyone();
        add(at, random.nextBoolean() ? Deed.KILL : Deed.POWER, server);
        long start = at + 1 + aWhile();
        add(start, Deed.POWER_INSIDE, server, 1 + random.nextInt(40));
        add(start, Deed.START, server);
        long back = start + 1 + aWhile();
        add(back, Deed.POWER, server);
        add(back + 1, Deed.START, server);
    }

    /// What was written and not synced is still there when the next process starts; then the power may fail.
    private void killInside(long at) {
        int server = anyone();
        add(at, Deed.KILL_INSIDE, server, 1 + random.nextInt(random.nextBoolean() ? 6 : 60));
        long start = at + 1 + aWhile();
        add(start, Deed.KILL, server);
        add(start + 1, Deed.START, server);
        if (random.nextBoolean()) {
            long back = start + 2 + aWhile();
            add(back, Deed.POWER, server);
            add(back + 1, Deed.START, server);
        }
    }

    /// The point may come much later; until the server is back it is tried several times.
    private void crashAt(long at) {
        int server = anyone();
        crashAt(at, server, random.nextInt(CrashPoint.COUNT));
        long time = at;
        for (int i = 0; i < 3; i++) {
            time += 1 + aWhile();
            add(time, Deed.START, server);
        }
    }

    /// In half of all cases inside one of the next operations on its disk.
    private void crashAt(long at, int server, int point) {
        add(at, Deed.CRASH_AT, server, point, random.nextBoolean() ? random.nextInt(2) : 2 + random.nextInt(12));
    }

    /// A server never gets beyond a certain point, while another one is away.
    private void crashLoop(long at) {
        int server = anyone();
        int point = random.nextInt(CrashPoint.COUNT);
        int away = anyoneBut(server);
        add(at, Deed.KILL, away);
        add(at, Deed.KILL, server);
        long time = at;
        for (int i = 2 + random.nextInt(3); i > 0; i--) {
            crashAt(time, server, point);
            add(time, Deed.START, server);
            time += 1 + millis(8);
        }
        add(time, Deed.START, away);
        add(time + millis(8), Deed.START, server);
    }

    /// A server is away while the others go on and forget what it needs; then everybody's turn to lead
    /// may come.
    private void leftBehind(long at) {
        int server = anyone();
        add(at, Deed.KILL, server);
        long time = at + aWhile();
        for (int other = 1; other <= setting.servers(); other++) {
            if (other != server) {
                add(time, Deed.KILL, other);
                add(time + 1, Deed.START, other);
                time += millis(8);
            }
        }
        add(time, Deed.START, server);
        rollingRestart(time + aWhile());
    }

    /// The others notice at once that they have lost a server; it goes on as if nothing had happened. One
    /// client changes things with the help of the others, and all look whether they can see it.
    private void deposed(long at) {
        int server = anyone();
        for (int other = 1; other <= setting.servers(); other++) {
            if (other != server) {
                add(at, Deed.BREAK, server, other, other);
            }
        }
        int writer = anyClient();
        for (int i = 0; i < 20; i++) {
            add(at + millis(setting.syncLimitTicks()), Deed.OPERATE, writer, random.nextLong());
            add(at + millis(setting.syncLimitTicks()), Deed.SYNC, anyClient());
        }
    }

    /// A server has to itself what its clients ask for, and goes; when it is back the others may not have done
    /// anything.
    private void orphans(long at) {
        int server = anyone();
        add(at, Deed.PARTITION, server);
        for (int i = 0; i < 20; i++) {
            add(at + millis(1), Deed.OPERATE, anyClient(), random.nextLong());
        }
        long end = at + setting.tickMillis();
        add(end, random.nextBoolean() ? Deed.KILL : Deed.POWER, server);
        add(end, Deed.HEAL);
        add(end + millis(2), Deed.START, server);
    }

    private int anyClient() {
        return 1 + random.nextInt(clients);
    }

    private void powerAll(long at) {
        add(at, Deed.POWER_ALL);
        for (int server = 1; server <= setting.servers(); server++) {
            add(at + (random.nextInt(4) == 0 ? aWhile() : millis(2)), Deed.START, server);
        }
    }

    private void rollingRestart(long at) {
        long pause = millis(10) + 1;
        for (int server = 1; server <= setting.servers(); server++) {
            add(at + server * pause, Deed.KILL, server);
            add(at + server * pause + random.nextLong(2 * pause), Deed.START, server);
        }
    }

    private void freeze(long at) {
        add(at, Deed.FREEZE, anyone(), aWhile());
    }

    private void clocks(long at) {
        if (random.nextBoolean()) {
            add(at, Deed.CLOCK_JUMP, anyone(), random.nextLong(-100_000, 100_000));
        } else {
            add(at, Deed.CLOCK_DRIFT, anyone(), random.nextLong(-2000, 2000));
        }
    }

    // ---- networks

    private void cut(long at) {
        int from = anyone();
        add(at, Deed.CUT, from, anyoneBut(from));
        add(at + aWhile(), Deed.HEAL);
    }

    private void partition(long at) {
        long[] side = new long[1 + random.nextInt(setting.servers())];
        int first = someServer();
        for (int i = 0; i < side.length; i++) {
            side[i] = 1L + (first - 1 + i) % setting.servers();
        }
        add(at, Deed.PARTITION, side);
        add(at + aWhile(), Deed.HEAL);
    }

    /// One after the other is alone.
    private void isolateOneByOne(long at) {
        long time = at;
        for (int i = 0; i < setting.servers(); i++) {
            add(time, Deed.PARTITION, anyone());
            time += millis(15) + 1;
            add(time, Deed.HEAL);
            time += millis(3);
        }
    }

    /// The leader is alone with its clients until another has been elected; then it returns, perhaps
    /// without its process.
    private void deposeLeader(long at) {
        int syncLimitMillis = setting.syncLimitTicks() * setting.tickMillis();
        add(at, Deed.PARTITION, 0);
        if (random.nextBoolean()) {
            add(at + millis(2), Deed.KILL, 0);
        }
        long healed = at + syncLimitMillis + aWhile();
        add(healed, Deed.HEAL);
        add(healed + millis(3), Deed.START, 0);
    }

    private void slowLink(long at) {
        int from = anyone();
        add(at, Deed.SLOW_LINK, from, anyoneBut(from), 10 + random.nextInt(500));
        add(at + aWhile(), Deed.HEAL);
    }

    private void breakLinks(long at) {
        int one = anyone();
        int other = anyoneBut(one);
        int who = random.nextInt(3);
        add(at, Deed.BREAK, one, other, who == 0 ? 0 : who == 1 ? one : other);
    }

    private void clients(long at) {
        if (random.nextBoolean()) {
            add(at, Deed.BREAK_CLIENTS, anyone());
        } else {
            add(at, Deed.CUT_CLIENT, 1 + random.nextInt(clients), anyone());
            add(at + aWhile(), Deed.HEAL);
        }
    }

    // ---- disks

    private void slowDisk(long at) {
        int server = anyone();
        add(at, Deed.SLOW_DISK, server, 3 + random.nextInt(100));
        add(at + aWhile(), Deed.REPAIR_DISK, server);
    }

    private void failDisk(long at) {
        int server = anyone();
        add(at, Deed.FAIL_DISK, server, 1 + random.nextInt(20));
        long repaired = at + aWhile();
        add(repaired, Deed.REPAIR_DISK, server);
        add(repaired + millis(3), Deed.START, server);
    }

    private void fillDisk(long at) {
        int server = anyone();
        add(at, Deed.FILL_DISK, server, random.nextInt(8000));
        long repaired = at + aWhile();
        add(repaired, Deed.REPAIR_DISK, server);
        add(repaired + millis(3), Deed.START, server);
    }

    private void flip(long at) {
        damage(at, Deed.FLIP);
    }

    private void wipe(long at) {
        damage(at, Deed.WIPE);
    }

    /// A start that is refused is answered with an empty disk.
    private void damage(long at, Deed deed) {
        int server = someServer();
        add(at, Deed.POWER, server);
        long later = at + aWhile();
        add(later, deed, server);
        add(later + 1, Deed.START, server);
        long last = later + 1 + 5L * setting.tickMillis() + aWhile();
        add(last, Deed.REPLACE_DISK, server);
        add(last + 1, Deed.START, server);
    }

    private void purge(long at) {
        add(at, Deed.PURGE, anyone(), 1 + random.nextInt(4));
    }
}
