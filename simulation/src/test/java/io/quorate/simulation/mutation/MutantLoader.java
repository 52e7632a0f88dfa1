package io.quorate.simulation.mutation;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Loads all of the project's classes anew, some of them mutated; everything else is shared.
final class MutantLoader extends ClassLoader {
    private static final String OURS = "io.quorate.";

    private final ClassLoader ordinary;
    private final Map<String, byte[]> mutated;

    MutantLoader(ClassLoader ordinary, Map<String, byte[]> mutated) {
        super(ordinary);
        this.ordinary = ordinary;
        this.mutated = mutated;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = mutated.get(name);
        if (bytes == null) {
            bytes = ordinaryBytes(name);
        }
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte @Nullable [] ordinaryBytes(String name) throws ClassNotFoundException {
        try (InputStream in = ordinary.getResourceAsStream(name.replace('.', '/') + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
