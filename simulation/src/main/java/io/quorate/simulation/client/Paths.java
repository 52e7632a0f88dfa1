package io.quorate.simulation.client;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The few znodes that all clients quarrel about.
final class Paths {
    /// How names that the service completes with a number begin.
    static final String NUMBERED = "n-";

    private static final List<String> ALL = all();
    private static final List<String> PARENTS = List.of("/a", "/b", "/c", "/d", "/a/x", "/b/x", "/c/y");

    private Paths() {}

    private static List<String> all() {
        List<String> paths = new ArrayList<>();
        for (String top : List.of("/a", "/b", "/c", "/d")) {
            // More often than those below, which need them.
            paths.add(top);
            paths.add(top);
            for (String middle : List.of("/x", "/y")) {
                paths.add(top + middle);
                paths.add(top + middle);
                paths.add(top + middle + "/k");
                paths.add(top + middle + "/l");
            }
        }
        return List.copyOf(paths);
    }

    static String any(RandomGenerator random) {
        return ALL.get(random.nextInt(ALL.size()));
    }

    /// A znode that may have children, the root now and then.
    static String parent(RandomGenerator random) {
        return random.nextInt(12) == 0 ? "/" : PARENTS.get(random.nextInt(PARENTS.size()));
    }

    /// What to ask for to get a part of a parent's children: all, or those behind one that may be there.
    static String page(RandomGenerator random) {
        String parent = parent(random);
        String all = (parent.equals("/") ? "" : parent) + "/zookeeper_children";
        return switch (random.nextInt(3)) {
            case 0 -> all;
            case 1 -> all + "/x";
            default -> all + "/" + NUMBERED + "0000000005";
        };
    }

    /// What to ask for to get a numbered name.
    static String prefix(RandomGenerator random) {
        String parent = PARENTS.get(random.nextInt(PARENTS.size()));
        return parent + "/" + NUMBERED;
    }
}
