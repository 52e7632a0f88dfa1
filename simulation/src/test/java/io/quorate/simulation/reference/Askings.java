package io.quorate.simulation.reference;

import io.quorate.model.Acl;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Stat;
import io.quorate.protocol.client.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Random askers and random requests of every kind: mostly sensible, in a tree so small that they meet, and
/// some as no client of ours would send them.
final class Askings {
    private static final OpCode[] CREATIONS = {
        OpCode.CREATE, OpCode.CREATE, OpCode.CREATE2, OpCode.CREATE_CONTAINER, OpCode.CREATE_TTL
    };
    private static final OpCode[] LOOKS = {OpCode.EXISTS, OpCode.GET_DATA, OpCode.GET_CHILDREN, OpCode.GET_CHILDREN2};
    private static final OpCode[] QUESTIONS = {
        OpCode.GET_ACL, OpCode.GET_EPHEMERALS, OpCode.GET_ALL_CHILDREN_NUMBER, OpCode.SYNC
    };
    private static final String[] ODD_PATHS = {
        "",
        "a",
        "//",
        "//a",
        "/a//b",
        "/a/../b",
        "/./a",
        "/a/",
        "/a\0",
        "/a\u0001b",
        "a/b",
        "/zookeeper",
        "/zookeeper/quota",
        "/zookeeper/config",
        "/zookeeper/quota/a",
        "/zookeeper/x",
        "/é/ü",
        "/a\ud800",
        "/b/",
        "/keeper",
        "/keeper/feature_flags",
        "/keeper/x",
        "/zookeeper_children",
        "/zookeeper_children/a",
        "/zookeeper_children/",
        "/a/zookeeper_children",
        "/a/zookeeper_children/b",
        "/b/zookeeper_children/b0000000003"
    };
    private static final String[] NAMES = {"a", "b", "c"};
    private static final Identity HOME = new Identity("ip", "10.1.2.3");
    private static final Identity AWAY = new Identity("ip", "2001:db8::17");
    private static final Identity ALICE = new Identity("digest", "alice:aGFzaA==");
    private static final Identity BOB = new Identity("digest", "bob:aGFzaA==");
    private static final Identity SUPER = new Identity("super", "");
    private static final Identity[] NAMED = {
        Identity.ANYONE,
        Identity.ANYONE,
        ALICE,
        BOB,
        HOME,
        new Identity("ip", "10.1.0.0/16"),
        new Identity("ip", "10.1.2.2/31"),
        new Identity("ip", "10.9.9.9/0"),
        new Identity("ip", "2001:db8::/33"),
        new Identity("ip", "2001:db8:0:0:0:0:0:17"),
        new Identity("auth", ""),
        new Identity("auth", "whatever")
    };
    private static final Identity[] MISNAMED = {
        new Identity("world", "someone"),
        new Identity("super", ""),
        new Identity("sasl", "carol"),
        new Identity("digest", "alice"),
        new Identity("digest", "a:b:c"),
        new Identity("ip", "10.1.2"),
        new Identity("ip", "10.1.2.300"),
        new Identity("ip", "10.1.2.3/33"),
        new Identity("ip", "1::2::3"),
        new Identity("ip", "2001:db8::/129"),
        new Identity("ip", "12345::"),
        new Identity("ip", "::1/"),
        new Identity("", "")
    };

    private final RandomGenerator random;

    Askings(RandomGenerator random) {
        this.random = random;
    }

    Asker asker(SessionId session) {
        List<Identity> identities = new ArrayList<>(List.of(random.nextBoolean() ? HOME : AWAY));
        if (random.nextInt(3) == 0) {
            identities.add(ALICE);
        }
        if (random.nextInt(4) == 0) {
            identities.add(BOB);
        }
        if (random.nextInt(6) == 0) {
            identities.add(SUPER);
        }
        return new Asker(session, identities);
    }

