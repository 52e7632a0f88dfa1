package io.quorate.acceptance.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorate.model.Acl;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.apache.zookeeper.server.auth.AuthenticationProvider;

/// Every scheme that Apache has a provider for, and those that need none: in an ACL, and in an auth packet.
final class Schemes {
    private static final String PACKAGE = "org/apache/zookeeper/server/auth/";

    /// What says something under a scheme: the id of an ACL entry, and what is sent to prove something.
    private record Words(String id, String credentials) {}

    private static final Map<String, Words> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put("world", new Words("anyone", ""));
        WORDS.put("auth", new Words("", ""));
        WORDS.put("super", new Words("", ""));
        WORDS.put("ip", new Words("127.0.0.0/8", ""));
        WORDS.put("digest", new Words("user:hash", "user:password"));
        WORDS.put("ensemble", new Words("blue", "blue"));
        WORDS.put("sasl", new Words("user", "user"));
        WORDS.put("x509", new Words("CN=user", "CN=user"));
        WORDS.put("key", new Words("1", "1"));
    }

    private Schemes() {}

    static List<Row> inAcls(Pair pair) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (String scheme : names()) {
            Acl entry = new Acl(Acl.ALL, new Identity(scheme, words(scheme).id()));
            // For `auth` there must be something that was proved.
            Request proof = new Request.Auth(0, "digest", "user:password".getBytes(UTF_8));
            Request create = new Request.Create(OpCode.CREATE, "/scheme-" + scheme, new byte[0], List.of(entry), 0, 0);
            rows.add(pair.row(scheme, "", Pair.asking(proof, create)));
        }
        return rows;
    }

    static List<Row> inPackets(Pair pair) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (String scheme : names()) {
            byte[] credentials = words(scheme).credentials().getBytes(UTF_8);
            rows.add(pair.row(scheme, "", Pair.asking(new Request.Auth(0, scheme, credentials))));
        }
        return rows;
    }

    private static Words words(String scheme) {
        Words words = WORDS.get(scheme);
        if (words == null) {
            throw new AssertionError("Apache has a scheme '" + scheme + "' that has no words here");
        }
        return words;
    }

    private static Set<String> names() throws Exception {
        Set<String> names = new TreeSet<>(List.of("world", "auth", "super"));
        names.addAll(providers().keySet());
        return names;
    }

    /// Apache's own providers: their classes by the schemes that they say they are.
    static Map<String, String> providers() throws Exception {
        Map<String, String> providers = new TreeMap<>();
        String jar = AuthenticationProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        try (JarFile file = new JarFile(jar)) {
            for (String name : file.stream().map(Object::toString).sorted().toList()) {
                if (!name.startsWith(PACKAGE) || !name.endsWith("AuthenticationProvider.class") || name.contains("$")) {
                    continue;
                }
                Class<?> type = Class.forName(name.replace('/', '.').substring(0, name.length() - ".class".length()));
                if (isMadeByName(type)) {
                    var made = (AuthenticationProvider) type.getConstructor().newInstance();
                    providers.put(made.getScheme(), type.getName());
                }
            }
        }
        return providers;
    }

    private static boolean isMadeByName(Class<?> type) {
        return AuthenticationProvider.class.isAssignableFrom(type)
                && !java.lang.reflect.Modifier.isAbstract(type.getModifiers())
                && List.of(type.getConstructors()).stream().anyMatch(made -> made.getParameterCount() == 0);
    }
}
