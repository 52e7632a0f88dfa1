package io.quorate.simulation.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorate.model.Acl;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What a client may think of asking, by chance and by what it knows.
final class Repertoire {
    private static final int MANY_NUMBERED = 6;
    private static final List<String> USERS = List.of("alice", "bob");

    private final Knowledge knowledge;
    private final WatchBook watches;
    private final @Nullable ExtensionRequests extensions;

    /// @param extensions whether the operations of ClickHouse Keeper may be used
    Repertoire(Knowledge knowledge, WatchBook watches, boolean extensions) {
        this.knowledge = knowledge;
        this.watches = watches;
        this.extensions = extensions ? new ExtensionRequests(knowledge) : null;
    }

    Request next(RandomGenerator random) {
        String surplus = knowledge.numbered() > MANY_NUMBERED ? knowledge.takeNumbered() : null;
        if (surplus != null) {
            return new Request.Delete(surplus, -1);
        }
        String missed = knowledge.takeMissed();
        if (missed != null && random.nextInt(3) > 0) {
            return create(OpCode.CREATE, missed, 0, random);
        }
        if (extensions != null && random.nextInt(4) == 0) {
            return extensions.any(random);
        }
        int what = random.nextInt(100);
        if (what < 25) {
            return create(random);
        } else if (what < 39) {
            return delete(random);
        } else if (what < 50) {
            return setData(random);
        } else if (what < 77) {
            return read(random);
        } else if (what < 86) {
            return watch(random);
        } else if (what < 92) {
            return multi(random);
        } else if (what < 95) {
            return multiRead(random);
        } else {
            return rare(random);
        }
    }

    // ---- writes

    private Request.Create create(RandomGenerator random) {
        OpCode op = random.nextInt(3) == 0 ? OpCode.CREATE2 : OpCode.CREATE;
        return switch (random.nextInt(12)) {
            case 0, 1 -> create(op, Paths.any(random), 1, random);
            case 2 -> create(op, Paths.prefix(random), 2, random);
            case 3, 4 -> create(op, Paths.prefix(random), 3, random);
            case 5 -> create(OpCode.CREATE_CONTAINER, Paths.any(random), 4, random);
            case 6 -> random.nextInt(4) == 0 ? ttl(Paths.prefix(random), 6, random) : ttl(Paths.any(random), 5, random);
            default -> create(op, Paths.any(random), 0, random);
        };
    }

    private static Request.Create create(OpCode op, String path, int flags, RandomGenerator random) {
        return new Request.Create(op, path, data(random), acl(random), flags, 0);
    }

    private static Request.Create ttl(String path, int flags, RandomGenerator random) {
        long ttlMillis = 1 + random.nextLong(1L << random.nextInt(4, 15));
        return new Request.Create(OpCode.CREATE_TTL, path, data(random), acl(random), flags, ttlMillis);
    }

    private Request.Delete delete(RandomGenerator random) {
        String numbered = random.nextInt(3) == 0 ? knowledge.takeNumbered() : null;
        String path = numbered == null ? Paths.any(random) : numbered;
        return new Request.Delete(path, version(path, random));
    }

    private Request.SetData setData(RandomGenerator random) {
        String path = Paths.any(random);
        return new Request.SetData(path, data(random), version(path, random));
    }

