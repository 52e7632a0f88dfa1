package io.quorate.simulation.mutation;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Compiles a few sources in memory, against the classes that this runs with. For one thread at a time.
final class MutantCompiler implements Closeable {
    private static final List<String> OPTIONS =
            List.of("-proc:none", "-nowarn", "-implicit:none", "-classpath", System.getProperty("java.class.path"));

    private final JavaCompiler compiler;

    /// Kept, as it knows after the first time what is on the class path.
    private final StandardJavaFileManager files;

    MutantCompiler() {
        JavaCompiler found = ToolProvider.getSystemJavaCompiler();
        if (found == null) {
            throw new IllegalStateException("this Java has no compiler: a JDK is needed");
        }
        compiler = found;
        files = found.getStandardFileManager(null, null, null);
    }

    /// @param sources by path, which ends as the name of the class does
    /// @return the classes by their names
    /// @throws IllegalStateException with what the compiler says, if it refuses them
    Map<String, byte[]> compile(Map<String, String> sources) {
        List<Source> units = sources.entrySet().stream()
                .map(entry -> new Source(entry.getKey(), entry.getValue()))
                .toList();
        StringWriter complaints = new StringWriter();
        Memory memory = new Memory(files);
        if (!compiler.getTask(complaints, memory, null, OPTIONS, null, units).call()) {
            throw new IllegalStateException("the mutant does not compile: " + complaints);
        }
        return memory.classes();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String path, String text) {
            super(URI.create("string:///" + path.replaceFirst(".*/java/", "")), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class CompiledClass extends SimpleJavaFileObject {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        CompiledClass(String name) {
            super(URI.create("memory:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
        }

        @Override
        public OutputStream openOutputStream() {
            return bytes;
        }
    }

    /// Keeps what is compiled.
    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, CompiledClass> compiled = new TreeMap<>();

        Memory(JavaFileManager others) {
            super(others);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return compiled.computeIfAbsent(className, CompiledClass::new);
        }

        Map<String, byte[]> classes() {
            Map<String, byte[]> classes = new TreeMap<>();
            compiled.forEach((name, compiledClass) -> classes.put(name, compiledClass.bytes.toByteArray()));
            return classes;
        }
    }
}
