package io.quorate.acceptance;

import static io.quorate.acceptance.harness.Flavor.APACHE;
import static io.quorate.acceptance.harness.Flavor.QUORATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Flavor;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.RawSession;
import io.quorate.acceptance.harness.RawSession.Answer;
import io.quorate.acceptance.harness.RawSession.Body;
import io.quorate.acceptance.harness.Stage;
import io.quorate.acceptance.harness.StockClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.jute.BinaryInputArchive;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.data.Stat;
import org.apache.zookeeper.proto.CreateRequest;
import org.apache.zookeeper.proto.MultiHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The operations of ClickHouse Keeper, byte by byte, through leaders and followers; and servers of Apache, which know
/// nothing of them, in the same ensemble.
final class ExtensionOperationsTest {
    private static final Map<String, String> ENABLED =
            Map.of("extensionOperations", "true", "snapCount", "100", "commitLogCount", "50");
    private static final int EXISTS = 3;
    private static final int GET_DATA = 4;
    private static final int GET_CHILDREN2 = 12;
    private static final int MULTI = 14;
    private static final int MULTI_READ = 22;
    private static final int FILTERED_LIST = 500;
    private static final int CHECK_NOT_EXISTS = 501;
    private static final int CREATE_IF_NOT_EXISTS = 502;
    private static final int REMOVE_RECURSIVE = 503;
    private static final int CHECK_STAT = 504;
    private static final int TRY_REMOVE = 505;
    private static final int LIST_WITH_STATS_AND_DATA = 506;
    private static final int LIST_RECURSIVE = 507;
    private static final int OK = 0;
    private static final int SESSION_MILLIS = 30_000;

    @RegisterExtension
    final Stage stage = new Stage();

    // ---- the bytes of requests

    private static Body pathAnd(String path, int number) {
        return out -> {
            out.writeString(path, "");
            out.writeInt(number, "");
        };
    }

    private static Body creation(String path, int flags) {
        return out -> new CreateRequest(path, new byte[] {7}, Ids.OPEN_ACL_UNSAFE, flags).serialize(out, "");
    }

    private static Body watchable(String path) {
        return out -> {
            out.writeString(path, "");
            out.writeBool(false, "");
        };
    }

    private static Body list(String path, int filter, boolean... more) {
        return out -> {
            out.writeString(path, "");
            out.writeBool(false, "");
            out.writeByte((byte) filter, "");
            for (boolean flag : more) {
                out.writeBool(flag, "");
            }
        };
    }

    private static Body stat(String path, int version, Stat stat) {
        return out -> {
            pathAnd(path, version).write(out);
            stat.serialize(out, "");
        };
    }

    private record Part(int type, Body body) {}

    private static Body multi(Part... parts) {
        return out -> {
            for (Part part : parts) {
                new MultiHeader(part.type, false, -1).serialize(out, "");
                part.body.write(out);
            }
            new MultiHeader(-1, true, -1).serialize(out, "");
        };
    }

    // ---- the bytes of answers

    private static Answer succeeded(Answer answer) {
        assertThat(answer.error()).isEqualTo(OK);
        return answer;
    }

    private static List<String> names(BinaryInputArchive in) throws IOException {
        List<String> names = new ArrayList<>();
        for (int left = in.readInt(""); left > 0; left--) {
            names.add(in.readString(""));
        }
        return names;
    }

    private static MultiHeader header(BinaryInputArchive in) throws IOException {
        var header = new MultiHeader();
        header.deserialize(in, "");
        return header;
    }

    private static Stat stat(BinaryInputArchive in) throws IOException {
        var stat = new Stat();
        stat.deserialize(in, "");
        return stat;
    }

    /// Type and error of each part, with the path of those that have one.
    private static List<String> results(BinaryInputArchive in) throws IOException {
        List<String> results = new ArrayList<>();
        while (true) {
            var header = new MultiHeader();
            header.deserialize(in, "");
            if (header.getDone()) {
                return results;
            }
            String path = header.getType() == CREATE_IF_NOT_EXISTS ? " " + in.readString("") : "";
            results.add(header.getType() + ":" + header.getErr() + path);
            if (header.getType() == -1) {
                assertThat(in.readInt("")).isEqualTo(header.getErr());
            }
        }
    }

    private static byte[] flags(RawSession session) throws IOException {
        return succeeded(session.ask(GET_DATA, watchable("/keeper/feature_flags")))
                .body()
                .readBuffer("");
    }

    // ---- three servers of ours

