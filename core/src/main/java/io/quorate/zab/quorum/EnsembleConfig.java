package io.quorate.zab.quorum;

import io.quorate.model.ServerId;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Who belongs to the ensemble, and which sets of servers decide: more than half of the participants.
/// Version 0 is a purely static configuration.
public record EnsembleConfig(SortedMap<ServerId, Member> members, long version) {
    public EnsembleConfig {
        members = new TreeMap<>(members);
    }

    /// An ensemble of one: whoever runs alone decides alone.
    public static EnsembleConfig standalone(ServerId self) {
        SortedMap<ServerId, Member> members = new TreeMap<>();
        members.put(self, new Member(self, "127.0.0.1", 0, 0, Member.Role.PARTICIPANT, null));
        return new EnsembleConfig(members, 0);
    }

    public @Nullable Member member(ServerId server) {
        return members.get(server);
    }

    public boolean isVoter(ServerId server) {
        Member member = members.get(server);
        return member != null && member.votes();
    }

    public int voters() {
        return (int) members.values().stream().filter(Member::votes).count();
    }

    /// How many voters are a majority.
    public int majority() {
        return voters() / 2 + 1;
    }

    /// Whether the voters among `servers` are more than half of all voters.
    public boolean isQuorum(Collection<ServerId> servers) {
        return servers.stream().distinct().filter(this::isVoter).count() >= majority();
    }

    /// The text of `/zookeeper/config`, of notifications and of NEWLEADER; no newline at the end.
    public String text() {
        StringBuilder text = new StringBuilder();
        members.values()
                .forEach(member -> text.append("server.")
                        .append(member.server())
                        .append('=')
                        .append(member.specification())
                        .append('\n'));
        return text.append("version=").append(Long.toHexString(version)).toString();
    }
}
