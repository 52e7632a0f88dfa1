package io.quorate.simulation.plan;

import java.util.Arrays;
import java.util.stream.Collectors;

/// What can happen at a time of a plan. Arguments are numbers: servers and clients by their number,
/// times in milliseconds. Server 0 is whoever leads at that time; to start or repair it means
/// everybody.
public enum Deed {
    START("start", "server"),
    KILL("kill", "server"),
    POWER("power", "server"),
    /// Of a server that is down: counted from its next start.
    POWER_INSIDE("power-inside", "server operation"),
    /// The same, and the machine goes on.
    KILL_INSIDE("kill-inside", "server operation"),
    /// The point is the number of a {@link io.quorate.simulation.world.CrashPoint}; moment: 0 right
    /// before it, 1 right after it, above that the power fails inside a disk operation, the first one
    /// after it being 2.
    CRASH_AT("crash-at", "server point moment"),
    POWER_ALL("power-all", ""),
    FREEZE("freeze", "server millis"),
    CLOCK_JUMP("clock-jump", "server millis"),
    CLOCK_DRIFT("clock-drift", "server ppm"),
    CUT("cut", "from to"),
    PARTITION("partition", "server..."),
    SLOW_LINK("slow-link", "from to times"),
    BREAK("break", "server server who-notices"),
    HEAL("heal", ""),
    CUT_CLIENT("cut-client", "client server"),
    BREAK_CLIENTS("break-clients", "server"),
    SLOW_DISK("slow-disk", "server times"),
    FAIL_DISK("fail-disk", "server operation"),
    FILL_DISK("fill-disk", "server bytes"),
    REPAIR_DISK("repair-disk", "server"),
    FLIP("flip", "server"),
    WIPE("wipe", "server"),
    /// If the server would not start from it.
    REPLACE_DISK("replace-disk", "server"),
    PURGE("purge", "server snapshots"),
    OPERATE("operate", "client choice"),
    /// A client asks for the newest state.
    SYNC("sync", "client");

    private final String word;
    private final String arguments;

    Deed(String word, String arguments) {
        this.word = word;
        this.arguments = arguments;
    }

    /// As it is written in a plan.
    public String word() {
        return word;
    }

    /// Whether it can do with so many arguments.
    boolean takes(int count) {
        return this == PARTITION ? count > 0 : count == (arguments.isEmpty() ? 0 : arguments.split(" ").length);
    }

    String usage() {
        return (word + " " + arguments).strip();
    }

    /// @throws IllegalArgumentException if there is no such deed
    static Deed of(String word) {
        return Arrays.stream(values())
                .filter(deed -> deed.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + word + "' is no deed, expected one of "
                        + Arrays.stream(values()).map(Deed::word).collect(Collectors.joining(", "))));
    }
}
