package io.quorate.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.SharedEnsemble;
import io.quorate.acceptance.harness.StockClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.ClientInfo;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Apache's client of today, through two servers: what is written through one is read through the
/// other.
@ExtendWith(SharedEnsemble.class)
final class JavaClientZnodesTest {
    private final StockClient writer;
    private final StockClient reader;
    private final ZooKeeper zk;
    private String root = "";

    JavaClientZnodesTest(Ensemble ensemble) {
        writer = StockClient.connect(ensemble.followers().getFirst());
        reader = StockClient.connect(ensemble.leader());
        zk = writer.zk();
    }

    @BeforeEach
    void takeASubtree() throws Exception {
        root = zk.create("/znodes-", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL);
    }

    @AfterEach
    void hangUp() {
        writer.close();
        reader.close();
    }

    private String create(String path, String data, CreateMode mode) throws Exception {
        return zk.create(root + path, data.getBytes(UTF_8), Ids.OPEN_ACL_UNSAFE, mode);
    }

    /// The other server's view, no older than everything written so far.
    private ZooKeeper other() throws Exception {
        var synced = new CompletableFuture<Integer>();
        reader.zk().sync(root, (rc, _, _) -> synced.complete(rc), null);
        assertThat(synced.get(30, TimeUnit.SECONDS)).isZero();
        return reader.zk();
    }

