package io.quorate.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.auth.AuthSettings;
import io.quorate.auth.Authentication;
import io.quorate.model.Acl;
import io.quorate.model.EventType;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.Stat;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage.Notification;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnHeader;
import io.quorate.tree.Applied;
import io.quorate.tree.Change;
import io.quorate.tree.Tree;
import io.quorate.watch.Watches;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random requests of one client, put to a stock server and to the operations here. Everything must agree:
/// notifications and their order, zxid, error and body, except for what clocks say and for the order of
/// names.
///
/// What is left out are the differences that are meant: empty paths, addWatch on invalid paths, flags that
/// belong to another operation.
class OperationsAgainstZooKeeperTest {
    private static final String EXTENDED_TYPES = "zookeeper.extendedTypesEnabled";
    private static final int REQUESTS = 4000;
    private static final byte[] CREDENTIALS = "alice:secret".getBytes(StandardCharsets.UTF_8);
    private static final Identity HOME = new Identity("ip", "127.0.0.1");

    private static final List<String> PATHS = List.of(
            "/a",
            "/a/b",
            "/a/b/c",
            "/a/d",
            "/e",
            "/e/f",
            "/zookeeper/x",
            "/a/b-",
            "/a/",
            "/",
            "/zookeeper",
            "/zookeeper/quota",
            "/zookeeper/config",
            "//",
            "//a",
            "/a//b",
            "/a/../b",
            "/.",
            "a",
            "a/b",
            "/a\0",
            "/a/\u0001");
    private static final int VALID_PATHS = 8;

    private static final List<Long> TTLS =
            List.of(1L, 60_000L, 0L, -1L, Txn.LONGEST_TTL_MILLIS, Txn.LONGEST_TTL_MILLIS + 1);

    private static final List<List<Acl>> ACLS = List.of(
            List.copyOf(Acl.OPEN),
            List.copyOf(Acl.READ_ONLY),
            List.of(new Acl(Acl.ALL, new Identity("auth", ""))),
            List.of(new Acl(Acl.READ | Acl.CREATE, Identity.ANYONE), new Acl(Acl.ALL, new Identity("digest", "b:x"))),
            List.of(new Acl(Acl.ALL, new Identity("ip", "127.0.0.0/8"))),
            List.of(new Acl(Acl.ALL, new Identity("ip", "10.0.0.1"))),
            List.of(new Acl(Acl.ALL & ~Acl.READ, Identity.ANYONE)),
            List.of(new Acl(Acl.ADMIN, Identity.ANYONE)),
            List.of(),
            List.of(new Acl(Acl.ALL, new Identity("world", "everyone"))),
            List.of(new Acl(Acl.ALL, new Identity("ip", "10.0.0.1/33"))),
            List.of(new Acl(Acl.ALL, new Identity("digest", "nohash"))),
            List.of(new Acl(Acl.ALL, new Identity("nobody", "x"))));

    private final Watches watches = new Watches();
    private final List<Identity> identities = new ArrayList<>(List.of(HOME));
    private Tree tree = Tree.fresh();
    private WriteSettings writes = WriteSettings.DEFAULT;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyAnswerIsTheOneAStockServerGives(long seed, @TempDir Path directory) throws Exception {
        compare(seed, WriteSettings.DEFAULT, directory);
    }

    /// Apache reads the property with every request, so it is set for the whole of a test.
    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void everyAnswerIsTheSameWithExtendedTypes(long seed, @TempDir Path directory) throws Exception {
        System.setProperty(EXTENDED_TYPES, "true");
        try {
            compare(seed, new WriteSettings(true, false), directory);
        } finally {
            System.clearProperty(EXTENDED_TYPES);
        }
    }

    private void compare(long seed, WriteSettings settings, Path directory) throws Exception {
        writes = settings;
        Random random = new Random(seed);
        try (StockServer stock = new StockServer(directory)) {
            Caller caller = new Caller(stock.session(), 1, "127.0.0.1", identities);
            apply(caller, new Request.CreateSession(40_000), new ArrayList<>());
            authenticate(stock);
            for (int i = 0; i < REQUESTS; i++) {
                Request request = request(random);
                String expected = text(stock.ask(request));
                assertThat(text(answer(caller, request)))
                        .as("seed %d, request %d: %s", seed, i, request)
                        .isEqualTo(expected);
            }
        }
    }

