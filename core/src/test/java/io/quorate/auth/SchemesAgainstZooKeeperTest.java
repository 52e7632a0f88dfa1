package io.quorate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.zookeeper.server.auth.AuthenticationProvider;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.apache.zookeeper.server.auth.IPAuthenticationProvider;
import org.junit.jupiter.api.Test;

/// Ids are put together by chance, mostly almost right; ZooKeeper's own classes say what holds of them.
/// Only signs are left out: it takes `+1` and `-1` for groups of an address, and here only digits are
/// digits.
class SchemesAgainstZooKeeperTest {
    private static final int IDS = 200_000;
    private static final String[] IP_PARTS = {
        "1",
        "10",
        "127",
        "255",
        "256",
        "0",
        "00",
        "a",
        "ffff",
        "12345",
        ".",
        ".",
        ".",
        ".",
        ":",
        ":",
        "::",
        "/",
        "/",
        "8",
        "24",
        "32",
        "33",
        "64",
        "128",
        "129",
        "",
        " ",
        "%lo",
        "1.2.3.4",
        "::1",
        "fe80::",
        "2001:db8:"
    };
    private static final String[] DIGEST_PARTS = {":", ":", "::", "a", "user", "hash=", "", " ", "\n"};

    private final Random random = new Random(1);

    private String from(String[] parts, int most) {
        var id = new StringBuilder();
        for (int left = random.nextInt(most); left > 0; left--) {
            id.append(parts[random.nextInt(parts.length)]);
        }
        return id.toString();
    }

    private void assertSameIds(Scheme ours, AuthenticationProvider zooKeepers, String[] parts, int most) {
        for (int i = 0; i < IDS; i++) {
            String id = from(parts, most);
            assertThat(ours.isValid(id)).as("'%s' is valid", id).isEqualTo(zooKeepers.isValid(id));
        }
    }

    @Test
    void theSameAddressesAndNetworksAreValid() {
        assertSameIds(new IpScheme(), new IPAuthenticationProvider(), IP_PARTS, 9);
    }

    @Test
    void theSameDigestsAreValid() {
        assertSameIds(new DigestScheme("SHA1", ""), new DigestAuthenticationProvider(), DIGEST_PARTS, 6);
    }

    @Test
    void theSameAddressesAreInTheSameNetworks() {
        var ours = new IpScheme();
        var zooKeepers = new IPAuthenticationProvider();
        String[] peers = {"127.0.0.1", "10.1.2.3", "0:0:0:0:0:0:0:1", "fe80:0:0:0:1:2:3:4", "2001:db8:0:0:0:0:0:1"};
        for (int i = 0; i < IDS; i++) {
            String peer = peers[random.nextInt(peers.length)];
            String network = random.nextInt(3) == 0
                    ? peers[random.nextInt(peers.length)] + "/" + random.nextInt(130)
                    : from(IP_PARTS, 9);
            assertThat(ours.matches(peer, network))
                    .as("'%s' is in '%s'", peer, network)
                    .isEqualTo(zooKeepers.matches(peer, network));
        }
    }

    @Test
    void peopleAreCalledTheSame() {
        var ours = new DigestScheme("SHA1", "");
        var zooKeepers = new DigestAuthenticationProvider();
        for (int i = 0; i < 1_000; i++) {
            String id = from(DIGEST_PARTS, 5);
            if (!zooKeepers.isValid(id)) {
                continue;
            }
            assertThat(ours.userName(id)).isEqualTo(zooKeepers.getUserName(id));
        }
    }
}
