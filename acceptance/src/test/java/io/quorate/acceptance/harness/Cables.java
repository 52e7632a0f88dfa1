package io.quorate.acceptance.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// All that lies between the servers of an ensemble, and between them and their clients: for each
/// ordered pair of servers two cables, to the quorum port and to the election port, and one for all
/// clients of a server.
public final class Cables implements AutoCloseable {
    /// What `from` dials to reach `to`.
    private record Way(Member from, Member to) {}

    private record Pair(Cable quorum, Cable election) {
        List<Cable> both() {
            return List.of(quorum, election);
        }
    }

    private final Map<Way, Pair> ways = new LinkedHashMap<>();
    private final Map<Member, Cable> toClients = new LinkedHashMap<>();

    Cables(List<Member> members) {
        for (Member to : members) {
            toClients.put(to, Cable.to(to.clientPort()));
            for (Member from : members) {
                if (from != to) {
                    ways.put(new Way(from, to), new Pair(Cable.to(to.quorumPort()), election(from, to)));
                }
            }
        }
    }

    /// A server that dials another one for an election says where it can be dialled itself, and that
    /// would lead past the cables.
    private Cable election(Member from, Member to) {
        UnaryOperator<byte[]> greeting = hello -> {
            Pair back = ways.get(new Way(to, from));
            return back == null
                    ? hello
                    : replaced(hello, from.electionPort(), back.election().port());
        };
        return Cable.to(to.electionPort(), greeting);
    }

    /// Ports of tests all have five digits, so nothing else in the hello changes.
    private static byte[] replaced(byte[] hello, int port, int by) {
        String text = new String(hello, StandardCharsets.ISO_8859_1);
        return text.replace("127.0.0.1:" + port, "127.0.0.1:" + by).getBytes(StandardCharsets.ISO_8859_1);
    }

    /// What stands in the configuration of `reader` about `member`.
    String line(Member reader, Member member) {
        Pair pair = ways.get(new Way(reader, member));
        return pair == null
                ? member.line()
                : member.line(pair.quorum().port(), pair.election().port());
    }

    /// In front of the port where clients reach `member`.
    public Cable toClients(Member member) {
        return java.util.Objects.requireNonNull(toClients.get(member));
    }

    /// Nothing that `from` sends reaches `to` any more, whoever of them has dialled.
    public void cut(Member from, Member to) {
        way(from, to).both().forEach(cable -> cable.cut(Cable.Direction.THERE));
        way(to, from).both().forEach(cable -> cable.cut(Cable.Direction.BACK));
    }

    /// Nothing gets from one side to the other any more.
    public void split(List<Member> one, List<Member> other) {
        for (Member a : one) {
            for (Member b : other) {
                cut(a, b);
                cut(b, a);
            }
        }
    }

    /// Breaks all connections between two servers, each in the middle of a message.
    public void tear(Member a, Member b) {
        way(a, b).both().forEach(Cable::tear);
        way(b, a).both().forEach(Cable::tear);
    }

    /// Makes the ways between two servers slow.
    public void delay(Member a, Member b, Duration time) {
        way(a, b).both().forEach(cable -> cable.delay(time));
        way(b, a).both().forEach(cable -> cable.delay(time));
    }

    private Pair way(Member from, Member to) {
        return java.util.Objects.requireNonNull(ways.get(new Way(from, to)));
    }

    /// Everything gets everywhere again.
    public void heal() {
        all().forEach(Cable::heal);
    }

    private List<Cable> all() {
        var all = new ArrayList<>(toClients.values());
        ways.values().forEach(pair -> all.addAll(pair.both()));
        return all;
    }

    @Override
    public void close() {
        for (Cable cable : all()) {
            try {
                cable.close();
            } catch (IOException e) {
                // Its threads end all the same.
            }
        }
    }
}
