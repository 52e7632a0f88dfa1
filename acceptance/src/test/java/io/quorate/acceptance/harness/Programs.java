package io.quorate.acceptance.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Client programs of this module that must run outside the JVM of the tests.
public final class Programs {
    private Programs() {}

    /// A main class on the jars of the old client, without anything newer on its class path. Servers
    /// must be given by name: an address would not reach the resolver that this client depends on.
    public static Command onOldClient(Class<?> main, String... arguments) {
        String jars = Archive.TARGET.resolve("old-client").toAbsolutePath() + "/*";
        Path classes = Archive.TARGET.resolve("test-classes").toAbsolutePath();
        return Command.of(concat(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        Leash.MARK,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        String.join(
                                ":",
                                jars,
                                classes.toString(),
                                classes.resolve("old-client").toString()),
                        main.getName()),
                arguments));
    }

    /// A script among the test resources, run by the system's Python, where its packages of clients
    /// are.
    public static Command inPython(String script, String... arguments) {
        Path file = Archive.TARGET.resolve("test-classes").resolve(script).toAbsolutePath();
        // The mark comes last: to Python it is one argument more.
        return Command.of(concat(concat(List.of("/usr/bin/python3", file.toString()), arguments), Leash.MARK));
    }

    private static List<String> concat(List<String> words, String... more) {
        var all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return all;
    }
}
