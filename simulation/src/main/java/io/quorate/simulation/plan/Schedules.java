package io.quorate.simulation.plan;

import io.quorate.simulation.world.CrashPoint;
import java.util.List;

/// Several things in a row that do harm only together.
final class Schedules {
    /// What an election takes, about.
    private static final long ELECTION_MILLIS = 250;

    private static final List<CrashPoint> CUT =
            List.of(CrashPoint.TRUNC, CrashPoint.TRUNCATION_ORDERED, CrashPoint.LOG_TRUNCATED);

    private Schedules() {}

    /// A server never gets beyond a certain point, while another one is away.
    static void crashLoop(Draft draft, long at) {
        int server = draft.anyone();
        int point = draft.random().nextInt(CrashPoint.COUNT);
        int away = draft.anyoneBut(server);
        draft.add(at, Deed.KILL, away);
        draft.add(at, Deed.KILL, server);
        long time = at;
        for (int i = 2 + draft.random().nextInt(3); i > 0; i--) {
            MachineFaults.crashAt(draft, time, server, point);
            draft.add(time, Deed.START, server);
            time += 1 + draft.millis(8);
        }
        draft.add(time, Deed.START, away);
        draft.add(time + draft.millis(8), Deed.START, server);
    }

    /// A server is away while the others go on and forget what it needs. Its return is disturbed, or
    /// everybody's turn to lead may come.
    static void leftBehind(Draft draft, long at) {
        int server = draft.someServer();
        draft.add(at, Deed.KILL, server);
        long time = at + draft.aWhile();
        for (int other = 1; other <= draft.setting().servers(); other++) {
            if (other != server) {
                draft.add(time, Deed.KILL, other);
                draft.add(time + 1, Deed.START, other);
                time += draft.millis(8);
            }
        }
        draft.add(time, Deed.START, server);
        if (draft.random().nextBoolean()) {
            disturbReturn(draft, time, server);
        } else {
            rollingRestart(draft, time + draft.aWhile());
        }
    }

    /// Its disk is slow, and before it has what the leader sends it loses the leader again.
    private static void disturbReturn(Draft draft, long at, int server) {
        draft.add(at, Deed.SLOW_DISK, server, 50 + draft.random().nextInt(300));
        long time = at + 1;
        if (draft.random().nextBoolean()) {
            draft.add(time, Deed.CRASH_AT, 0, CrashPoint.NEW_LEADER.number(), 0);
            time += 3000 + draft.aWhile();
            draft.add(time, Deed.START, 0);
        }
        for (int i = 0; i < 6; i++) {
            time += 1 + draft.random().nextLong(1000);
            draft.add(time, Deed.BREAK, 0, server, 0);
        }
        draft.add(time + draft.aWhile(), Deed.REPAIR_DISK, server);
    }

    /// The others notice at once that they have lost a server; it goes on as if nothing had happened.
    /// One client changes things with the help of the others, and all look whether they can see it: as
    /// soon as there can be another leader, or until the server must have given up.
    static void deposed(Draft draft, long at) {
        int server = draft.random().nextBoolean() ? 0 : draft.someServer();
        for (int other = 1; other <= draft.setting().servers(); other++) {
            if (other != server) {
                draft.add(at, Deed.BREAK, server, other, other);
            }
        }
        boolean soon = draft.random().nextBoolean();
        int writer = draft.anyClient();
        for (int i = 0; i < 20; i++) {
            draft.add(
                    at + withinReach(draft, soon),
                    Deed.OPERATE,
                    writer,
                    draft.random().nextLong());
            draft.add(at + withinReach(draft, soon), Deed.SYNC, draft.anyClient());
        }
    }

    private static long withinReach(Draft draft, boolean soon) {
        return soon
                ? ELECTION_MILLIS + draft.millis(1)
                : draft.millis(draft.setting().syncLimitTicks());
    }

