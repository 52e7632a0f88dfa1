package io.quorate.runtime.configuration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.auth.AuthSettings;
import io.quorate.auth.Authentication;
import io.quorate.auth.DigestScheme;
import io.quorate.auth.EnsembleScheme;
import io.quorate.auth.Scheme;
import io.quorate.model.Identity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthSectionTest {
    private static final String APACHES = "org.apache.zookeeper.server.auth.";
    private static final String ENSEMBLE = APACHES + "EnsembleAuthenticationProvider";
    private static final String DIGEST = APACHES + "DigestAuthenticationProvider";

    private static Values values(String... pairs) {
        Map<String, String> file = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            file.put(pairs[i], pairs[i + 1]);
        }
        return new Values(file, new Properties());
    }

    private static AuthSettings read(String... pairs) throws InvalidConfigException {
        return AuthSection.read(values(pairs));
    }

    private static List<String> warnings(String... pairs) throws InvalidConfigException {
        Values values = values(pairs);
        AuthSettings _ = AuthSection.read(values);
        return values.warnings();
    }

    private static String sentence(String... pairs) {
        try {
            AuthSettings settings = read(pairs);
            throw new AssertionError("read as " + settings);
        } catch (InvalidConfigException e) {
            return String.valueOf(e.getMessage());
        }
    }

    // ---- what is known

    @Test
    void withoutAWordItIsAsInZooKeeper() throws Exception {
        AuthSettings settings = read();

        assertThat(settings.skipAcl()).isFalse();
        assertThat(settings.required()).isEmpty();
        assertThat(settings.eager()).isFalse();
        assertThat(settings.schemes().named("digest")).isEqualTo(new DigestScheme("SHA1", ""));
        assertThat(settings.schemes().named("ip")).isNotNull();
        assertThat(settings.schemes().named("ensemble")).isNull();
    }

    @Test
    void theDigestSchemeIsAsTheKeysSay() throws Exception {
        AuthSettings settings = read(
                "DigestAuthenticationProvider.digestAlg", "SHA-256", "DigestAuthenticationProvider.superDigest", "a:b");

        assertThat(settings.schemes().named("digest")).isEqualTo(new DigestScheme("SHA-256", "a:b"));
    }

    @Test
    void theDigestSchemeCanBeSwitchedOffAndOnAgain() throws Exception {
        String off = "DigestAuthenticationProvider.enabled";

        assertThat(read(off, "false").schemes().named("digest")).isNull();
        assertThat(read(off, "false", "authProvider.1", DIGEST).schemes().named("digest"))
                .isNotNull();
        assertThat(warnings(off, "false", "DigestAuthenticationProvider.superDigest", "a:b"))
                .containsExactly("DigestAuthenticationProvider.superDigest has no effect with"
                        + " DigestAuthenticationProvider.enabled=false.");
    }

    @Test
    void apachesNamesMeanOurOwn() throws Exception {
        AuthSettings settings = read(
                "authProvider.1",
                ENSEMBLE,
                "authProvider.2",
                APACHES + "IPAuthenticationProvider",
                "authProvider.3",
                DIGEST,
                "ensembleAuthName",
                "blue, azure");

        assertThat(settings.schemes().named("ensemble")).isEqualTo(new EnsembleScheme(Set.of("blue", "azure")));
        assertThat(warnings("ensembleAuthName", "blue")).hasSize(1);
    }

    @Test
    void thosePropertiesMayBeSystemProperties() throws Exception {
        Properties system = new Properties();
        system.setProperty("zookeeper.authProvider.a", ENSEMBLE);

        assertThat(AuthSection.read(new Values(Map.of(), system)).schemes().named("ensemble"))
                .isNotNull();
        // What is in the file comes last.
        assertThat(AuthSection.read(new Values(Map.of("authProvider.a", DIGEST), system))
                        .schemes()
                        .named("ensemble"))
                .isNull();
    }

    @Test
    void aKeyThatSaysNothingAboutItIsAWarningAndNotASurprise() throws Exception {
        assertThat(read("skipACL", "yes").skipAcl()).isTrue();
        assertThat(read("skipACL", "true").skipAcl()).isFalse();
        assertThat(read("enableEagerACLCheck", "true").eager()).isTrue();
        assertThat(warnings("skipACL", "yes")).hasSize(1);
    }

    // ---- schemes of others

    @Test
    void aClassOfAnOperatorIsAScheme() throws Exception {
        Scheme scheme =
                read("authProvider.mine", StampScheme.class.getName()).schemes().named("stamp");

        assertThat(Objects.requireNonNull(scheme).authenticate("eve#".getBytes(UTF_8), ""))
                .isEqualTo(new Authentication.Accepted(List.of(new Identity("stamp", "eve"))));
    }

    /// Wants to be a scheme that there is.
    public static final class Pretender implements Scheme {
        @Override
        public String word() {
            return "digest";
        }

        @Override
        public Authentication authenticate(byte[] credentials, String peerAddress) {
            return new Authentication.Refused("");
        }
    }

    @Test
    void whatCannotBeASchemeStopsTheStartAndSaysWhatToDo() {
        assertThat(sentence("authProvider.x", "com.example.Lost"))
                .isEqualTo("authProvider.x=com.example.Lost cannot be used: expected a class on the class path: put its"
                        + " jar into lib/, or name it in CLASSPATH");
        assertThat(sentence("authProvider.x", "java.lang.Object"))
                .isEqualTo("authProvider.x=java.lang.Object cannot be used: expected a public class that implements"
                        + " io.quorate.auth.Scheme and has a public constructor without arguments");
        assertThat(sentence("authProvider.x", "java.lang.Math")).contains("a public constructor without arguments");
        assertThat(sentence("authProvider.x", Pretender.class.getName()))
                .contains("a scheme of a name of its own instead of \"digest\"");
        assertThat(sentence(
                        "authProvider.1", StampScheme.class.getName(), "authProvider.2", StampScheme.class.getName()))
                .contains("a scheme of a name of its own instead of \"stamp\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SASLAuthenticationProvider", "X509AuthenticationProvider"})
    void whatComesLaterIsSaidToComeLater(String name) {
        assertThat(sentence("authProvider.x", APACHES + name)).contains("not supported yet");
    }

    @Test
    void apachesSampleIsNoneOfTheSchemes() {
        assertThat(sentence("authProvider.x", APACHES + "KeyAuthenticationProvider"))
                .contains("one of ZooKeeper's schemes ip, digest and ensemble");
    }

    // ---- what must be proved

    @Test
    void clientsMustProveWhatTheOperatorNames() throws Exception {
        AuthSettings settings = read(
                "enforce.auth.enabled",
                "true",
                "enforce.auth.schemes",
                "digest, ensemble,",
                "authProvider.1",
                ENSEMBLE);

        assertThat(settings.required()).containsExactlyInAnyOrder("digest", "ensemble");
    }

    @Test
    void proofThatNobodyCanGiveStopsTheStart() {
        assertThat(sentence("enforce.auth.enabled", "true"))
                .isEqualTo("enforce.auth.enabled=true says that clients must prove who they are: expected"
                        + " enforce.auth.schemes to say how, such as digest");
        assertThat(sentence("enforce.auth.enabled", "true", "enforce.auth.schemes", "digest,sasl"))
                .startsWith("enforce.auth.schemes=sasl cannot be used");
        assertThat(sentence(
                        "enforce.auth.enabled",
                        "true",
                        "enforce.auth.schemes",
                        "digest",
                        "DigestAuthenticationProvider.enabled",
                        "false"))
                .startsWith("enforce.auth.schemes=digest cannot be used");
    }

    @Test
    void proofThatIsNotAskedForOrThatAllGiveIsAWarning() throws Exception {
        assertThat(read("enforce.auth.schemes", "digest").required()).isEmpty();
        assertThat(warnings("enforce.auth.schemes", "digest"))
                .containsExactly("enforce.auth.schemes has no effect without enforce.auth.enabled=true.");
        assertThat(warnings("enforce.auth.enabled", "true", "enforce.auth.schemes", "ip"))
                .containsExactly("enforce.auth.schemes names ip, which every client has: none is refused.");
    }
}
