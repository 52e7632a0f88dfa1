package io.quorate.acceptance.differential;

import io.quorate.model.Acl;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Requests of every kind, by chance.
final class Requests {
    private static final List<OpCode> CREATES =
            List.of(OpCode.CREATE, OpCode.CREATE, OpCode.CREATE2, OpCode.CREATE_CONTAINER, OpCode.CREATE_TTL);
    private static final List<OpCode> READS =
            List.of(OpCode.GET_DATA, OpCode.EXISTS, OpCode.GET_CHILDREN, OpCode.GET_CHILDREN2);
    private static final List<OpCode> STRANGERS_IN_MULTI =
            List.of(OpCode.GET_DATA, OpCode.GET_CHILDREN, OpCode.EXISTS, OpCode.SYNC, OpCode.WHO_AM_I, OpCode.PING);
    private static final List<Integer> NO_OPERATIONS =
            List.of(0, -1, 10, 13, 20, 23, 99, 108, 499, 508, -10, -12, Integer.MAX_VALUE, Integer.MIN_VALUE);

    private final RandomGenerator random;
    private final Words words;

    Requests(RandomGenerator random, Words words) {
        this.random = random;
        this.words = words;
    }

    Request any() {
        int what = random.nextInt(100);
        if (what < 24) {
            return create();
        } else if (what < 33) {
            return delete();
        } else if (what < 42) {
            return setData();
        } else if (what < 46) {
            return setAcl();
        } else if (what < 62) {
            return new Request.Watchable(words.oneOf(READS), words.anyPath(), random.nextBoolean());
        } else if (what < 73) {
            return watch();
        } else if (what < 82) {
            return multi();
        } else if (what < 85) {
            return multiRead();
        } else if (what < 90) {
            return pathOnly();
        } else {
            return rare();
        }
    }

    private Request.Create create() {
        OpCode op = words.oneOf(CREATES);
        String path = words.anyPath();
        int flags = switch (op) {
            case CREATE_CONTAINER -> 4;
            case CREATE_TTL -> words.oneOf(List.of(5, 6));
            default -> words.oneOf(List.of(0, 0, 0, 0, 1, 1, 2, 3));
        };
        if (words.oneIn(40)) {
            flags = words.oneOf(List.of(0, 1, 2, 3, 4, 5, 6, 7, -1, Integer.MAX_VALUE));
        }
        boolean sequential = flags == 2 || flags == 3 || flags == 6;
        if (sequential && path != null) {
            // At the top, numbers go on from script to script.
            path = path.lastIndexOf('/') <= 0 ? "/d/s-" : path.startsWith("/d/s-") ? "/d/s-" : path;
            path = words.oneIn(6) ? words.oneOf(List.of("/d/", "/d/a/", "/d/a/s-")) : path;
        }
        return new Request.Create(
                op, path, words.data(path), words.acl(), flags, op == OpCode.CREATE_TTL ? ttl(flags) : 0);
    }

    /// A bad one only with a mode of TTLs.
    private long ttl(int flags) {
        return flags == 5 || flags == 6 ? words.oneOf(List.of(1_000_000L, 1L, 0L, -1L, Long.MAX_VALUE)) : 1_000_000;
    }

    private Request.Delete delete() {
        String path = words.anyPath();
        return new Request.Delete(path, words.version(path));
    }

    private Request.SetData setData() {
        String path = words.anyPath();
        return new Request.SetData(path, words.data(path), words.version(path));
    }

    private Request.SetAcl setAcl() {
        String path = words.anyPath();
        return new Request.SetAcl(path, words.acl(), words.version(path));
    }

    private Request.Check check() {
        String path = words.anyPath();
        return new Request.Check(path, words.version(path));
    }