    private int version(String path, RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> knowledge.versionOf(path);
            case 2 -> random.nextInt(3);
            default -> -1;
        };
    }

    private static byte @Nullable [] data(RandomGenerator random) {
        if (random.nextInt(20) == 0) {
            return null;
        }
        byte[] data = new byte[random.nextInt(24)];
        random.nextBytes(data);
        return data;
    }

    private static List<@Nullable Acl> acl(RandomGenerator random) {
        return switch (random.nextInt(40)) {
            case 0 -> List.of(new Acl(Acl.ALL, new Identity("auth", "")));
            case 1 -> List.of(new Acl(Acl.READ, Identity.ANYONE), new Acl(Acl.ALL, new Identity("auth", "")));
            case 2 ->
                List.of(new Acl(Acl.ALL & ~Acl.READ, Identity.ANYONE), new Acl(Acl.READ, new Identity("auth", "")));
            case 3 -> List.of(new Acl(Acl.ALL & ~Acl.ADMIN, Identity.ANYONE));
            case 4 -> random.nextInt(4) == 0 ? List.of() : List.copyOf(Acl.OPEN);
            default -> List.copyOf(Acl.OPEN);
        };
    }

    private Request multi(RandomGenerator random) {
        List<Request> operations = new ArrayList<>();
        int count = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            if (extensions != null && random.nextInt(3) == 0) {
                operations.add(extensions.write(random));
                continue;
            }
            operations.add(
                    switch (random.nextInt(4)) {
                        case 0 -> create(random);
                        case 1 -> delete(random);
                        case 2 -> {
                            String path = Paths.any(random);
                            yield new Request.Check(path, version(path, random));
                        }
                        default -> setData(random);
                    });
        }
        if (random.nextInt(3) == 0) {
            together(operations, random);
        }
        return new Request.Multi(OpCode.MULTI, List.copyOf(operations));
    }

    /// Each of these succeeds only because of the one before it.
    private static void together(List<Request> operations, RandomGenerator random) {
        operations.clear();
        String path = Paths.any(random);
        operations.add(create(OpCode.CREATE2, path, 0, random));
        operations.add(new Request.SetData(path, data(random), 0));
        operations.add(new Request.Check(path, 1));
        if (random.nextBoolean()) {
            operations.add(new Request.Delete(path, 1));
        }
    }

    // ---- reads

    private static Request read(RandomGenerator random) {
        boolean watch = random.nextInt(5) < 2;
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> new Request.Watchable(OpCode.EXISTS, Paths.any(random), watch);
            case 3, 4, 5, 6 -> new Request.Watchable(OpCode.GET_DATA, Paths.any(random), watch);
            case 7 ->
                random.nextInt(3) == 0
                        ? new Request.Watchable(OpCode.GET_CHILDREN2, Paths.page(random), random.nextInt(8) == 0)
                        : new Request.Watchable(OpCode.GET_CHILDREN, Paths.parent(random), watch);
            default -> new Request.Watchable(OpCode.GET_CHILDREN2, Paths.parent(random), watch);
        };
    }

    private static Request multiRead(RandomGenerator random) {
        List<Request> operations = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            OpCode op = random.nextBoolean() ? OpCode.GET_DATA : OpCode.GET_CHILDREN;
            operations.add(new Request.Watchable(op, Paths.any(random), false));
        }
        return new Request.Multi(OpCode.MULTI_READ, List.copyOf(operations));
    }

    private Request watch(RandomGenerator random) {
        String known = random.nextInt(4) > 0 ? watches.anyPath(random) : null;
        String path = random.nextInt(3) == 0 ? Paths.parent(random) : Paths.any(random);
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> new Request.WatchSelection(OpCode.ADD_WATCH, path, 0);
            case 3, 4, 5 -> new Request.WatchSelection(OpCode.ADD_WATCH, path, 1);
            case 6, 7 -> new Request.WatchSelection(OpCode.REMOVE_WATCHES, known == null ? path : known, type(random));
            default -> new Request.WatchSelection(OpCode.CHECK_WATCHES, known == null ? path : known, type(random));
        };
    }

    /// Mostly one that exists.
    private static int type(RandomGenerator random) {
        return random.nextInt(12) == 0 ? random.nextInt(8) : 1 + random.nextInt(5);
    }

    private static Request rare(RandomGenerator random) {
        String path = Paths.any(random);
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> new Request.SetAcl(path, acl(random), random.nextInt(3) == 0 ? random.nextInt(3) : -1);
            case 3, 4 -> new Request.PathOnly(OpCode.GET_ACL, path);
            case 5, 6 -> new Request.PathOnly(OpCode.GET_EPHEMERALS, random.nextBoolean() ? "/" : path);
            case 7, 8 -> new Request.PathOnly(OpCode.GET_ALL_CHILDREN_NUMBER, Paths.parent(random));
            case 9 -> new Request.Bare(OpCode.WHO_AM_I);
            case 10, 11 -> auth(USERS.get(random.nextInt(USERS.size())));
            case 12 -> new Request.Malformed(OpCode.SET_DATA, "made so");
            case 13 -> new Request.Malformed(OpCode.EXISTS, "made so");
            case 14 ->
                new Request.Create(OpCode.CREATE_TTL, path, data(random), acl(random), 5, -1L << random.nextInt(64));
            case 15 -> create(OpCode.CREATE, path + "/../nowhere", random.nextInt(9), random);
            case 16, 17, 18 -> QuotaRequests.any(random);
            default -> random.nextInt(4) == 0 ? new Request.Unknown(77) : new Request.SetAcl(path, acl(random), -1);
        };
    }

    private static Request.Auth auth(String user) {
        return new Request.Auth(0, "digest", (user + ":secret").getBytes(UTF_8));
    }
}
