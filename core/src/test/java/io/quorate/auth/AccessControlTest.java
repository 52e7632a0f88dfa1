package io.quorate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.Identity;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessControlTest {
    private static final Identity HOME = new Identity("ip", "127.0.0.1");
    private static final Identity ALICE = new Identity("digest", "alice:hash");
    private static final Identity BOB = new Identity("digest", "bob:hash");

    // ---- what an ACL grants

    @Test
    void aZnodeWithoutEntriesIsOpen() {
        assertThat(AuthSettings.DEFAULT.allows(null, Acl.ADMIN, List.of())).isTrue();
        assertThat(AuthSettings.DEFAULT.allows(List.of(), Acl.ADMIN, List.of())).isTrue();
    }

    @Test
    void anyoneMeansEvenWhoHasNoIdentity() {
        assertThat(AuthSettings.DEFAULT.allows(Acl.READ_ONLY, Acl.READ, List.of()))
                .isTrue();
        assertThat(AuthSettings.DEFAULT.allows(Acl.READ_ONLY, Acl.WRITE, List.of()))
                .isFalse();
    }

    @Test
    void anEntryGrantsItsBitsToItsIdentityOnly() {
        List<Acl> acl = List.of(new Acl(Acl.READ | Acl.WRITE, ALICE), new Acl(Acl.READ, BOB));

        assertThat(AuthSettings.DEFAULT.allows(acl, Acl.WRITE, List.of(HOME, ALICE)))
                .isTrue();
        assertThat(AuthSettings.DEFAULT.allows(acl, Acl.WRITE, List.of(HOME, BOB)))
                .isFalse();
        assertThat(AuthSettings.DEFAULT.allows(acl, Acl.READ, List.of(HOME, BOB)))
                .isTrue();
        assertThat(AuthSettings.DEFAULT.allows(acl, Acl.READ, List.of(HOME))).isFalse();
    }

    @Test
    void oneOfSeveralWantedBitsIsEnough() {
        List<Acl> acl = List.of(new Acl(Acl.ADMIN, ALICE));

        assertThat(AuthSettings.DEFAULT.allows(acl, Acl.READ | Acl.ADMIN, List.of(ALICE)))
                .isTrue();
    }

    @Test
    void entriesOnlyAdd() {
        List<Acl> acl = List.of(new Acl(0, ALICE), new Acl(Acl.READ, Identity.ANYONE));

        assertThat(AuthSettings.DEFAULT.allows(acl, Acl.READ, List.of(ALICE))).isTrue();
    }

    @Test
    void superPassesEveryCheck() {
        List<Acl> acl = List.of(new Acl(Acl.READ, BOB));

        assertThat(AuthSettings.DEFAULT.allows(acl, Acl.ADMIN, List.of(ALICE, Identity.SUPER)))
                .isTrue();
    }

    @Test
    void unknownBitsGrantNothing() {
        List<Acl> acl = List.of(new Acl(1 << 5, Identity.ANYONE));

        assertThat(AuthSettings.DEFAULT.allows(acl, 1 << 5, List.of())).isFalse();
    }

    @Test
    void anEntryOfAnUnknownSchemeMatchesNobody() {
        Identity stranger = new Identity("kerberos", "alice");

        assertThat(AuthSettings.DEFAULT.allows(List.of(new Acl(Acl.ALL, stranger)), Acl.READ, List.of(stranger)))
                .isFalse();
    }

    @Test
    void skippingAclsAllowsEverything() {
        AuthSettings skipping = new AuthSettings(true, Schemes.USUAL, Set.of(), false);

        assertThat(skipping.allows(List.of(new Acl(Acl.READ, BOB)), Acl.ADMIN, List.of()))
                .isTrue();
    }

    // ---- networks

    @ParameterizedTest
    @CsvSource(textBlock = """
            127.0.0.1,        127.0.0.1,         true
            127.0.0.1,        127.0.0.2,         false
            10.1.2.3,         10.1.2.3/32,       true
            10.1.2.3,         10.1.2.4/32,       false
            10.1.2.3,         10.0.0.0/8,        true
            11.1.2.3,         10.0.0.0/8,        false
            10.1.2.3,         10.1.3.0/23,       true
            10.1.4.3,         10.1.3.0/23,       false
            10.1.2.3,         1.2.3.4/0,         true
            0:0:0:0:0:0:0:1,  ::1,               true
            2001:db8:0:0:0:0:0:1, 2001:db8::/32, true
            2001:db9:0:0:0:0:0:1, 2001:db8::/32, false
            2001:db8:0:0:8000:0:0:1, 2001:db8::/65, false
            2001:DB8:0:0:0:0:0:1, 2001:db8::1,   true
            0:0:0:0:0:0:0:1,  0.0.0.0/0,         false
            10.1.2.3,         ::/0,              false
            not-an-address,   10.0.0.0/8,        false
            """)
    void anAddressMatchesItsNetworks(String peer, String network, boolean expected) {
        List<Acl> acl = List.of(new Acl(Acl.READ, new Identity("ip", network)));

        assertThat(AuthSettings.DEFAULT.allows(acl, Acl.READ, List.of(new Identity("ip", peer))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.x",
                "1.2.3.",
                "1.2.3.4/33",
                "1.2.3.4/-1",
                "1.2.3.4/",
                "1.2.3.4/x",
                "host",
                "::1::",
                "1:2",
                "1:2:3:4:5:6:7:8:9",
                "::12345",
                "::1/129",
                "fe80::1%eth0",
                "::1.2.3.4",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:"
            })
    void whatIsNoNetworkIsNoValidEntry(String id) {
        assertThat(resolve(new Acl(Acl.ALL, new Identity("ip", id)))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.2.3.4", "1.2.3.4/0", "1.2.3.4/32", "::", "::1", "1::", "1:2:3:4:5:6:7:8/128", "fe80::1:2/64"})
    void networksAreValidEntries(String id) {
        assertThat(resolve(new Acl(Acl.ALL, new Identity("ip", id)))).hasSize(1);
    }

    // ---- the ACL of a request

    private static @Nullable List<Acl> resolve(Acl... asked) {
        return AuthSettings.DEFAULT.resolve(Arrays.asList(asked), List.of(HOME, ALICE, Identity.SUPER, BOB));
    }

    @Test
    void anEmptyOrMissingListIsInvalid() {
        assertThat(AuthSettings.DEFAULT.resolve(null, List.of(ALICE))).isNull();
        assertThat(AuthSettings.DEFAULT.resolve(List.of(), List.of(ALICE))).isNull();
        assertThat(AuthSettings.DEFAULT.resolve(Arrays.asList((Acl) null), List.of(ALICE)))
                .isNull();
    }

    @Test
    void duplicatesGoAndTheOrderStays() {
        Acl anyone = new Acl(Acl.READ, Identity.ANYONE);
        Acl alice = new Acl(Acl.ALL, ALICE);

        assertThat(resolve(alice, anyone, alice, anyone)).containsExactly(alice, anyone);
    }

    @Test
    void authStandsForEveryIdentityThatWasProved() {
        assertThat(resolve(new Acl(Acl.READ, new Identity("auth", "whatever")), new Acl(Acl.ALL, Identity.ANYONE)))
                .containsExactly(new Acl(Acl.READ, ALICE), new Acl(Acl.READ, BOB), new Acl(Acl.ALL, Identity.ANYONE));
    }

    @Test
    void authWithoutAProvedIdentityIsInvalid() {
        List<Acl> asked = List.of(new Acl(Acl.ALL, new Identity("auth", "")));

        assertThat(AuthSettings.DEFAULT.resolve(asked, List.of(HOME, Identity.SUPER)))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            world,   someone
            super,   ''
            nothing, at all
            digest,  user
            digest,  user:
            digest,  ':'
            digest,  a:b:c
            """)
    void anEntryThatCouldMatchNobodyIsInvalid(String scheme, String id) {
        assertThat(resolve(new Acl(Acl.ALL, new Identity(scheme, id)))).isNull();
    }

    @Test
    void oneInvalidEntrySpoilsTheList() {
        assertThat(resolve(new Acl(Acl.ALL, ALICE), new Acl(Acl.ALL, new Identity("nothing", ""))))
                .isNull();
    }

    @Test
    void permissionsAreStoredAsSent() {
        Acl strange = new Acl(-1, Identity.ANYONE);

        assertThat(resolve(strange)).containsExactly(strange);
    }

    @Test
    void hashesCanBeHidden() {
        List<Acl> acl = List.of(new Acl(Acl.READ, ALICE), new Acl(Acl.ALL, Identity.ANYONE));

        assertThat(DigestScheme.withoutHashes(acl))
                .containsExactly(
                        new Acl(Acl.READ, new Identity("digest", "alice:x")), new Acl(Acl.ALL, Identity.ANYONE));
    }
}