    Request write() {
        return switch (random.nextInt(24)) {
            case 20 -> quota();
            case 21, 22, 23 -> extension();
            case 0, 1, 2, 3, 4, 5 -> create();
            case 6, 7, 8 -> new Request.Delete(path(), version());
            case 9, 10, 11 -> new Request.SetData(path(), data(), version());
            case 12, 13 -> setAcl();
            case 14, 15, 16, 17 -> multi();
            case 18 -> random.nextInt(10) == 0 ? new Request.Malformed(OpCode.CREATE, "short") : create();
            default ->
                random.nextBoolean()
                        ? new Request.DeleteContainer(sanePath())
                        : new Request.Bare(random.nextInt(3) == 0 ? OpCode.CLOSE_SESSION : OpCode.PING);
        };
    }

    private Request extension() {
        return switch (random.nextInt(5)) {
            case 0 -> new Request.RemoveRecursive(path(), limit());
            case 1, 2 -> new Request.TryRemove(path(), version());
            default -> {
                Request.Create like = create();
                yield new Request.Create(
                        OpCode.CREATE_IF_NOT_EXISTS, like.path(), like.data(), like.acl(), like.flags(), 0);
            }
        };
    }

    private int limit() {
        return random.nextInt(3) == 0 ? random.nextInt(5) : -1;
    }

    private Request check() {
        return random.nextBoolean()
                ? new Request.CheckNotExists(path(), version())
                : new Request.CheckStat(path(), version(), stat());
    }

    /// Without what depends on the txn under way.
    private Stat stat() {
        return new Stat(-1, -1, -1, -1, few(), few(), few(), few(), few(), few(), -1);
    }

    private int few() {
        return random.nextInt(6) == 0 ? random.nextInt(3) : -1;
    }

    /// The root stays open, or soon nobody could do anything.
    private Request setAcl() {
        String path = path();
        return new Request.SetAcl(path, "/".equals(path) ? List.of(Acl.OPEN.getFirst()) : acl(), version());
    }

    private Request.Create create() {
        OpCode op = CREATIONS[random.nextInt(CREATIONS.length)];
        int flags = switch (op) {
            case CREATE_CONTAINER -> 4;
            case CREATE_TTL -> 5 + random.nextInt(2);
            default -> random.nextInt(4);
        };
        int asked = random.nextInt(15) == 0 ? random.nextInt(9) - 1 : flags;
        String path = (asked & 2) != 0 && random.nextInt(4) == 0 ? path() + "/" : path();
        return new Request.Create(op, path, data(), acl(), asked, op == OpCode.CREATE_TTL ? random.nextInt(9) - 2 : 0);
    }

    /// Limits and usage come and go together, and no quota is inside another.
    private Request quota() {
        String base = "/zookeeper/quota/" + NAMES[random.nextInt(NAMES.length)];
        String limits = base + "/zookeeper_limits";
        String usage = base + "/zookeeper_stats";
        return switch (random.nextInt(6)) {
            case 0 -> new Request.Create(OpCode.CREATE, base, null, List.copyOf(Acl.OPEN), 0, 0);
            case 1 ->
                new Request.Multi(OpCode.MULTI, List.of(new Request.Delete(limits, -1), new Request.Delete(usage, -1)));
            case 2 -> new Request.SetData(limits, limits(), -1);
            default ->
                new Request.Multi(
                        OpCode.MULTI,
                        List.of(
                                new Request.Create(OpCode.CREATE, limits, limits(), List.copyOf(Acl.OPEN), 0, 0),
                                new Request.Create(OpCode.CREATE2, usage, new byte[0], List.copyOf(Acl.OPEN), 0, 0)));
        };
    }