    @Test
    void everyOperationDoesItsWorkThroughEveryServer() throws Exception {
        Ensemble ensemble =
                stage.ensemble(List.of(QUORATE, QUORATE, QUORATE), ENABLED).start();
        for (Member member : ensemble.members()) {
            try (RawSession session = new RawSession(member, SESSION_MILLIS);
                    StockClient stock = StockClient.connect(member)) {
                everyOperation(session, stock, "/of-" + member.id());
            }
        }
        TreeImage image = Agreement.amongRunning(ensemble);
        ensemble.stop();
        Agreement.ofFiles(ensemble, image);
    }

    private static void everyOperation(RawSession session, StockClient stock, String top) throws Exception {
        assertThat(flags(session)).containsExactly(0b1111_1111, 0b1110_0000);
        for (String path : List.of(top, top + "/a", top + "/a/x", top + "/a")) {
            assertThat(succeeded(session.ask(CREATE_IF_NOT_EXISTS, creation(path, 0)))
                            .body()
                            .readString(""))
                    .isEqualTo(path);
        }
        succeeded(session.ask(CREATE_IF_NOT_EXISTS, creation(top + "/e", 1)));
        Stat stat = stock.zk().exists(top, false);
        assertThat(stat.getNumChildren()).isEqualTo(2);

        Answer ephemerals = succeeded(session.ask(FILTERED_LIST, list(top, 2)));
        assertThat(names(ephemerals.body())).containsExactly("e");
        assertThat(stat(ephemerals.body())).isEqualTo(stat);
        Answer full = succeeded(session.ask(LIST_WITH_STATS_AND_DATA, list(top, 1, true, true)));
        assertThat(names(full.body())).containsExactly("a");
        assertThat(stat(full.body())).isEqualTo(stat);
        assertThat(full.body().readInt("")).isEqualTo(1);
        assertThat(stat(full.body())).isEqualTo(stock.zk().exists(top + "/a", false));
        assertThat(full.body().readInt("")).isEqualTo(1);
        assertThat(full.body().readBuffer("")).containsExactly(7);
        assertThat(names(succeeded(session.ask(LIST_RECURSIVE, pathAnd(top, 2))).body()))
                .containsExactly(top + "/a", top + "/e");

        assertThat(session.ask(CHECK_NOT_EXISTS, pathAnd(top, -1)).error()).isEqualTo(Code.NODEEXISTS.intValue());
        succeeded(session.ask(CHECK_NOT_EXISTS, pathAnd(top + "/b", -1)));
        succeeded(session.ask(CHECK_STAT, stat(top, 0, stat)));
        assertThat(session.ask(CHECK_STAT, stat(top + "/a", 0, stat)).error()).isEqualTo(Code.BADVERSION.intValue());
        succeeded(session.ask(TRY_REMOVE, pathAnd(top, -1)));
        succeeded(session.ask(TRY_REMOVE, pathAnd(top + "/e", 0)));
        assertThat(session.ask(REMOVE_RECURSIVE, pathAnd(top, 2)).error()).isEqualTo(Code.NOTEMPTY.intValue());

        assertThat(results(succeeded(session.ask(
                                MULTI,
                                multi(
                                        new Part(CREATE_IF_NOT_EXISTS, creation(top, 0)),
                                        new Part(REMOVE_RECURSIVE, pathAnd(top, -1)),
                                        new Part(CHECK_NOT_EXISTS, pathAnd(top, -1)),
                                        new Part(CREATE_IF_NOT_EXISTS, creation(top, 0)),
                                        new Part(TRY_REMOVE, pathAnd(top + "/a", 5)))))
                        .body()))
                .containsExactly("502:0 " + top, "503:0", "501:0", "502:0 " + top, "505:0");
        assertThat(results(succeeded(session.ask(
                                MULTI,
                                multi(
                                        new Part(REMOVE_RECURSIVE, pathAnd(top, -1)),
                                        new Part(CHECK_NOT_EXISTS, pathAnd("/zookeeper", -1)))))
                        .body()))
                .containsExactly("-1:0", "-1:" + Code.NODEEXISTS.intValue());
        assertThat(stock.zk().getChildren(top, false)).isEmpty();
        BinaryInputArchive reads = succeeded(session.ask(
                        MULTI_READ,
                        multi(
                                new Part(EXISTS, watchable(top + "/missing")),
                                new Part(FILTERED_LIST, list(top, 0)),
                                new Part(GET_DATA, watchable(top + "/missing")))))
                .body();
        assertThat(header(reads)).isEqualTo(new MultiHeader(EXISTS, false, Code.NONODE.intValue()));
        assertThat(header(reads)).isEqualTo(new MultiHeader(GET_CHILDREN2, false, OK));
        assertThat(names(reads)).isEmpty();
        assertThat(stat(reads)).isEqualTo(stock.zk().exists(top, false));
        assertThat(header(reads)).isEqualTo(new MultiHeader(GET_DATA, false, Code.NONODE.intValue()));
        assertThat(header(reads)).isEqualTo(new MultiHeader(-1, true, -1));
    }

