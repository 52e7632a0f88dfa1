package io.quorate.simulation.plan;

/// What happens to the ways between servers, and to those of clients.
final class NetworkFaults {
    private NetworkFaults() {}

    static void cut(Draft draft, long at) {
        int from = draft.anyone();
        draft.add(at, Deed.CUT, from, draft.anyoneBut(from));
        draft.add(at + draft.aWhile(), Deed.HEAL);
    }

    static void partition(Draft draft, long at) {
        long[] side = new long[1 + draft.random().nextInt(draft.setting().servers())];
        int first = draft.someServer();
        for (int i = 0; i < side.length; i++) {
            side[i] = 1L + (first - 1 + i) % draft.setting().servers();
        }
        draft.add(at, Deed.PARTITION, side);
        draft.add(at + draft.aWhile(), Deed.HEAL);
    }

    static void slowLink(Draft draft, long at) {
        int from = draft.anyone();
        draft.add(
                at,
                Deed.SLOW_LINK,
                from,
                draft.anyoneBut(from),
                10 + draft.random().nextInt(500));
        draft.add(at + draft.aWhile(), Deed.HEAL);
    }

    static void breakLinks(Draft draft, long at) {
        int one = draft.anyone();
        int other = draft.anyoneBut(one);
        int who = draft.random().nextInt(3);
        draft.add(at, Deed.BREAK, one, other, who == 0 ? 0 : who == 1 ? one : other);
    }

    static void clients(Draft draft, long at) {
        if (draft.random().nextBoolean()) {
            draft.add(at, Deed.BREAK_CLIENTS, draft.anyone());
        } else {
            draft.add(at, Deed.CUT_CLIENT, 1 + draft.random().nextInt(draft.clients()), draft.anyone());
            draft.add(at + draft.aWhile(), Deed.HEAL);
        }
    }
}
