package io.quorate.simulation.plan;

/// What happens to disks, and to what is on them.
final class DiskFaults {
    /// What a start takes, about.
    private static final long BOOT_MILLIS = 1500;

    private DiskFaults() {}

    static void slowDisk(Draft draft, long at) {
        int server = draft.anyone();
        draft.add(at, Deed.SLOW_DISK, server, 3 + draft.random().nextInt(100));
        draft.add(at + draft.aWhile(), Deed.REPAIR_DISK, server);
    }

    static void failDisk(Draft draft, long at) {
        int server = draft.anyone();
        draft.add(at, Deed.FAIL_DISK, server, 1 + draft.random().nextInt(20));
        long repaired = at + draft.aWhile();
        draft.add(repaired, Deed.REPAIR_DISK, server);
        draft.add(repaired + draft.millis(3), Deed.START, server);
    }

    static void fillDisk(Draft draft, long at) {
        int server = draft.anyone();
        draft.add(at, Deed.FILL_DISK, server, draft.random().nextInt(8000));
        long repaired = at + draft.aWhile();
        draft.add(repaired, Deed.REPAIR_DISK, server);
        draft.add(repaired + draft.millis(3), Deed.START, server);
    }

    static void flip(Draft draft, long at) {
        damage(draft, at, Deed.FLIP);
    }

    static void wipe(Draft draft, long at) {
        damage(draft, at, Deed.WIPE);
    }

    /// A start that is refused is answered with an empty disk; one that is not is followed by a purge, before which
    /// whatever
    /// is damaged had better not count.
    private static void damage(Draft draft, long at, Deed deed) {
        int server = draft.someServer();
        draft.add(at, Deed.POWER, server);
        long later = at + draft.aWhile();
        draft.add(later, deed, server);
        draft.add(later + 1, Deed.START, server);
        draft.add(later + BOOT_MILLIS + draft.millis(3), Deed.PURGE, server, 1);
        long last = later + 1 + 5L * draft.setting().tickMillis() + draft.aWhile();
        draft.add(last, Deed.REPLACE_DISK, server);
        draft.add(last + 1, Deed.START, server);
    }

    static void purge(Draft draft, long at) {
        draft.add(at, Deed.PURGE, draft.anyone(), 1 + draft.random().nextInt(4));
    }
}