    @Test
    void watchersHearOfEachZnodeThatGoes() throws Exception {
        Ensemble ensemble = stage.ensemble(List.of(QUORATE), ENABLED).start();
        try (RawSession session = new RawSession(ensemble.member(1), SESSION_MILLIS);
                StockClient stock = StockClient.connect(ensemble)) {
            for (String path : List.of("/t", "/t/a", "/t/b")) {
                succeeded(session.ask(CREATE_IF_NOT_EXISTS, creation(path, 0)));
            }
            var events = new StockClient.Events();
            stock.zk().addWatch("/t", events, org.apache.zookeeper.AddWatchMode.PERSISTENT_RECURSIVE);
            succeeded(session.ask(REMOVE_RECURSIVE, pathAnd("/t", -1)));
            io.quorate.acceptance.harness.Eventually.holds(
                    "all are heard of",
                    () -> events.ofZnodes().equals(List.of("NodeDeleted /t/a", "NodeDeleted /t/b", "NodeDeleted /t")));
        }
    }

    // ---- beside servers of Apache

    private Ensemble start(List<Flavor> flavors) {
        Ensemble ensemble = stage.ensemble(flavors, ENABLED);
        ensemble.member(1).start();
        ensemble.member(3).start();
        ensemble.awaitServing();
        assertThat(ensemble.leader()).isEqualTo(ensemble.member(3));
        ensemble.member(2).start();
        ensemble.awaitServing();
        return ensemble;
    }

    @Test
    void followersOfApacheApplyWhatALeaderOfOursMakesOfThem() throws Exception {
        Ensemble ensemble = start(List.of(APACHE, QUORATE, QUORATE));
        RandomGenerator random = new SplittableRandom(17);
        for (int id = 2; id <= 3; id++) {
            try (RawSession session = new RawSession(ensemble.member(id), SESSION_MILLIS)) {
                for (int i = 0; i < 150; i++) {
                    Part part = any(random);
                    Answer answer = random.nextInt(3) == 0
                            ? session.ask(MULTI, multi(part, any(random), any(random)))
                            : session.ask(part.type, part.body);
                    assertThat(answer.error()).isNotEqualTo(Code.UNIMPLEMENTED.intValue());
                }
            }
        }
        TreeImage image = Agreement.amongRunning(ensemble);
        ensemble.stop();
        Agreement.ofFiles(ensemble, image);
    }

    private static Part any(RandomGenerator random) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i <= random.nextInt(3); i++) {
            path.append('/').append((char) ('a' + random.nextInt(2)));
        }
        return switch (random.nextInt(8)) {
            case 0 -> new Part(REMOVE_RECURSIVE, pathAnd(path.toString(), random.nextInt(9)));
            case 1 -> new Part(TRY_REMOVE, pathAnd(path.toString(), random.nextInt(2) - 1));
            case 2 -> new Part(CHECK_NOT_EXISTS, pathAnd(path + "/never", -1));
            case 3 ->
                new Part(CHECK_STAT, stat(path.toString(), -1, new Stat(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)));
            default -> new Part(CREATE_IF_NOT_EXISTS, creation(path.toString(), 0));
        };
    }

    @Test
    void underALeaderOfApacheOnlyReadsAreOfferedAndNothingHangs() throws Exception {
        Ensemble ensemble = start(List.of(QUORATE, QUORATE, APACHE));
        Member follower = ensemble.member(1);
        try (RawSession session = new RawSession(follower, SESSION_MILLIS);
                StockClient stock = StockClient.connect(follower)) {
            assertThat(flags(session)).containsExactly(0b1100_0101, 0b1010_0000);
            stock.zk().create("/p", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            stock.zk().create("/p/e", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
            assertThat(names(
                            succeeded(session.ask(FILTERED_LIST, list("/p", 2))).body()))
                    .containsExactly("e");
            assertThat(session.ask(MULTI, multi(new Part(TRY_REMOVE, pathAnd("/p", -1))))
                            .error())
                    .isEqualTo(Code.MARSHALLINGERROR.intValue());
            assertThat(session.ask(TRY_REMOVE, pathAnd("/p/e", -1)).error()).isEqualTo(Code.UNIMPLEMENTED.intValue());
            assertThat(session.isOver()).isTrue();
            assertThat(stock.zk().exists("/p/e", false)).isNotNull();
        }
    }
}