    private void authenticate(StockServer stock) throws IOException {
        assertThat(stock.ask(new Request.Auth(0, "digest", CREDENTIALS)).error())
                .isZero();
        Authentication alice = AuthSettings.DEFAULT.authenticate("digest", CREDENTIALS, "127.0.0.1");
        identities.addAll(((Authentication.Accepted) alice).identities());
    }

    // ---- our side

    private StockServer.Reply answer(Caller caller, Request request) {
        List<Notification> notifications = new ArrayList<>();
        Answer answer;
        if (request.op().kind() == OpCode.Kind.WRITE) {
            answer = apply(caller, request, notifications);
        } else {
            answer = Operations.read(request, caller, new Reading(tree, watches, AuthSettings.DEFAULT));
            notifications.addAll(answer.catchUp());
        }
        return new StockServer.Reply(notifications, tree.zxid(), answer.error().code(), answer.response());
    }

    private Answer apply(Caller caller, Request request, List<Notification> notifications) {
        Zxid zxid = tree.zxid().next();
        Txn txn = Operations.prepare(
                request, caller, new Preparation(tree, 0, AuthSettings.DEFAULT, writes, Remarks.none()));
        Applied applied = tree.apply(new TxnHeader(caller.session(), 0, zxid, 0), txn);
        tree = applied.tree();
        for (Change change : applied.changes()) {
            Watches.Delivery delivery = (_, type, path) -> {
                List<Acl> acl = type == EventType.CHILDREN_CHANGED ? change.parentAcl() : change.acl();
                if (AuthSettings.DEFAULT.allows(acl, Acl.READ, identities)) {
                    notifications.add(new Notification(type, path, zxid));
                }
            };
            switch (change.type()) {
                case CREATED -> watches.created(change.path(), delivery);
                case DELETED -> watches.deleted(change.path(), delivery);
                case DATA_CHANGED -> watches.dataChanged(change.path(), delivery);
                case CHILDREN_CHANGED -> throw new AssertionError("no txn changes children alone");
            }
        }
        return Operations.answer(request, applied.result());
    }

    // ---- comparable text

    private static String text(StockServer.Reply reply) {
        return reply.notifications() + " " + reply.zxid() + " " + reply.error() + " " + text(reply.response());
    }

    private static String text(Response response) {
        return switch (response) {
            case Response.Created(String path, Stat stat) -> path + " " + text(stat);
            case Response.StatOnly(Stat stat) -> text(stat);
            case Response.Data(byte[] data, Stat stat) -> Arrays.toString(data) + " " + text(stat);
            case Response.AclAndStat(List<Acl> acl, Stat stat) -> acl + " " + text(stat);
            case Response.Names(List<String> names) ->
                names.stream().sorted().toList().toString();
            case Response.NamesAndStat(List<String> names, Stat stat) ->
                names.stream().sorted().toList() + " " + text(stat);
            case Response.Multi(List<Response.Result> results) -> {
                List<String> parts = new ArrayList<>();
                results.forEach(part -> parts.add(part.op() + " " + part.error() + " " + text(part.body())));
                yield parts.toString();
            }
            case Response.Identities(List<Identity> identities) ->
                identities.stream().map(Identity::toString).sorted().toList().toString();
            case Response.Empty _,
                    Response.Path _,
                    Response.Count _,
                    Response.Listing _,
                    Response.MultiRead _,
                    Response.WatchAdded _,
                    Response.Token _ -> response.toString();
        };
    }

    private static String text(Stat stat) {
        return new Stat(
                        stat.czxid(),
                        stat.mzxid(),
                        0,
                        0,
                        stat.version(),
                        stat.cversion(),
                        stat.aversion(),
                        stat.ephemeralOwner(),
                        stat.dataLength(),
                        stat.numChildren(),
                        stat.pzxid())
                .toString();
    }

    // ---- requests