    private Request watch() {
        // One bad path more often than others, so that it is looked for where it has been left.
        String path = words.oneIn(15) ? "/d/" : words.anyPath();
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> new Request.WatchSelection(OpCode.ADD_WATCH, path, 0);
            case 3, 4, 5 -> new Request.WatchSelection(OpCode.ADD_WATCH, path, 1);
            case 6 ->
                new Request.WatchSelection(OpCode.ADD_WATCH, path, words.oneOf(List.of(-1, 2, Integer.MAX_VALUE)));
            case 7 -> new Request.WatchSelection(OpCode.CHECK_WATCHES, path, selector());
            default -> new Request.WatchSelection(OpCode.REMOVE_WATCHES, path, selector());
        };
    }

    private int selector() {
        return words.oneIn(12) ? words.oneOf(List.of(0, -1, 6, Integer.MAX_VALUE)) : random.nextInt(1, 6);
    }

    Request.SetWatches setWatches() {
        boolean second = random.nextBoolean();
        return new Request.SetWatches(
                second ? OpCode.SET_WATCHES2 : OpCode.SET_WATCHES,
                words.oneOf(List.of(Frame.SEEN, Frame.SEEN, 0L, -1L, Long.MAX_VALUE)),
                words.paths(),
                words.paths(),
                words.paths(),
                second ? words.paths() : List.of(),
                second ? words.paths() : List.of());
    }

    private Request.Multi multi() {
        List<Request> operations = new ArrayList<>();
        for (int left = random.nextInt(6); left > 0; left--) {
            operations.add(
                    switch (random.nextInt(8)) {
                        case 0, 1, 2 -> create();
                        case 3, 4 -> setData();
                        case 5 -> delete();
                        default -> check();
                    });
        }
        if (words.oneIn(25)) {
            operations.add(random.nextInt(operations.size() + 1), stranger());
        }
        return new Request.Multi(OpCode.MULTI, List.copyOf(operations));
    }

    private Request stranger() {
        OpCode op = words.oneOf(STRANGERS_IN_MULTI);
        return switch (op) {
            case SYNC -> new Request.PathOnly(op, "/d");
            case WHO_AM_I, PING -> new Request.Bare(op);
            default -> new Request.Watchable(op, "/d", false);
        };
    }

    private Request.Multi multiRead() {
        List<Request> operations = new ArrayList<>();
        for (int left = random.nextInt(5); left > 0; left--) {
            operations.add(new Request.Watchable(
                    random.nextBoolean() ? OpCode.GET_DATA : OpCode.GET_CHILDREN, words.anyPath(), words.oneIn(3)));
        }
        if (words.oneIn(12)) {
            operations.add(words.oneIn(2) ? stranger() : delete());
        }
        return new Request.Multi(OpCode.MULTI_READ, List.copyOf(operations));
    }

    private Request pathOnly() {
        OpCode op = words.oneOf(
                List.of(OpCode.GET_ACL, OpCode.SYNC, OpCode.GET_EPHEMERALS, OpCode.GET_ALL_CHILDREN_NUMBER));
        String path = words.anyPath();
        if (op == OpCode.GET_EPHEMERALS && words.oneIn(2)) {
            path = words.oneOf(List.of("", " ", "/", "/d", "/d/", "/d/a", "/t", "x"));
        }
        return new Request.PathOnly(op, path);
    }

    private Request rare() {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> {
                Words.Credentials credentials = words.credentials();
                yield new Request.Auth(words.oneIn(9) ? 5 : 0, credentials.scheme(), credentials.proof());
            }
            case 6, 7 -> new Request.Bare(OpCode.WHO_AM_I);
            case 8, 9 -> new Request.Bare(OpCode.PING);
            case 10 -> new Request.Bare(OpCode.CLOSE_SESSION);
            case 11, 12, 13, 14 -> setWatches();
            case 15 -> new Request.Unknown(words.oneOf(NO_OPERATIONS));
            case 16 -> new Request.Sasl(words.data());
            case 17 -> reconfig();
            default -> create(OpCode.CREATE2, words.path());
        };
    }

    /// What sets a quota on `path`, in the order in which tools do it.
    List<Request> quota(String path) {
        List<Request> all = new ArrayList<>();
        for (int end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
            all.add(create("/zookeeper/quota" + path.substring(0, end)));
        }
        all.add(create("/zookeeper/quota" + path));
        all.add(create("/zookeeper/quota" + path + "/zookeeper_limits"));
        all.add(create("/zookeeper/quota" + path + "/zookeeper_stats"));
        return all;
    }

    private Request.Create create(String path) {
        return new Request.Create(OpCode.CREATE, path, words.data(path), List.copyOf(Acl.OPEN), 0, 0);
    }

    private Request reconfig() {
        @Nullable String none = null;
        return switch (random.nextInt(3)) {
            case 0 -> new Request.Reconfig("server.2=127.0.0.1:2888:3888;2181", none, none, -1);
            case 1 -> new Request.Reconfig(none, "1", none, 0);
            default -> new Request.Reconfig(none, none, none, -1);
        };
    }

    private Request.Create create(OpCode op, String path) {
        return new Request.Create(op, path, words.data(path), List.copyOf(Acl.OPEN), words.oneOf(List.of(0, 1)), 0);
    }
}