    /// A server has to itself what its clients ask for, and goes. When it is back the others have not
    /// done anything, or have gone on with something else.
    static void orphans(Draft draft, long at) {
        int server = draft.random().nextBoolean() ? 0 : draft.someServer();
        draft.add(at, Deed.PARTITION, server);
        for (int i = 0; i < 20; i++) {
            draft.add(
                    at + draft.millis(1),
                    Deed.OPERATE,
                    draft.anyClient(),
                    draft.random().nextLong());
        }
        long end = at + draft.setting().tickMillis();
        draft.add(end, draft.random().nextBoolean() ? Deed.KILL : Deed.POWER, server);
        draft.add(end, Deed.HEAL);
        if (draft.random().nextBoolean()) {
            long back = end + draft.millis(2);
            draft.add(back, Deed.START, server);
            crashInCut(draft, back);
            return;
        }
        long back = end + 5L * draft.setting().tickMillis();
        for (int i = 0; i < 20; i++) {
            draft.add(
                    end + draft.random().nextLong(back - end),
                    Deed.OPERATE,
                    draft.anyClient(),
                    draft.random().nextLong());
        }
        draft.add(back, Deed.START, server);
        crashInCut(draft, back);
    }

    /// Whoever is told to cut its log, now or later, does not get through with it.
    private static void crashInCut(Draft draft, long at) {
        int point = CUT.get(draft.random().nextInt(CUT.size())).number();
        for (int server = 1; server <= draft.setting().servers(); server++) {
            MachineFaults.crashAt(draft, at, server, point);
        }
        draft.add(at + 3000 + draft.aWhile(), Deed.START, 0);
    }

    static void rollingRestart(Draft draft, long at) {
        long pause = draft.millis(10) + 1;
        for (int server = 1; server <= draft.setting().servers(); server++) {
            draft.add(at + server * pause, Deed.KILL, server);
            draft.add(at + server * pause + draft.random().nextLong(2 * pause), Deed.START, server);
        }
    }

    /// One after the other is alone.
    static void isolateOneByOne(Draft draft, long at) {
        long time = at;
        for (int i = 0; i < draft.setting().servers(); i++) {
            draft.add(time, Deed.PARTITION, draft.anyone());
            time += draft.millis(15) + 1;
            draft.add(time, Deed.HEAL);
            time += draft.millis(3);
        }
    }

    /// The leader is alone with its clients until another has been elected; then it returns, perhaps
    /// without its process.
    static void deposeLeader(Draft draft, long at) {
        int syncLimitMillis = draft.setting().syncLimitTicks() * draft.setting().tickMillis();
        draft.add(at, Deed.PARTITION, 0);
        if (draft.random().nextBoolean()) {
            draft.add(at + draft.millis(2), Deed.KILL, 0);
        }
        long healed = at + syncLimitMillis + draft.aWhile();
        draft.add(healed, Deed.HEAL);
        draft.add(healed + draft.millis(3), Deed.START, 0);
    }

    /// Who is elected whenever it can be promises one epoch after the other to nobody but itself. The
    /// others get on without it, in an epoch before the last of these; then it returns.
    static void lonePromises(Draft draft, long at) {
        int highest = draft.setting().servers();
        int away = (highest - 1) / 2;
        for (int server = 1; server <= away; server++) {
            draft.add(at, Deed.KILL, server);
        }
        draft.add(at, Deed.KILL, highest);
        long time = at;
        for (int i = 2 + draft.random().nextInt(2); i > 0; i--) {
            draft.add(time, Deed.CRASH_AT, highest, CrashPoint.LEADER_INFO.number(), 0);
            draft.add(time, Deed.START, highest);
            time += 3000 + draft.millis(5);
        }
        draft.add(time, Deed.KILL, highest);
        for (int server = 1; server <= away; server++) {
            draft.add(time, Deed.START, server);
        }
        draft.add(time + 3000 + draft.aWhile(), Deed.START, highest);
    }
}
