package io.quorate.simulation.plan;

import io.quorate.simulation.world.CrashPoint;

/// What happens to servers and their machines.
final class MachineFaults {
    private MachineFaults() {}

    static void kill(Draft draft, long at) {
        int server = draft.anyone();
        draft.add(at, Deed.KILL, server);
        draft.add(at + draft.aWhile(), Deed.START, server);
    }

    static void power(Draft draft, long at) {
        int server = draft.anyone();
        draft.add(at, Deed.POWER, server);
        draft.add(at + draft.aWhile(), Deed.START, server);
    }

    static void powerInside(Draft draft, long at) {
        int server = draft.anyone();
        draft.add(
                at,
                Deed.POWER_INSIDE,
                server,
                1 + draft.random().nextInt(draft.random().nextBoolean() ? 6 : 60));
        long back = at + draft.aWhile();
        draft.add(back, Deed.POWER, server);
        draft.add(back + 1, Deed.START, server);
    }

    /// Inside what a start does, or the election and the synchronisation after it.
    static void powerInsideStart(Draft draft, long at) {
        int server = draft.anyone();
        draft.add(at, draft.random().nextBoolean() ? Deed.KILL : Deed.POWER, server);
        long start = at + 1 + draft.aWhile();
        draft.add(start, Deed.POWER_INSIDE, server, 1 + draft.random().nextInt(40));
        draft.add(start, Deed.START, server);
        long back = start + 1 + draft.aWhile();
        draft.add(back, Deed.POWER, server);
        draft.add(back + 1, Deed.START, server);
    }

    /// What was written and not synced is still there when the next process starts; then the power may
    /// fail.
    static void killInside(Draft draft, long at) {
        int server = draft.anyone();
        draft.add(
                at,
                Deed.KILL_INSIDE,
                server,
                1 + draft.random().nextInt(draft.random().nextBoolean() ? 6 : 60));
        long start = at + 1 + draft.aWhile();
        draft.add(start, Deed.KILL, server);
        draft.add(start + 1, Deed.START, server);
        if (draft.random().nextBoolean()) {
            long back = start + 2 + draft.aWhile();
            draft.add(back, Deed.POWER, server);
            draft.add(back + 1, Deed.START, server);
        }
    }

    /// The point may come much later; until the server is back it is tried several times.
    static void crashAt(Draft draft, long at) {
        int server = draft.anyone();
        crashAt(draft, at, server, draft.random().nextInt(CrashPoint.COUNT));
        long time = at;
        for (int i = 0; i < 3; i++) {
            time += 1 + draft.aWhile();
            draft.add(time, Deed.START, server);
        }
    }

    /// In half of all cases inside one of the next operations on its disk.
    static void crashAt(Draft draft, long at, int server, int point) {
        draft.add(
                at,
                Deed.CRASH_AT,
                server,
                point,
                draft.random().nextBoolean()
                        ? draft.random().nextInt(2)
                        : 2 + draft.random().nextInt(12));
    }

    static void powerAll(Draft draft, long at) {
        draft.add(at, Deed.POWER_ALL);
        for (int server = 1; server <= draft.setting().servers(); server++) {
            draft.add(at + (draft.random().nextInt(4) == 0 ? draft.aWhile() : draft.millis(2)), Deed.START, server);
        }
    }

    static void freeze(Draft draft, long at) {
        draft.add(at, Deed.FREEZE, draft.anyone(), draft.aWhile());
    }

    /// Clocks that are wrong, and people who set them, at times before they start the server again.
    static void clocks(Draft draft, long at) {
        int server = draft.someServer();
        switch (draft.random().nextInt(3)) {
            case 0 -> draft.add(at, Deed.CLOCK_DRIFT, server, draft.random().nextLong(-2000, 2000));
            case 1 -> draft.add(at, Deed.CLOCK_JUMP, server, draft.random().nextLong(-100_000, 100_000));
            default -> {
                draft.add(at, Deed.CLOCK_JUMP, server, -draft.random().nextLong(400_000));
                draft.add(at, Deed.KILL, server);
                draft.add(at + draft.millis(3), Deed.START, server);
            }
        }
    }
}
