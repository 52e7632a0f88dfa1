package io.quorate.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.Flavor;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.Stage;
import io.quorate.acceptance.harness.StockClient;
import java.io.File;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What operators decide about authentication, seen by the stock client. Where ZooKeeper has the same
/// settings the tests pass with its servers, too (`-Dacceptance.flavor=APACHE`).
final class AuthTest {
    private static final String ENSEMBLE_PROVIDER = "org.apache.zookeeper.server.auth.EnsembleAuthenticationProvider";

    private static final String OWN_CLASSES = Path.of(
                    System.getProperty("acceptance.directory", "target"), "test-classes")
            .toAbsolutePath()
            .toString();

    @RegisterExtension
    final Stage stage = new Stage();

    private Member alone(Map<String, String> settings) {
        Ensemble ensemble =
                stage.ensemble(List.of(Flavor.underTest()), settings).start();
        return ensemble.member(1);
    }

    private static void assertFails(Code code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        KeeperException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private static void create(ZooKeeper zk, String path, List<ACL> acl) throws Exception {
        String _ = zk.create(path, new byte[0], acl, CreateMode.PERSISTENT);
    }

    @Test
    void whoMustProveSomethingAndHasNotIsTurnedAway() throws Exception {
        Member server = alone(Map.of("enforce.auth.enabled", "true", "enforce.auth.schemes", "digest"));
        try (StockClient stranger = StockClient.connect(server)) {
            assertFails(Code.SESSIONCLOSEDREQUIRESASLAUTH, () -> stranger.zk().exists("/", false));
        }
        try (StockClient known = StockClient.connect(server)) {
            known.zk().addAuthInfo("digest", "alice:pw".getBytes(UTF_8));
            create(known.zk(), "/a", Ids.CREATOR_ALL_ACL);
            assertThat(known.zk().exists("/a", false)).isNotNull();
        }
    }

    @Test
    void theDigestSchemeCanBeSwitchedOff() throws Exception {
        Member server = alone(Map.of("DigestAuthenticationProvider.enabled", "false"));
        try (StockClient client = StockClient.connect(server)) {
            List<ACL> digest = Collections.singletonList(new ACL(Perms.ALL, new Id("digest", "alice:hash")));
            assertFails(Code.INVALIDACL, () -> create(client.zk(), "/a", digest));
            client.zk().addAuthInfo("digest", "alice:pw".getBytes(UTF_8));
            Eventually.holds("refused", () -> client.events().states().contains(KeeperState.AuthFailed));
        }
    }

    @Test
    void digestsAreOfTheConfiguredKindAndOneOfThemIsSuper() throws Exception {
        String hash = "W5z1JTYUdiDhRacZdFksH0g5AGyvjx2T9M1RDps9Ibs=";
        Member server = alone(Map.of(
                "DigestAuthenticationProvider.digestAlg",
                "SHA-256",
                "DigestAuthenticationProvider.superDigest",
                "root:" + hash));
        try (StockClient owner = StockClient.connect(server);
                StockClient superUser = StockClient.connect(server)) {
            owner.zk().addAuthInfo("digest", "alice:pw".getBytes(UTF_8));
            create(owner.zk(), "/a", Ids.CREATOR_ALL_ACL);
            Id stored = owner.zk().getACL("/a", null).getFirst().getId();
            assertThat(stored.getId()).startsWith("alice:").hasSize("alice:".length() + 44);
            superUser.zk().addAuthInfo("digest", "root:secret".getBytes(UTF_8));
            assertThat(superUser.zk().setData("/a", new byte[0], 0).getVersion())
                    .isEqualTo(1);
        }
    }

    @Test
    void skippingAclsOpensEverything() throws Exception {
        Member server = alone(Map.of("skipACL", "yes"));
        try (StockClient owner = StockClient.connect(server);
                StockClient stranger = StockClient.connect(server)) {
            owner.zk().addAuthInfo("digest", "alice:pw".getBytes(UTF_8));
            create(owner.zk(), "/a", Ids.CREATOR_ALL_ACL);
            assertThat(stranger.zk().setData("/a", new byte[0], 0).getVersion()).isEqualTo(1);
            assertThat(stranger.zk().setACL("/a", Ids.OPEN_ACL_UNSAFE, 0).getAversion())
                    .isEqualTo(1);
            assertFails(Code.INVALIDACL, () -> create(stranger.zk(), "/b", Ids.CREATOR_ALL_ACL));
        }
    }

    @Test
    void networksAreIpv4OrIpv6() throws Exception {
        Member server = alone(Map.of());
        try (StockClient client = StockClient.connect(server)) {
            ZooKeeper zk = client.zk();
            create(zk, "/net", Collections.singletonList(new ACL(Perms.ALL, new Id("ip", "127.0.0.0/8"))));
            create(zk, "/other", Collections.singletonList(new ACL(Perms.ALL, new Id("ip", "2001:db8::/32"))));
            assertThat(zk.setData("/net", new byte[0], 0).getVersion()).isEqualTo(1);
            assertFails(Code.NOAUTH, () -> zk.setData("/other", new byte[0], 0));
            assertFails(
                    Code.INVALIDACL,
                    () -> create(
                            zk, "/bad", Collections.singletonList(new ACL(Perms.ALL, new Id("ip", "127.0.0.1/33")))));
        }
    }

    @Test
    void whoWantsAnotherEnsembleGoesOnLooking() throws Exception {
        Member blue = alone(Map.of("authProvider.1", ENSEMBLE_PROVIDER, "ensembleAuthName", "blue,azure"));
        Member red = alone(Map.of("authProvider.1", ENSEMBLE_PROVIDER, "ensembleAuthName", "red"));
        try (StockClient client = StockClient.connect(blue)) {
            client.zk().addAuthInfo("ensemble", "azure".getBytes(UTF_8));
            assertThat(client.zk().exists("/", false)).isNotNull();
            assertFails(
                    Code.INVALIDACL,
                    () -> create(
                            client.zk(),
                            "/a",
                            Collections.singletonList(new ACL(Perms.ALL, new Id("ensemble", "azure")))));
        }
        try (StockClient client = StockClient.connect(Ensemble.connectString(List.of(blue, red)), 10_000)) {
            client.zk().addAuthInfo("ensemble", "red".getBytes(UTF_8));
            // A session of the one is none of the other's, so the client must have looked further to find it over.
            Eventually.holds(
                    "it has looked further or is where it wants to be",
                    () -> client.events().states().contains(KeeperState.Expired)
                            || client.zk().whoAmI() != null);
            assertThat(client.events().states()).doesNotContain(KeeperState.AuthFailed);
        }
    }

    @Test
    void aServerThatDoesNotLeadSparesTheLeaderWhatIsHopeless() throws Exception {
        Ensemble ensemble = stage.ensemble(
                        Collections.nCopies(3, Flavor.underTest()), Map.of("enableEagerACLCheck", "true"))
                .start();
        try (StockClient owner = StockClient.connect(ensemble.leader());
                StockClient stranger = StockClient.connect(ensemble.followers().getFirst())) {
            owner.zk().addAuthInfo("digest", "alice:pw".getBytes(UTF_8));
            create(owner.zk(), "/mine", Ids.CREATOR_ALL_ACL);
            stranger.zk().sync("/");
            create(stranger.zk(), "/before", Ids.OPEN_ACL_UNSAFE);
            long before = stranger.zk().exists("/before", false).getCzxid();
            assertFails(Code.NOAUTH, () -> create(stranger.zk(), "/mine/a", Ids.OPEN_ACL_UNSAFE));
            assertFails(Code.NOAUTH, () -> stranger.zk().delete("/mine/a", -1));
            assertFails(Code.NOAUTH, () -> stranger.zk().setData("/mine", new byte[0], -1));
            assertFails(Code.NOAUTH, () -> stranger.zk().setACL("/mine", Ids.OPEN_ACL_UNSAFE, -1));
            assertFails(Code.NONODE, () -> stranger.zk().setData("/none", new byte[0], -1));
            create(stranger.zk(), "/after", Ids.OPEN_ACL_UNSAFE);
            assertThat(stranger.zk().exists("/after", false).getCzxid()).isEqualTo(before + 2);
        }
    }

    /// Only ours has such schemes; its jar would lie beside the server's.
    @Test
    void anOperatorsOwnSchemeIsLoadedFromTheClassPath() throws Exception {
        Member server = configured(Map.of("authProvider.1", WatchwordScheme.class.getName()));
        server.startWith("CLASSPATH", OWN_CLASSES);
        server.awaitServing();
        try (StockClient owner = StockClient.connect(server);
                StockClient stranger = StockClient.connect(server)) {
            owner.zk().addAuthInfo("watchword", "alice says open".getBytes(UTF_8));
            create(owner.zk(), "/mine", Ids.CREATOR_ALL_ACL);
            assertThat(owner.zk().getACL("/mine", null))
                    .containsExactly(new ACL(Perms.ALL, new Id("watchword", "alice")));
            assertFails(Code.NOAUTH, () -> stranger.zk().getData("/mine", false, null));
            stranger.zk().addAuthInfo("watchword", "eve says please".getBytes(UTF_8));
            Eventually.holds("refused", () -> stranger.events().states().contains(KeeperState.AuthFailed));
        }
    }

    private Member configured(Map<String, String> settings) {
        return stage.ensemble(List.of(Flavor.QUORATE), new HashMap<>(settings)).member(1);
    }

    /// Whether Apache's jar is there as well, as it may be where its server was before, or not.
    @Test
    void aSchemeForApachesServerStopsTheStartAndSaysWhy() throws Exception {
        String apacheJar = Path.of(ZooKeeper.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        writeProviderForApache("com.example.Provider");
        for (String classPath :
                List.of(stage.directory().toString(), stage.directory() + File.pathSeparator + apacheJar)) {
            Member server = configured(Map.of("authProvider.1", "com.example.Provider"));
            server.startWith("CLASSPATH", classPath);
            assertThat(server.awaitEnd()).isEqualTo(2);
            assertThat(String.join("\n", server.said()))
                    .contains("is written for the interface AuthenticationProvider of Apache's server")
                    .contains("io.quorate.auth.Scheme");
        }
    }

    /// Nobody is going to call it, so it has no more than a class needs.
    private void writeProviderForApache(String name) throws IOException {
        byte[] bytes = ClassFile.of()
                .build(
                        ClassDesc.of(name),
                        builder -> builder.withFlags(AccessFlag.PUBLIC)
                                .withInterfaceSymbols(
                                        ClassDesc.of("org.apache.zookeeper.server.auth.AuthenticationProvider"))
                                .withMethodBody(
                                        ConstantDescs.INIT_NAME,
                                        ConstantDescs.MTD_void,
                                        ClassFile.ACC_PUBLIC,
                                        code -> code.aload(0)
                                                .invokespecial(
                                                        ConstantDescs.CD_Object,
                                                        ConstantDescs.INIT_NAME,
                                                        ConstantDescs.MTD_void)
                                                .return_()));
        Path file = stage.directory().resolve(name.replace('.', '/') + ".class");
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