    private Request request(Random random) {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> creation(random);
            case 4, 5, 6 -> deletion(random);
            case 7, 8 -> setData(random);
            case 9 -> new Request.SetAcl(path(random), acl(random), version(random));
            case 10, 11 -> multi(random);
            case 12, 13, 14 -> watchable(random);
            case 15, 16 -> pathOnly(random);
            case 17 -> selection(random);
            case 18 -> setWatches(random);
            default -> multiRead(random);
        };
    }

    private static String path(Random random) {
        return PATHS.get(random.nextInt(random.nextInt(6) > 0 ? VALID_PATHS : PATHS.size()));
    }

    private static String validPath(Random random) {
        return PATHS.get(random.nextInt(VALID_PATHS));
    }

    private static List<@Nullable Acl> acl(Random random) {
        return List.copyOf(ACLS.get(random.nextInt(3) > 0 ? 0 : random.nextInt(ACLS.size())));
    }

    private static int version(Random random) {
        return random.nextInt(3) > 0 ? -1 : random.nextInt(4) - 1;
    }

    private static byte @Nullable [] data(Random random) {
        return random.nextInt(5) == 0 ? null : new byte[random.nextInt(4)];
    }

    private static Request creation(Random random) {
        OpCode op = List.of(OpCode.CREATE, OpCode.CREATE2, OpCode.CREATE_CONTAINER, OpCode.CREATE_TTL)
                .get(Math.max(0, random.nextInt(7) - 3));
        int flags = switch (op) {
            case CREATE_CONTAINER -> 4;
            case CREATE_TTL -> 5 + random.nextInt(2);
            default -> random.nextInt(2) == 0 ? 0 : random.nextInt(4);
        };
        return new Request.Create(
                op, path(random), data(random), acl(random), flags, TTLS.get(random.nextInt(TTLS.size())));
    }

    private static Request deletion(Random random) {
        return new Request.Delete(path(random), version(random));
    }

    private static Request setData(Random random) {
        return new Request.SetData(path(random), data(random), version(random));
    }

    private static Request multi(Random random) {
        List<Request> operations = new ArrayList<>();
        int size = random.nextInt(5);
        for (int i = 0; i < size; i++) {
            operations.add(
                    switch (random.nextInt(4)) {
                        case 0 -> deletion(random);
                        case 1 -> setData(random);
                        case 2 -> new Request.Check(path(random), version(random));
                        default -> creation(random);
                    });
        }
        return new Request.Multi(OpCode.MULTI, operations);
    }

    private static Request watchable(Random random) {
        OpCode op = List.of(OpCode.EXISTS, OpCode.GET_DATA, OpCode.GET_CHILDREN, OpCode.GET_CHILDREN2)
                .get(random.nextInt(4));
        return new Request.Watchable(op, path(random), random.nextBoolean());
    }

    private static Request pathOnly(Random random) {
        OpCode op = List.of(OpCode.GET_ACL, OpCode.SYNC, OpCode.GET_EPHEMERALS, OpCode.GET_ALL_CHILDREN_NUMBER)
                .get(random.nextInt(4));
        return random.nextInt(10) == 0 ? new Request.Bare(OpCode.WHO_AM_I) : new Request.PathOnly(op, path(random));
    }

    private static Request selection(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> new Request.WatchSelection(OpCode.ADD_WATCH, validPath(random), random.nextInt(3));
            case 1 -> new Request.WatchSelection(OpCode.CHECK_WATCHES, path(random), random.nextInt(7));
            default -> new Request.WatchSelection(OpCode.REMOVE_WATCHES, path(random), random.nextInt(7));
        };
    }

    private Request setWatches(Random random) {
        long seen = Math.max(0, tree.zxid().value() - random.nextInt(50));
        boolean second = random.nextBoolean();
        return new Request.SetWatches(
                second ? OpCode.SET_WATCHES2 : OpCode.SET_WATCHES,
                seen,
                List.of(validPath(random)),
                List.of(validPath(random)),
                List.of(validPath(random), validPath(random)),
                second ? List.of(validPath(random)) : List.of(),
                second ? List.of(validPath(random)) : List.of());
    }

    private static Request multiRead(Random random) {
        List<Request> operations = new ArrayList<>();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            OpCode op = random.nextBoolean() ? OpCode.GET_DATA : OpCode.GET_CHILDREN;
            operations.add(new Request.Watchable(op, path(random), random.nextBoolean()));
        }
        return new Request.Multi(OpCode.MULTI_READ, operations);
    }
}