    private static void assertFails(Code code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        KeeperException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    @Test
    void whatIsCreatedThroughOneServerIsReadThroughAnother() throws Exception {
        assertThat(create("/a", "one", CreateMode.PERSISTENT)).isEqualTo(root + "/a");
        var stat = new Stat();
        assertThat(other().getData(root + "/a", false, stat)).asString(UTF_8).isEqualTo("one");
        assertThat(stat.getVersion()).isZero();
        assertThat(stat.getDataLength()).isEqualTo(3);
        assertThat(stat.getEphemeralOwner()).isZero();
        assertThat(stat.getCzxid()).isEqualTo(stat.getMzxid()).isEqualTo(stat.getPzxid());
    }

    @Test
    void createAnswersTheStatToThoseWhoAsk() throws Exception {
        var stat = new Stat();
        String path = zk.create(root + "/s-", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL, stat);
        assertThat(path).isEqualTo(root + "/s-0000000000");
        assertThat(stat).isEqualTo(other().exists(path, false));
        assertThat(other().getData(path, false, null)).isNull();
    }

    @Test
    void sequentialNamesCountAllCreationsUnderTheParent() throws Exception {
        create("/plain", "", CreateMode.PERSISTENT);
        assertThat(create("/q-", "", CreateMode.PERSISTENT_SEQUENTIAL)).isEqualTo(root + "/q-0000000001");
        assertThat(create("/e-", "", CreateMode.EPHEMERAL_SEQUENTIAL)).isEqualTo(root + "/e-0000000002");
        zk.delete(root + "/plain", -1);
        assertThat(create("/q-", "", CreateMode.PERSISTENT_SEQUENTIAL)).isEqualTo(root + "/q-0000000003");
    }

    @Test
    void ephemeralsBelongToTheSessionAndHaveNoChildren() throws Exception {
        create("/e", "", CreateMode.EPHEMERAL);
        assertThat(other().exists(root + "/e", false).getEphemeralOwner()).isEqualTo(zk.getSessionId());
        assertThat(zk.getEphemerals(root)).containsExactly(root + "/e");
        assertFails(Code.NOCHILDRENFOREPHEMERALS, () -> create("/e/child", "", CreateMode.PERSISTENT));
    }

    @Test
    void containersTakeChildren() throws Exception {
        create("/container", "", CreateMode.CONTAINER);
        create("/container/child", "x", CreateMode.PERSISTENT);
        assertThat(other().getChildren(root + "/container", false)).containsExactly("child");
    }

    @Test
    void wrongPathsAndVersionsAreToldApart() throws Exception {
        assertFails(Code.NONODE, () -> create("/no/parent", "", CreateMode.PERSISTENT));
        create("/a", "", CreateMode.PERSISTENT);
        assertFails(Code.NODEEXISTS, () -> create("/a", "", CreateMode.PERSISTENT));
        create("/a/b", "", CreateMode.PERSISTENT);
        assertFails(Code.NOTEMPTY, () -> zk.delete(root + "/a", -1));
        assertFails(Code.BADVERSION, () -> zk.setData(root + "/a", new byte[0], 7));
        assertFails(Code.BADVERSION, () -> zk.delete(root + "/a/b", 7));
        assertFails(Code.NONODE, () -> zk.getData(root + "/none", false, null));
        assertFails(Code.NONODE, () -> zk.delete(root + "/none", -1));
        assertFails(Code.NONODE, () -> zk.setData(root + "/none", new byte[0], -1));
        assertThat(zk.exists(root + "/none", false)).isNull();
    }

    @Test
    void setDataCountsVersionsAndKeepsTheCreation() throws Exception {
        create("/a", "one", CreateMode.PERSISTENT);
        Stat first = zk.setData(root + "/a", "two".getBytes(UTF_8), 0);
        Stat second = zk.setData(root + "/a", new byte[0], -1);
        assertThat(first.getVersion()).isEqualTo(1);
        assertThat(second.getVersion()).isEqualTo(2);
        assertThat(second.getMzxid()).isGreaterThan(first.getMzxid());
        assertThat(second.getCzxid()).isEqualTo(first.getCzxid());
        assertThat(other().getData(root + "/a", false, null)).isEmpty();
    }

    @Test
    void childrenAreListedWithAndWithoutStat() throws Exception {
        for (String name : List.of("c", "a", "b")) {
            create("/" + name, "", CreateMode.PERSISTENT);
        }
        var stat = new Stat();
        assertThat(other().getChildren(root, false)).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(other().getChildren(root, false, stat)).hasSize(3);
        assertThat(stat.getNumChildren()).isEqualTo(3);
        assertThat(stat.getCversion()).isEqualTo(3);
        assertThat(other().getAllChildrenNumber(root)).isEqualTo(3);
        zk.delete(root + "/b", 0);
        assertThat(other().exists(root, false).getCversion()).isEqualTo(4);
    }

    @Test
    void multiHappensAsAWhole() throws Exception {
        create("/gone", "", CreateMode.PERSISTENT);
        List<OpResult> results = zk.multi(List.of(
                Op.create(root + "/a", "1".getBytes(UTF_8), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                Op.create(root + "/a/seq-", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL),
                Op.setData(root + "/a", "2".getBytes(UTF_8), 0),
                Op.check(root + "/a", 1),
                Op.delete(root + "/gone", -1)));
        assertThat(results).hasSize(5);
        assertThat(((OpResult.CreateResult) results.get(1)).getPath()).isEqualTo(root + "/a/seq-0000000000");
        assertThat(((OpResult.SetDataResult) results.get(2)).getStat().getVersion())
                .isEqualTo(1);
        Stat stat = other().exists(root + "/a", false);
        assertThat(stat.getCzxid()).isEqualTo(stat.getMzxid());
        assertThat(other().exists(root + "/gone", false)).isNull();
    }

    @Test
    void multiThatFailsChangesNothingAndSaysWhichPartFailed() throws Exception {
        assertThatThrownBy(() -> zk.multi(List.of(
                        Op.create(root + "/a", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                        Op.check(root + "/a", 3),
                        Op.delete(root + "/a", -1))))
                .isInstanceOfSatisfying(KeeperException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(Code.BADVERSION);
                    assertThat(failure.getResults())
                            .map(result -> ((OpResult.ErrorResult) result).getErr())
                            .containsExactly(0, Code.BADVERSION.intValue(), Code.RUNTIMEINCONSISTENCY.intValue());
                });
        assertThat(other().exists(root + "/a", false)).isNull();
    }

    @Test
    void multiReadAnswersEachPartByItself() throws Exception {
        create("/a", "one", CreateMode.PERSISTENT);
        List<OpResult> results =
                other().multi(List.of(Op.getData(root + "/a"), Op.getChildren(root), Op.getData(root + "/none")));
        assertThat(((OpResult.GetDataResult) results.get(0)).getData())
                .asString(UTF_8)
                .isEqualTo("one");
        assertThat(((OpResult.GetChildrenResult) results.get(1)).getChildren()).containsExactly("a");
        assertThat(((OpResult.ErrorResult) results.get(2)).getErr()).isEqualTo(Code.NONODE.intValue());
    }

    @Test
    void digestAclsOpenForThoseWhoProveWhoTheyAre() throws Exception {
        zk.addAuthInfo("digest", "lena:secret".getBytes(UTF_8));
        zk.create(root + "/mine", "x".getBytes(UTF_8), Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
        assertFails(Code.NOAUTH, () -> other().getData(root + "/mine", false, null));
        assertFails(Code.NOAUTH, () -> other().setData(root + "/mine", new byte[0], -1));
        assertThat(zk.getACL(root + "/mine", null)).singleElement().satisfies(acl -> {
            assertThat(acl.getPerms()).isEqualTo(Perms.ALL);
            assertThat(acl.getId().getScheme()).isEqualTo("digest");
            assertThat(acl.getId().getId()).startsWith("lena:").doesNotContain("secret");
        });
        reader.zk().addAuthInfo("digest", "lena:secret".getBytes(UTF_8));
        assertThat(other().getData(root + "/mine", false, null)).asString(UTF_8).isEqualTo("x");
        assertThat(reader.zk().whoAmI())
                .extracting(ClientInfo::getAuthScheme)
                .containsExactlyInAnyOrder("ip", "digest");
    }

    @Test
    void ipAclsLookAtTheAddress() throws Exception {
        create("/near", "x", CreateMode.PERSISTENT);
        create("/far", "x", CreateMode.PERSISTENT);
        zk.setACL(root + "/near", Collections.singletonList(new ACL(Perms.READ, new Id("ip", "127.0.0.0/8"))), 0);
        zk.setACL(root + "/far", Collections.singletonList(new ACL(Perms.READ, new Id("ip", "10.1.2.3"))), -1);
        assertThat(other().getData(root + "/near", false, null)).isNotEmpty();
        assertFails(Code.NOAUTH, () -> other().getData(root + "/far", false, null));
    }

    @Test
    void aclsHaveVersionsAndAreChecked() throws Exception {
        create("/a", "", CreateMode.PERSISTENT);
        Stat stat = zk.setACL(root + "/a", Ids.READ_ACL_UNSAFE, 0);
        assertThat(stat.getAversion()).isEqualTo(1);
        assertThat(stat.getVersion()).isZero();
        assertThat(other().getACL(root + "/a", null)).isEqualTo(Ids.READ_ACL_UNSAFE);
        assertFails(Code.NOAUTH, () -> create("/a/b", "", CreateMode.PERSISTENT));
        assertFails(Code.NOAUTH, () -> zk.setACL(root + "/a", Ids.OPEN_ACL_UNSAFE, 1));
        assertFails(Code.INVALIDACL, () -> zk.create(root + "/none", null, new ArrayList<>(), CreateMode.PERSISTENT));
        assertFails(
                Code.INVALIDACL,
                () -> zk.create(
                        root + "/odd",
                        null,
                        Collections.singletonList(new ACL(Perms.ALL, new Id("no-such-scheme", "x"))),
                        CreateMode.PERSISTENT));
    }

    @Test
    void dataOfHalfAMegabyteTravels() throws Exception {
        byte[] data = new byte[500_000];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i * 31);
        }
        zk.create(root + "/large", data, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        assertThat(other().getData(root + "/large", false, null)).isEqualTo(data);
    }

    @Test
    void asynchronousWritesTakeEffectInTheOrderInWhichTheyWereSent() throws Exception {
        var names = new ArrayList<CompletableFuture<String>>();
        for (int i = 0; i < 500; i++) {
            var name = new CompletableFuture<String>();
            names.add(name);
            zk.create(
                    root + "/n-",
                    null,
                    Ids.OPEN_ACL_UNSAFE,
                    CreateMode.PERSISTENT_SEQUENTIAL,
                    (_, _, _, created) -> name.complete(created),
                    null);
        }
        for (int i = 0; i < names.size(); i++) {
            assertThat(names.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(String.format("%s/n-%010d", root, i));
        }
        assertThat(other().getAllChildrenNumber(root)).isEqualTo(500);
    }

    @Test
    void systemZnodesAreThere() throws Exception {
        assertThat(zk.getChildren("/zookeeper", false)).containsExactlyInAnyOrder("config", "quota");
        var text = new String(zk.getConfig(false, null), UTF_8);
        assertThat(text).contains("server.1=").contains("server.3=").contains("version=0");
    }
}
