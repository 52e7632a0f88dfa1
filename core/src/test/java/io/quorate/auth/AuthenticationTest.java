package io.quorate.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.Acl;
import io.quorate.model.Identity;
import java.util.List;
import java.util.Set;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {
    private static Authentication present(AuthSettings settings, String scheme, String credentials) {
        return settings.authenticate(scheme, credentials.getBytes(UTF_8), "10.0.0.1");
    }

    private static AuthSettings digest(String algorithm, String superDigest) {
        return with(new DigestScheme(algorithm, superDigest));
    }

    private static AuthSettings with(Scheme... schemes) {
        return new AuthSettings(false, new Schemes(List.of(schemes)), Set.of(), false);
    }

    private static Authentication accepted(Identity... identities) {
        return new Authentication.Accepted(List.of(identities));
    }

    @Test
    void aDigestIdentityIsTheUserAndAHash() {
        assertThat(present(AuthSettings.DEFAULT, "digest", "u:p"))
                .isEqualTo(accepted(new Identity("digest", "u:Jq7wMyA/w2Vd5WIDAKdu4OIIFEQ=")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user:password", "user:pass:with:colons", ":", "user:", ":p", "ü:\uD83D\uDE00"})
    void theHashIsTheOneStockServersStore(String credentials) throws Exception {
        String stock = DigestAuthenticationProvider.generateDigest(credentials);

        assertThat(present(AuthSettings.DEFAULT, "digest", credentials))
                .isEqualTo(accepted(new Identity("digest", stock)));
    }

    @Test
    void theHashCanBeChosen() {
        AuthSettings sha256 = digest("SHA-256", "");

        assertThat(present(sha256, "digest", "u:p"))
                .isEqualTo(accepted(new Identity("digest", "u:/Y8xRBngpX5duYn15uUqIRaIaCviy5TEwSk419hCwuA=")));
        assertThatThrownBy(() -> digest("ROT13", ""))
                .hasMessage("The digest algorithm \"ROT13\" of the digest scheme is not known to this Java;"
                        + " expected one like SHA1 or SHA-256.");
    }

    @Test
    void theSuperDigestMakesSuper() {
        String superDigest = "u:Jq7wMyA/w2Vd5WIDAKdu4OIIFEQ=";
        AuthSettings settings = digest("SHA1", superDigest);

        assertThat(present(settings, "digest", "u:p"))
                .isEqualTo(accepted(Identity.SUPER, new Identity("digest", superDigest)));
        assertThat(((Authentication.Accepted) present(settings, "digest", "u:q")).identities())
                .doesNotContain(Identity.SUPER);
    }

    @Test
    void ipIsTheAddressOfThePeer() {
        assertThat(present(AuthSettings.DEFAULT, "ip", "1.2.3.4")).isEqualTo(accepted(new Identity("ip", "10.0.0.1")));
    }

    @Test
    void credentialsWithoutAColonAreRefused() {
        assertThat(present(AuthSettings.DEFAULT, "digest", "secret"))
                .isInstanceOfSatisfying(
                        Authentication.Refused.class,
                        refused -> assertThat(refused.why()).doesNotContain("secret"));
        assertThat(AuthSettings.DEFAULT.authenticate("digest", null, "10.0.0.1"))
                .isInstanceOf(Authentication.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "world", "auth", "super", "kerberos"})
    void anUnknownSchemeIsRefused(String scheme) {
        assertThat(present(AuthSettings.DEFAULT, scheme, "u:p"))
                .isEqualTo(new Authentication.Refused("The authentication scheme \"" + scheme + "\" is not known."));
        assertThat(AuthSettings.DEFAULT.authenticate(null, new byte[0], "10.0.0.1"))
                .isInstanceOf(Authentication.Refused.class);
    }

    @Test
    void peopleReadTheUserOfADigestAndTheIdOfAnAddress() {
        assertThat(AuthSettings.DEFAULT.userName(new Identity("digest", "alice:hash")))
                .isEqualTo("alice");
        assertThat(AuthSettings.DEFAULT.userName(new Identity("ip", "10.0.0.1")))
                .isEqualTo("10.0.0.1");
        assertThat(AuthSettings.DEFAULT.userName(Identity.SUPER)).isEmpty();
    }

    // ---- schemes of others

    /// Knows a word, and otherwise does what it likes.
    private static final class Moody implements Scheme {
        @Override
        public String word() {
            return "moody";
        }

        @Override
        public Authentication authenticate(byte[] credentials, String peerAddress) {
            String text = new String(credentials, UTF_8);
            if (text.isEmpty()) {
                throw new IllegalStateException("credentials: none");
            }
            return accepted(new Identity("moody", text));
        }

        @Override
        public boolean matches(String id, String named) {
            if (named.equals("trouble")) {
                throw new NoClassDefFoundError("com/example/Lost");
            }
            return named.startsWith(id);
        }

        @Override
        public boolean isValid(String id) {
            return Integer.parseInt(id) > 0;
        }

        @Override
        public String userName(String id) {
            throw new UnsupportedOperationException();
        }
    }

    private static final AuthSettings FOREIGN = with(new ForeignScheme(new Moody()));

    @Test
    void aSchemeOfOthersJudgesAsBuiltInOnesDo() {
        List<Identity> who = List.of(new Identity("moody", "1"));

        assertThat(present(FOREIGN, "moody", "1")).isEqualTo(accepted(who.getFirst()));
        assertThat(FOREIGN.resolve(List.of(new Acl(Acl.READ, new Identity("moody", "12"))), who))
                .hasSize(1);
        assertThat(FOREIGN.resolve(List.of(new Acl(Acl.READ, new Identity("auth", ""))), who))
                .containsExactly(new Acl(Acl.READ, who.getFirst()));
        assertThat(FOREIGN.allows(List.of(new Acl(Acl.READ, new Identity("moody", "12"))), Acl.READ, who))
                .isTrue();
        assertThat(FOREIGN.allows(List.of(new Acl(Acl.READ, new Identity("moody", "2"))), Acl.READ, who))
                .isFalse();
    }

    @Test
    void whateverASchemeOfOthersThrowsIsItsNo() {
        List<Identity> who = List.of(new Identity("moody", "1"));

        assertThat(present(FOREIGN, "moody", ""))
                .isEqualTo(new Authentication.Refused("The authentication scheme \"moody\" cannot judge: it failed by"
                        + " java.lang.IllegalStateException."));
        assertThat(FOREIGN.resolve(List.of(new Acl(Acl.READ, new Identity("moody", "x"))), who))
                .isNull();
        assertThat(FOREIGN.allows(List.of(new Acl(Acl.READ, new Identity("moody", "trouble"))), Acl.READ, who))
                .isFalse();
        assertThat(FOREIGN.userName(who.getFirst())).isEmpty();
    }

    @Test
    void noTwoSchemesHaveTheSameWord() {
        assertThatThrownBy(() -> new Schemes(List.of(new IpScheme(), new IpScheme())))
                .hasMessage("There are two authentication schemes called \"ip\".");
    }

    @Test
    void whatIsRequiredMustBeKnown() {
        assertThatThrownBy(() -> new AuthSettings(false, Schemes.USUAL, Set.of("sasl"), false))
                .hasMessage("The required authentication scheme \"sasl\" is not known.");
    }

    @Test
    void aSchemeThatIsSwitchedOffKnowsNobody() {
        AuthSettings off = with(new IpScheme());
        List<Acl> acl = List.of(new Acl(Acl.ALL, new Identity("digest", "u:hash")));

        assertThat(present(off, "digest", "u:p")).isInstanceOf(Authentication.Refused.class);
        assertThat(off.resolve(acl, List.of())).isNull();
        assertThat(off.allows(acl, Acl.READ, List.of(acl.getFirst().identity())))
                .isFalse();
        assertThat(DigestScheme.withoutHashes(acl)).containsExactly(new Acl(Acl.ALL, new Identity("digest", "u:x")));
    }
}
