package io.quorate.benchmark.ensemble;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The directory of one server: `zoo.cfg`, `logback.xml`, `data/myid`, `server.log`.
record ServerFiles(int id, Path directory) {
    private static final int LOG_LINES = 15;

    /// What an operator gets without changing anything, on standard output; only the file it goes to is ours.
    private static final String LOGBACK = """
            <configuration>
              <appender name="CONSOLE" class="ch.qos.logback.core.ConsoleAppender">
                <encoder>
                  <pattern>%d{ISO8601} %-5p [%t:%c{1}] - %m%n</pattern>
                </encoder>
              </appender>
              <root level="INFO">
                <appender-ref ref="CONSOLE"/>
              </root>
            </configuration>
            """;

    Path config() {
        return directory.resolve("zoo.cfg");
    }

    Path logback() {
        return directory.resolve("logback.xml");
    }

    Path log() {
        return directory.resolve("server.log");
    }

    /// @param members the `server.N=` lines of the ensemble
    void write(int clientPort, List<String> members) throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        Files.writeString(data.resolve("myid"), id + "\n");
        Files.writeString(logback(), LOGBACK);
        // Everything that is not said here, above all when to flush and when to write a snapshot, is left at what each
        // server does by default.
        Files.writeString(
                config(), """
                tickTime=2000
                initLimit=10
                syncLimit=5
                maxClientCnxns=0
                dataDir=%s
                clientPort=%d
                clientPortAddress=127.0.0.1
                4lw.commands.whitelist=srvr
                %s
                """.formatted(data.toString().replace("\\", "\\\\"), clientPort, String.join("\n", members)));
    }

    /// The end of the log, for telling what went wrong.
    String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log(), StandardCharsets.ISO_8859_1);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(there is no log: " + e.getMessage() + ")";
        }
    }
}
