package io.quorate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.zookeeper.common.PathUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectStringTest {
    @Test
    void namesServersWithAndWithoutPortsAndInBothAddressFamilies() {
        ConnectString parsed = ConnectString.parse("a:1,b, [::1]:3,[fe80::1],10.0.0.1:4,::1");
        assertThat(parsed.servers())
                .containsExactly(
                        new ServerAddress("a", 1),
                        new ServerAddress("b", 2181),
                        new ServerAddress("::1", 3),
                        new ServerAddress("fe80::1", 2181),
                        new ServerAddress("10.0.0.1", 4),
                        new ServerAddress("::1", 2181));
        assertThat(parsed.servers()).extracting(ServerAddress::toString).contains("[::1]:3", "b:2181");
        assertThat(parsed.chroot()).isEqualTo(Chroot.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "/app",
                "a:0",
                "a:70000",
                "a:b",
                "[::1",
                "[::1]2",
                "::3]:2183",
                "[[::1]]:2",
                ":2181",
                "a:1/x/",
                "a:1/x//y"
            })
    void refusesWhatItCannotMean(String text) {
        assertThatThrownBy(() -> ConnectString.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void chrootLengthensAndShortensPaths() {
        Chroot chroot = ConnectString.parse("a:1/app/one").chroot();
        assertThat(chroot.outward("/")).isEqualTo("/app/one");
        assertThat(chroot.outward("/x")).isEqualTo("/app/one/x");
        assertThat(chroot.inward("/app/one")).isEqualTo("/");
        assertThat(chroot.inward("/app/one/x")).isEqualTo("/x");
        assertThat(chroot.inward("/zookeeper/config")).isEqualTo("/zookeeper/config");
        assertThat(ConnectString.parse("a:1/").chroot()).isEqualTo(Chroot.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "a",
                "/a",
                "/a/",
                "/a//b",
                "//",
                "/.",
                "/..",
                "/a/./b",
                "/a/../b",
                "/a/..",
                "/...",
                "/.a",
                "/a\u0000",
                "/a\u0001b",
                "/a\u009f",
                "/a\ud801\udc00",
                "/a\uf8ff",
                "/a\ufff0",
                "/grün/日本"
            })
    void pathRulesAndTheirWordsAreApaches(String path) {
        assertThat(violation(() -> ZnodePath.check(path))).isEqualTo(violation(() -> PathUtils.validatePath(path)));
        assertThat(violation(() -> ZnodePath.checkPrefix(path)) == null)
                .isEqualTo(violation(() -> PathUtils.validatePath(path, true)) == null);
    }

    private static String violation(Runnable check) {
        try {
            check.run();
            return "none";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
