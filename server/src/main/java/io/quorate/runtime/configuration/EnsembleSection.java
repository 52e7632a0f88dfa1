package io.quorate.runtime.configuration;

import io.quorate.model.ServerId;
import io.quorate.replica.ServiceSettings;
import io.quorate.runtime.configuration.ServerConfig.Membership;
import io.quorate.zab.quorum.EnsembleConfig;
import io.quorate.zab.quorum.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The `server.N` lines, myid, and whether they make an ensemble.
final class EnsembleSection {
    private static final int CONNECT_TIMEOUT_MILLIS = 5000;
    private static final int BIND_TRIES = 3;

    /// ZooKeeper puts the id into the top byte of session ids.
    private static final long LAST_SENSIBLE_ID = 255;

    private final Values values;
    private final SortedMap<ServerId, Member> members;
    private final boolean ensembleOfOneAllowed;

    private EnsembleSection(Values values, SortedMap<ServerId, Member> members, boolean ensembleOfOneAllowed) {
        this.values = values;
        this.members = members;
        this.ensembleOfOneAllowed = ensembleOfOneAllowed;
    }

    static EnsembleSection read(Values values, Map<String, String> entries) throws InvalidConfigException {
        boolean standaloneEnabled = values.flag("standaloneEnabled", true);
        SortedMap<ServerId, Member> members = new TreeMap<>();
        for (var entry : entries.entrySet()) {
            if (entry.getKey().startsWith("server.")) {
                Member member = ServerLine.parse(entry.getKey(), entry.getValue());
                if (members.put(member.server(), member) != null) {
                    throw new InvalidConfigException(
                            "server." + member.server() + " is in the file twice: expected one line for each server");
                }
            }
        }
        EnsembleSection section = new EnsembleSection(values, members, !standaloneEnabled);
        section.checkRoles();
        return section;
    }

    boolean isEnsemble() {
        return voters() > 1 || ensembleOfOneAllowed;
    }

    private long voters() {
        return members.values().stream().filter(Member::votes).count();
    }

    private void checkRoles() throws InvalidConfigException {
        long voters = voters();
        long observers = members.size() - voters;
        if (voters == 0 && ensembleOfOneAllowed) {
            throw new InvalidConfigException("standaloneEnabled = false then number of participants should be >0");
        }
        if (voters == 0 && observers > 0) {
            throw new InvalidConfigException("Observers w/o participants is an invalid configuration");
        }
        if (voters == 1 && observers > 0 && !ensembleOfOneAllowed) {
            throw new InvalidConfigException("Observers w/o quorum is an invalid configuration");
        }
        for (Member member : members.values()) {
            if (!member.votes()) {
                throw Refusals.unsupported("server." + member.server(), member.specification(), "an observer");
            }
        }
        if (isEnsemble() && voters % 2 == 0) {
            values.warn("The ensemble has " + voters + " voters, which survives no more failures than " + (voters - 1)
                    + " would; an odd number is better.");
        }
    }

    /// The line of this server, if myid and the list agree on one; in a single server's file it may say the port.
    @Nullable
    Member own(Path dataDir) throws InvalidConfigException {
        ServerId self = myId(dataDir);
        return self == null ? null : members.get(self);
    }

    Membership membership(Path dataDir, ServiceSettings service) throws InvalidConfigException {
        checkPeerType();
        if (!isEnsemble()) {
            if (!members.isEmpty()) {
                values.warn("Only one server is named (server." + members.firstKey()
                        + "), so its line is ignored and this server runs alone.");
            }
            ServerId alone = new ServerId(0);
            return new Membership(
                    alone, true, EnsembleConfig.standalone(alone), service, false, CONNECT_TIMEOUT_MILLIS, 0);
        }
        return new Membership(
                memberId(dataDir),
                false,
                new EnsembleConfig(members, 0),
                service,
                values.flag("quorumListenOnAllIPs", false),
                values.propertyNumber("cnxTimeout", CONNECT_TIMEOUT_MILLIS, 1, "milliseconds, at least 1"),
                values.propertyNumber("electionPortBindRetry", BIND_TRIES, 0, "a number of attempts, 0 for no limit"));
    }

    private void checkPeerType() throws InvalidConfigException {
        String text = values.text("peerType");
        if (text != null && ServerLine.role(text) == Member.Role.OBSERVER) {
            throw Refusals.unsupported("peerType", text, "an observer");
        }
    }

    private ServerId memberId(Path dataDir) throws InvalidConfigException {
        ServerId self = myId(dataDir);
        if (self == null) {
            throw new InvalidConfigException(
                    "myid file is missing: expected " + dataDir.resolve("myid") + " with the number of this server");
        }
        if (!members.containsKey(self)) {
            String known = members.keySet().stream().map(ServerId::toString).collect(Collectors.joining(", "));
            throw new InvalidConfigException("This server is " + self + " according to " + dataDir.resolve("myid")
                    + ", but the configuration names only " + known);
        }
        if (self.value() > LAST_SENSIBLE_ID) {
            values.warn("myid is " + self + ": ids above 255 make session ids of different servers alike.");
        }
        return self;
    }

    private static @Nullable ServerId myId(Path dataDir) throws InvalidConfigException {
        Path file = dataDir.resolve("myid");
        if (!Files.isRegularFile(file)) {
            return null;
        }
        String text;
        try {
            text = Files.readString(file).lines().findFirst().orElse("").trim();
        } catch (IOException e) {
            throw new InvalidConfigException(file + " cannot be read: " + e);
        }
        try {
            return new ServerId(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new InvalidConfigException(
                    "serverid " + text + " is not a number: expected the number of this server in " + file);
        }
    }
}
