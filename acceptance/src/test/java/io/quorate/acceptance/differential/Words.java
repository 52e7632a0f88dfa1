package io.quorate.acceptance.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorate.model.Acl;
import io.quorate.model.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Arguments, good and bad.
final class Words {
    private static final List<String> PATHS = List.of(
            "/d", "/d/a", "/d/a", "/d/b", "/d/a/x", "/d/a/x", "/d/a/y", "/d/a/x/deep", "/d/b/x", "/d/ab", "/top");
    private static final List<String> NUMBERED = List.of(
            "/d/s-0000000000",
            "/d/s-0000000001",
            "/d/s-0000000002",
            "/d/a/s-0000000000",
            "/d/a/s-0000000001",
            "/d/a/0000000001");
    private static final List<String> RARE = List.of(
            "/d/\u00e9\u4e2d",
            "/d/a b",
            "/d/...",
            "/d/.a",
            "/d/a.",
            "/",
            "/zookeeper",
            "/zookeeper/config",
            "/zookeeper/quota",
            "/zookeeper/x");
    private static final List<String> BAD = List.of(
            "",
            "d",
            "d/a",
            "/d/",
            "/d/a/",
            "//",
            "//d",
            "/d//a",
            "/d/.",
            "/d/..",
            "/d/./a",
            "/d/../d",
            "/d/../b",
            "/d/a\0b",
            "\0",
            "/d/\u0001",
            "/d/\u001f",
            "/d/\u007f",
            "/d/\u009f",
            "/d/\ue000",
            "/d/\uf8ff",
            "/d/\ufff0",
            "/d/\uffff",
            "/d/\ud83d\ude00",
            " ",
            "/d/a/s-",
            "/no/such/parent",
            "/zookeeper/");
    private static final List<String> USERS =
            List.of("alice:V55/p2T0OpjQ+low3NVAH4aLvm0=", "bob:ikIaKsbtGweaHnb/jKn7OHqbunM=");

    private static final String QUOTA = "/zookeeper/quota/";
    private static final List<String> QUOTAS = List.of(
            "/zookeeper/quota/d",
            "/zookeeper/quota/d/zookeeper_limits",
            "/zookeeper/quota/d/zookeeper_stats",
            "/zookeeper/quota/d/a",
            "/zookeeper/quota/d/a/zookeeper_limits",
            "/zookeeper/quota/d/a/zookeeper_stats");

    /// Well-formed all of them: what to make of others is not written anywhere.
    private static final List<String> LIMITS = List.of(
            "count=3,bytes=10",
            "count=-1,bytes=-1",
            "count=2,bytes=-1=;byteHardLimit=-1;countHardLimit=3",
            "count=-1,bytes=-1=;byteHardLimit=8;countHardLimit=4",
            "count=-1,bytes=5=;byteHardLimit=6;countHardLimit=-1",
            "count=0,bytes=0=;byteHardLimit=0;countHardLimit=0");

    private final RandomGenerator random;
    private final Rules rules;

    Words(RandomGenerator random, Rules rules) {
        this.random = random;
        this.rules = rules;
    }

    static boolean isAboutQuota(@Nullable String path) {
        return path != null && path.startsWith(QUOTA);
    }

    <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /// Of a znode that there may be.
    String path() {
        int what = random.nextInt(20);
        if (what < 16) {
            return oneOf(PATHS);
        }
        if (rules == Rules.EXTENDED && what == 19) {
            return oneOf(QUOTAS);
        }
        return what < 18 ? oneOf(NUMBERED) : oneOf(RARE);
    }

    /// Mostly such a path, but anything that can be sent.
    @Nullable
    String anyPath() {
        if (oneIn(80)) {
            return null;
        }
        return oneIn(10) ? oneOf(BAD) : path();
    }

