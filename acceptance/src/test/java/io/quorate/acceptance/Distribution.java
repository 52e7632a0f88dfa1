package io.quorate.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The packed distribution, and running its scripts.
final class Distribution {
    private Distribution() {}

    /// Unpacks the archive, and skips the test if there is none.
    ///
    /// @return the one directory that the archive consists of
    static Path unpack(Path into) throws IOException, InterruptedException {
        Path target = Path.of("..", "dist", "target").toAbsolutePath().normalize();
        Path archive = null;
        if (Files.isDirectory(target)) {
            try (Stream<Path> files = Files.list(target)) {
                archive = files.filter(file -> file.toString().endsWith(".tar.gz"))
                        .findFirst()
                        .orElse(null);
            }
        }
        Assumptions.assumeTrue(archive != null, "no archive in " + target + ": run `mvn verify` or `./quorate dist`");
        Files.createDirectories(into);
        Outcome unpacked = run(into, Map.of(), List.of("tar", "xzf", String.valueOf(archive)));
        if (unpacked.exitCode() != 0) {
            throw new IOException(unpacked.err());
        }
        try (Stream<Path> files = Files.list(into)) {
            return files.toList().getFirst();
        }
    }

    record Outcome(int exitCode, String out, String err) {}

    /// Runs a command to its end, on the Java of this JVM.
    static Outcome run(Path directory, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        // Files, not pipes: a server that a script leaves behind would hold a pipe open.
        Path out = Files.createTempFile("out", ".txt");
        Path err = Files.createTempFile("err", ".txt");
        try {
            Process process = builder(directory, environment, command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            int exitCode = process.waitFor();
            return new Outcome(exitCode, Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    static ProcessBuilder builder(Path directory, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        // What the shell that runs the tests has set must not decide how they end.
        builder.environment().keySet().removeIf(name -> name.startsWith("ZOO") || name.endsWith("JVMFLAGS"));
        builder.environment().remove("CLASSPATH");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JMXDISABLE", "true");
        builder.environment().putAll(environment);
        return builder;
    }

    /// Ports that were free a moment ago, all different.
    static List<Integer> freePorts(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            var ports = new ArrayList<Integer>();
            for (int i = 0; i < count; i++) {
                var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                sockets.add(socket);
                ports.add(socket.getLocalPort());
            }
            return ports;
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
