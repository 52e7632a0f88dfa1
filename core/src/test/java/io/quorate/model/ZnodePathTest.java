package io.quorate.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.zookeeper.common.PathUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZnodePathTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "/a/b", "/a/.b", "/a/b.", "/...", "/a/..b", "/ ", "/\u00A0", "/中文", "/\uFFEF"})
    void acceptsWhatZooKeeperAccepts(String path) {
        PathUtils.validatePath(path);
        assertThat(ZnodePath.problemWith(path)).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a      | The path "a" must start with a slash.
                    /a/    | The path "/a/" must not end with a slash.
                    //     | The path "//" has an empty component at index 1.
                    /a//b  | The path "/a//b" has an empty component at index 3.
                    /.     | The path "/." must not be relative: it has the component "." at index 1.
                    /a/../b| The path "/a/../b" must not be relative: it has the component ".." at index 3.
                    /a/..  | The path "/a/.." must not be relative: it has the component ".." at index 3.
                    """)
    void saysWhatIsWrong(String path, String problem) {
        assertThat(ZnodePath.problemWith(path)).isEqualTo(problem);
    }

    @Test
    void anEmptyOrMissingPathIsInvalid() {
        assertThat(ZnodePath.problemWith("")).isEqualTo("A path must not be empty.");
        assertThat(ZnodePath.problemWith(null)).isEqualTo("A path must not be empty.");
    }

    @Test
    void namesAForbiddenCharacterWithoutShowingIt() {
        assertThat(ZnodePath.problemWith("/a\u0000b"))
                .isEqualTo("The path \"/a?b\" holds U+0000 at index 2, which is not allowed in a path.");
    }

    /// Every UTF-16 code unit, compared with ZooKeeper's own check.
    @Test
    void agreesWithZooKeeperOnEveryCharacter() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            String path = "/x" + (char) c + "y";
            assertThat(ZnodePath.isValid(path)).as("U+%04X", c).isEqualTo(isValidForZooKeeper(path));
        }
    }

    private static boolean isValidForZooKeeper(String path) {
        try {
            PathUtils.validatePath(path);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            /a/b/c, /a/b, c
            /a,     /,    a
            /,      /,    ''
            """)
    void hasAParentAndAName(String path, String parent, String name) {
        assertThat(ZnodePath.parent(path)).isEqualTo(parent);
        assertThat(ZnodePath.name(path)).isEqualTo(name);
    }

    @Test
    void joinsAParentAndAName() {
        assertThat(ZnodePath.child("/", "a")).isEqualTo("/a");
        assertThat(ZnodePath.child("/a", "b")).isEqualTo("/a/b");
    }
}
