package io.quorate.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.Identity;
import java.util.List;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {
    private static Authentication present(AuthSettings settings, String scheme, String credentials) {
        return settings.authenticate(scheme, credentials.getBytes(UTF_8), "10.0.0.1");
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
        AuthSettings sha256 = new AuthSettings(false, "SHA-256", "");

        assertThat(present(sha256, "digest", "u:p"))
                .isEqualTo(accepted(new Identity("digest", "u:/Y8xRBngpX5duYn15uUqIRaIaCviy5TEwSk419hCwuA=")));
        assertThatThrownBy(() -> new AuthSettings(false, "ROT13", ""))
                .hasMessage("The digest algorithm \"ROT13\" of the digest scheme is not known to this Java;"
                        + " expected one like SHA1 or SHA-256.");
    }

    @Test
    void theSuperDigestMakesSuper() {
        AuthSettings settings = new AuthSettings(false, "SHA1", "u:Jq7wMyA/w2Vd5WIDAKdu4OIIFEQ=");

        assertThat(present(settings, "digest", "u:p"))
                .isEqualTo(accepted(AccessControl.SUPER, new Identity("digest", settings.superDigest())));
        assertThat(((Authentication.Accepted) present(settings, "digest", "u:q")).identities())
                .doesNotContain(AccessControl.SUPER);
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
        assertThat(Scheme.userName(new Identity("digest", "alice:hash"))).isEqualTo("alice");
        assertThat(Scheme.userName(new Identity("ip", "10.0.0.1"))).isEqualTo("10.0.0.1");
        assertThat(Scheme.userName(AccessControl.SUPER)).isEmpty();
    }
}
