package io.quorate.acceptance.harness;

import io.quorate.acceptance.program.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;

/// Apache's Java client of one version: the program of package {@code io.quorate.acceptance.program} is
/// compiled and run with its jars and nothing newer on the class path.
///
/// @param version its jars are in `target/java-clients`, where the build puts them
public record JavaClient(String version) {
    private static final Path JARS = Archive.TARGET.resolve("java-clients").toAbsolutePath();
    private static final Path CLASSES = Archive.TARGET.resolve("test-classes").toAbsolutePath();
    private static final Path SOURCES = Path.of(System.getProperty("acceptance.sources", "src/test/java"));

    /// The program, about to be run.
    ///
    /// @param steps names of classes that this client has all the methods for
    public Command program(String connectString, List<String> steps) {
        Path compiled = JARS.resolve(version).resolve("program");
        String jars = jars();
        compile(steps, jars, compiled);
        boolean resolvesTheTextOfAddresses = version.startsWith("3.4.");
        var classPath = new ArrayList<>(List.of(compiled.toString(), jars));
        if (resolvesTheTextOfAddresses) {
            classPath.add(CLASSES.toString());
            classPath.add(CLASSES.resolve("old-client").toString());
        }
        var words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Leash.MARK,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                String.join(":", classPath),
                Program.class.getName(),
                // An address would not reach the resolver that the oldest client depends on.
                resolvesTheTextOfAddresses ? connectString.replace("127.0.0.1", "localhost") : connectString));
        words.addAll(steps);
        return Command.of(words);
    }

    private String jars() {
        return Stream.of(version, "slf4j").flatMap(JavaClient::jarsIn).collect(Collectors.joining(":"));
    }

    private static Stream<String> jarsIn(String directory) {
        try (Stream<Path> files = Files.list(JARS.resolve(directory))) {
            return files.map(Path::toString).filter(name -> name.endsWith(".jar")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "No jars in " + JARS.resolve(directory) + ": Maven puts them there in 'process-test-resources'.",
                    e);
        }
    }

    /// What else the named classes need is found beside them; steps for newer clients are not touched.
    private static void compile(List<String> steps, String jars, Path into) {
        String nullness = NullMarked.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        var arguments = new ArrayList<>(List.of(
                "-d", into.toString(), "-cp", jars + ":" + nullness, "-sourcepath", SOURCES.toString(), "-nowarn"));
        Path directory = SOURCES.resolve(Program.class.getPackageName().replace('.', '/'));
        Stream.concat(Stream.of(Program.class.getSimpleName()), steps.stream())
                .forEach(name -> arguments.add(directory.resolve(name + ".java").toString()));
        int failures = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (failures != 0) {
            throw new AssertionError("steps " + steps + " cannot be compiled with " + jars);
        }
    }
}