    List<String> paths() {
        List<String> some = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            some.add(oneIn(60) ? oneOf(BAD) : path());
        }
        return some;
    }

    /// For znodes that no script leaves as it found them: their versions count on, so only conditions that
    /// are always or never met are the same each time.
    int version(@Nullable String path) {
        if (path == null || path.equals("/") || path.startsWith("/zookeeper")) {
            return oneIn(4) ? 1_000_000 : -1;
        }
        return switch (random.nextInt(12)) {
            case 0, 1 -> 0;
            case 2, 3 -> 1;
            case 4 -> 2;
            case 5 -> oneOf(List.of(-2, Integer.MIN_VALUE, Integer.MAX_VALUE));
            default -> -1;
        };
    }

    /// For the znode at `path`.
    byte @Nullable [] data(@Nullable String path) {
        return isAboutQuota(path) ? oneOf(LIMITS).getBytes(UTF_8) : data();
    }

    byte @Nullable [] data() {
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> new byte[0];
            case 2 -> new byte[] {0, -1, 127};
            default -> Integer.toString(random.nextInt(1000)).getBytes(UTF_8);
        };
    }

    /// Everybody's, most of the time: what nobody may touch makes dull scripts.
    @Nullable
    List<@Nullable Acl> acl() {
        if (!oneIn(5)) {
            return List.copyOf(Acl.OPEN);
        }
        if (oneIn(25)) {
            return null;
        }
        List<@Nullable Acl> list = new ArrayList<>();
        for (int left = oneIn(12) ? 0 : 1 + random.nextInt(3); left > 0; left--) {
            list.add(oneIn(40) ? null : entry());
        }
        if (list.size() == 1 && oneIn(4)) {
            list.add(list.getFirst());
        }
        return list;
    }

    private Acl entry() {
        int permissions = switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> oneOf(List.of(63, -1, 32, Integer.MIN_VALUE));
            case 2, 3, 4 -> random.nextInt(32);
            case 5 -> Acl.READ;
            default -> Acl.ALL;
        };
        Identity identity = switch (random.nextInt(12)) {
            case 0, 1 -> new Identity("auth", oneOf(List.of("", "anything")));
            case 2, 3, 4 -> new Identity("digest", oneOf(USERS));
            case 5 -> new Identity("ip", oneOf(List.of("127.0.0.1", "127.0.0.0/8", "10.1.2.3", "::1")));
            case 6 -> strange();
            default -> Identity.ANYONE;
        };
        return new Acl(permissions, identity);
    }

    private Identity strange() {
        return oneOf(List.of(
                new Identity("world", "somebody"),
                new Identity("world", ""),
                new Identity("digest", "alice"),
                new Identity("digest", ""),
                new Identity("digest", ":"),
                new Identity("digest", "a:b:c"),
                new Identity("digest", "a:"),
                new Identity("digest", ":b"),
                new Identity("ip", ""),
                new Identity("ip", "127.0.0.1/33"),
                new Identity("ip", "127.0.0.1/0"),
                new Identity("ip", "127.0.0.1/-1"),
                new Identity("ip", "127.0.0.1/"),
                new Identity("ip", "127.0.0"),
                new Identity("ip", "127.0.0.256"),
                new Identity("ip", "0127.00.0.1/008"),
                new Identity("ensemble", "blue"),
                new Identity("ip", "::/0"),
                new Identity("ip", "::1/129"),
                new Identity("ip", "localhost"),
                new Identity("super", ""),
                new Identity("sasl", "alice"),
                new Identity("x509", "CN=alice"),
                new Identity("nothing", "x"),
                new Identity("", "")));
    }

    /// A scheme and what is said to prove something.
    Credentials credentials() {
        return switch (random.nextInt(14)) {
            case 0 -> new Credentials("digest", Examinee.SUPER_CREDENTIALS);
            case 1 -> new Credentials("ip", new byte[0]);
            case 2 ->
                oneOf(List.of(
                        new Credentials("digest", "nobody".getBytes(UTF_8)),
                        new Credentials("digest", new byte[0]),
                        new Credentials("digest", ":".getBytes(UTF_8)),
                        new Credentials("digest", "a:b:c".getBytes(UTF_8)),
                        new Credentials("digest", null),
                        new Credentials("world", "anyone".getBytes(UTF_8)),
                        new Credentials("auth", new byte[0]),
                        new Credentials("super", new byte[0]),
                        new Credentials("sasl", new byte[0]),
                        new Credentials("ensemble", new byte[0]),
                        new Credentials("ensemble", "azure".getBytes(UTF_8)),
                        new Credentials("ensemble", "red".getBytes(UTF_8)),
                        new Credentials("nothing", new byte[0]),
                        new Credentials("", new byte[0]),
                        new Credentials(null, new byte[0])));
            case 3, 4, 5, 6 -> new Credentials("digest", "bob:pw".getBytes(UTF_8));
            default -> new Credentials("digest", "alice:pw".getBytes(UTF_8));
        };
    }

    record Credentials(@Nullable String scheme, byte @Nullable [] proof) {}
}