    private byte[] limits() {
        String text = "count=%d,bytes=-1=;byteHardLimit=%d;countHardLimit=%d"
                .formatted(random.nextInt(5), random.nextInt(60) - 1, random.nextInt(24) - 1);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Request multi() {
        List<Request> operations = new ArrayList<>();
        int size = random.nextInt(1 + random.nextInt(6));
        for (int i = 0; i < size; i++) {
            operations.add(
                    switch (random.nextInt(40)) {
                        case 0 -> new Request.SetAcl(path(), acl(), version());
                        case 1 -> new Request.Watchable(OpCode.GET_DATA, path(), false);
                        case 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 -> create();
                        case 14, 15, 16 -> extension();
                        case 17, 18 -> check();
                        case 19, 20, 21 -> new Request.Delete(path(), version());
                        case 22, 23, 24, 25, 26, 27, 28, 29, 30 -> new Request.SetData(path(), data(), version());
                        default -> new Request.Check(path(), version());
                    });
        }
        return new Request.Multi(OpCode.MULTI, operations);
    }

    Request read() {
        return switch (random.nextInt(16)) {
            case 12 -> check();
            case 13, 14 -> list();
            case 15 -> new Request.ListRecursive(path(), limit());
            case 0, 1, 2, 3, 4 -> look(LOOKS[random.nextInt(LOOKS.length)]);
            case 5, 6, 7, 8 -> new Request.PathOnly(QUESTIONS[random.nextInt(QUESTIONS.length)], path());
            case 9 -> new Request.Bare(OpCode.WHO_AM_I);
            case 10 -> new Request.WatchSelection(OpCode.ADD_WATCH, path(), random.nextInt(3));
            default -> multiRead();
        };
    }

    private Request list() {
        boolean more = random.nextBoolean();
        return new Request.FilteredList(
                more ? OpCode.LIST_WITH_STATS_AND_DATA : OpCode.FILTERED_LIST,
                path(),
                random.nextBoolean(),
                random.nextInt(4),
                more && random.nextBoolean(),
                more && random.nextBoolean());
    }

    private Request look(OpCode op) {
        return new Request.Watchable(op, path(), random.nextBoolean());
    }

    private Request multiRead() {
        List<Request> operations = new ArrayList<>();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            operations.add(
                    random.nextInt(20) == 0
                            ? new Request.Delete(path(), -1)
                            : look(random.nextBoolean() ? OpCode.GET_DATA : OpCode.GET_CHILDREN));
        }
        return new Request.Multi(OpCode.MULTI_READ, operations);
    }

    @Nullable
    String path() {
        return switch (random.nextInt(40)) {
            case 0 -> null;
            case 1, 2, 3 -> ODD_PATHS[random.nextInt(ODD_PATHS.length)];
            default -> sanePath();
        };
    }

    String sanePath() {
        if (random.nextInt(30) == 0) {
            return "/";
        }
        StringBuilder path = new StringBuilder();
        int depth = 1 + random.nextInt(1 + random.nextInt(3));
        for (int i = 0; i < depth; i++) {
            path.append('/').append(NAMES[random.nextInt(NAMES.length)]);
            if (random.nextInt(6) == 0) {
                path.append("%010d".formatted(random.nextInt(12)));
            }
        }
        return path.toString();
    }

    private byte @Nullable [] data() {
        int size = random.nextInt(6) - 1;
        if (size < 0) {
            return null;
        }
        byte[] data = new byte[size];
        random.nextBytes(data);
        return data;
    }

    private int version() {
        return random.nextInt(3) == 0 ? random.nextInt(4) - 2 : -1;
    }

    private @Nullable List<@Nullable Acl> acl() {
        if (random.nextInt(3) != 0) {
            return List.of(new Acl(Acl.ALL, Identity.ANYONE));
        }
        if (random.nextInt(30) == 0) {
            return random.nextBoolean() ? null : List.of();
        }
        List<@Nullable Acl> acl = new ArrayList<>();
        int size = 1 + random.nextInt(4);
        for (int i = 0; i < size; i++) {
            acl.add(random.nextInt(60) == 0 ? null : new Acl(permissions(), named()));
        }
        return acl;
    }

    private Identity named() {
        return random.nextInt(40) == 0
                ? MISNAMED[random.nextInt(MISNAMED.length)]
                : NAMED[random.nextInt(NAMED.length)];
    }

    private int permissions() {
        return random.nextInt(3) == 0 ? random.nextInt(64) : Acl.ALL;
    }
}
