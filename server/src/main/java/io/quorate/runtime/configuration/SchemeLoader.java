package io.quorate.runtime.configuration;

import io.quorate.auth.Scheme;
import io.quorate.auth.Schemes;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/// Makes authentication schemes of classes that an operator has put beside ours.
final class SchemeLoader {
    private static final String APACHE = "org.apache.zookeeper.server.auth.";
    private static final String EXPECTED = "a public class that implements " + Scheme.class.getName()
            + " and has a public constructor without arguments";

    private SchemeLoader() {}

    /// @param key where the class was named
    static Scheme load(String key, String name) throws InvalidConfigException {
        if (name.startsWith(APACHE)) {
            throw InvalidConfigException.badValue(
                    key, name, "one of ZooKeeper's schemes ip, digest and ensemble, or " + EXPECTED);
        }
        try {
            Object made = Class.forName(name).getConstructor().newInstance();
            if (!(made instanceof Scheme scheme)) {
                throw isForApache(made.getClass()) ? forApache(key, name) : notOurs(key, name, "");
            }
            String word = scheme.word();
            if (word.isBlank() || Schemes.RESERVED.contains(word)) {
                throw InvalidConfigException.badValue(
                        key, name, "a scheme of a name of its own instead of \"" + word + "\"");
            }
            return scheme;
        } catch (ClassNotFoundException e) {
            throw InvalidConfigException.badValue(
                    key, name, "a class on the class path: put its jar into lib/, or name it in CLASSPATH");
        } catch (LinkageError e) {
            // Without Apache's jars on the class path, its interface is not even there.
            String missing = String.valueOf(e.getMessage());
            throw missing.replace('/', '.').contains(APACHE)
                    ? forApache(key, name)
                    : notOurs(key, name, "; it cannot be loaded: " + e);
        } catch (InvocationTargetException e) {
            throw notOurs(key, name, "; its constructor failed: " + e.getCause());
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw notOurs(key, name, "; it cannot be made: " + e);
        }
    }

    private static boolean isForApache(Class<?> type) {
        for (@Nullable Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Class<?> face : at.getInterfaces()) {
                if (face.getName().startsWith(APACHE) || isForApache(face)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static InvalidConfigException forApache(String key, String name) {
        return new InvalidConfigException(key + "=" + name + " is written for the interface AuthenticationProvider of"
                + " Apache's server, whose objects it asks for: expected " + EXPECTED);
    }

    private static InvalidConfigException notOurs(String key, String name, String why) {
        return InvalidConfigException.badValue(key, name, EXPECTED + why);
    }
}
