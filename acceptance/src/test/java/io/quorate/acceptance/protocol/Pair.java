package io.quorate.acceptance.protocol;

import io.quorate.acceptance.harness.Member;
import io.quorate.protocol.client.Request;
import java.util.ArrayList;
import java.util.List;

/// An Apache ZooKeeper and a Quorate, each alone.
record Pair(Member apache, Member quorate) {
    /// Something that is tried with one server; says in words what was seen.
    interface Trial {
        String with(Member server) throws Exception;
    }

    Row row(String name, String number, Trial trial) throws Exception {
        return new Row(name, number, trial.with(apache), trial.with(quorate), "");
    }

    /// What comes of the last of these requests of one session; the others must succeed.
    static Trial asking(List<Request> requests) {
        return server -> {
            try (Desk desk = new Desk(server)) {
                for (Request before : requests.subList(0, requests.size() - 1)) {
                    String seen = desk.seen(before);
                    if (!seen.equals(Desk.FINE)) {
                        throw new AssertionError(before + " at " + server + ": " + seen);
                    }
                }
                return desk.seen(requests.getLast());
            }
        };
    }

    static Trial asking(Request... requests) {
        return asking(new ArrayList<>(List.of(requests)));
    }
}
