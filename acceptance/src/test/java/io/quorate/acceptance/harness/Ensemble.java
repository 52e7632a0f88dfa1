package io.quorate.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Servers that know one another, on loopback.
public final class Ensemble implements AutoCloseable {
    /// Ticks are short, so that sessions can be short; limits are generous, as a busy machine lets
    /// anyone wait.
    private static final Map<String, String> SETTINGS = Map.of(
            "tickTime", "500",
            "initLimit", "60",
            "syncLimit", "30",
            "minSessionTimeout", "1000",
            "maxSessionTimeout", "60000",
            "maxClientCnxns", "0",
            "clientPortAddress", "127.0.0.1",
            "admin.enableServer", "false",
            "4lw.commands.whitelist", "*");

    private final List<Member> members;
    private final @Nullable Cables cables;
    private final Duration syncLimit;

    /// @param cabled whether whatever servers and clients say to servers goes through {@link #cables}
    Ensemble(Path directory, List<Flavor> flavors, Map<String, String> settings, boolean cabled) {
        var all = new ArrayList<Member>();
        for (Flavor flavor : flavors) {
            int id = all.size() + 1;
            all.add(new Member(id, directory.resolve("server-" + id), flavor));
        }
        members = Collections.unmodifiableList(all);
        cables = cabled ? new Cables(members) : null;
        var merged = new HashMap<>(SETTINGS);
        merged.putAll(settings);
        syncLimit = Duration.ofMillis(
                (long) Integer.parseInt(merged.get("tickTime")) * Integer.parseInt(merged.get("syncLimit")));
        try {
            for (Member member : members) {
                member.configure(linesFor(member), merged);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write configurations below " + directory, e);
        }
    }

    private List<String> linesFor(Member reader) {
        Cables between = cables;
        if (members.size() == 1) {
            return List.of();
        }
        return members.stream()
                .map(member -> between == null ? member.line() : between.line(reader, member))
                .toList();
    }

    /// What lies between the servers; only if they were asked for with cables.
    public Cables cables() {
        return java.util.Objects.requireNonNull(cables, "servers without cables");
    }

    /// How long servers that are in step with a leader wait for one another's signs of life.
    public Duration syncLimit() {
        return syncLimit;
    }

    public List<Member> members() {
        return members;
    }

    public Member member(int id) {
        return members.get(id - 1);
    }

    /// All of them, for a client that does not care.
    public String connectString() {
        return connectString(members);
    }

    public static String connectString(List<Member> members) {
        return members.stream().map(Member::address).collect(Collectors.joining(","));
    }

    /// Starts those that are not running and blocks until one leads and all others follow.
    public Ensemble start() {
        members.stream().filter(member -> !member.alive()).forEach(Member::start);
        awaitServing();
        // A process that has said its last words is there for a moment more, and is not started again.
        for (Member member : members) {
            if (!member.alive()) {
                throw new AssertionError(member + " ended while others were started\n" + member.lastLines());
            }
        }
        return this;
    }

    /// Blocks until every running server serves, and one of them leads.
    public void awaitServing() {
        for (Member member : running()) {
            Mode _ = member.awaitServing();
        }
        Eventually.holds("one server leads and all that run serve: " + running(), () -> {
            List<Mode> modes =
                    running().stream().flatMap(member -> member.mode().stream()).toList();
            long leaders = modes.stream()
                    .filter(mode -> mode == Mode.LEADER || mode == Mode.STANDALONE)
                    .count();
            return leaders == 1 && modes.size() == running().size();
        });
    }

    public List<Member> running() {
        return members.stream().filter(Member::alive).toList();
    }

    /// Blocks until one leads.
    public Member leader() {
        return Eventually.yields(
                "a server leads",
                () -> running().stream()
                        .filter(member -> member.mode().equals(java.util.Optional.of(Mode.LEADER)))
                        .findFirst());
    }

    public List<Member> followers() {
        Member leader = leader();
        return running().stream().filter(member -> member != leader).toList();
    }

    /// The power fails everywhere at once.
    public void killAll() {
        members.forEach(Member::shoot);
        members.forEach(Member::kill);
    }

    /// Asks all to end and waits for them one by one, the leader last: the others need not elect
    /// another one meanwhile.
    public void stop() {
        List<Member> byRole = running().stream()
                .sorted(java.util.Comparator.comparing(
                        member -> member.mode().equals(java.util.Optional.of(Mode.LEADER))))
                .toList();
        byRole.forEach(Member::stop);
    }

    /// Leaves no process behind, whatever the test has done.
    @Override
    public void close() {
        killAll();
        if (cables != null) {
            cables.close();
        }
    }
}
