package io.quorate.acceptance.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Whose server it is.
public enum Flavor {
    /// Ours, from the archive, started the way operators start it.
    QUORATE {
        @Override
        Command command(Path config) {
            String script = Archive.unpackedOnce().resolve("bin/zkServer.sh").toString();
            return marked(Command.of(script, "start-foreground", config.toString()))
                    .with("ZK_SERVER_HEAP", HEAP_MIB)
                    .with("ZOO_LOG_DIR", config.resolveSibling("logs").toString())
                    .with("JMXDISABLE", "true");
        }
    },

    /// The one that others are used to, from the jars of the tests' class path.
    APACHE {
        @Override
        Command command(Path config) {
            var words = new ArrayList<String>();
            words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            words.addAll(JVM_FLAGS);
            words.addAll(List.of(
                    "-Xmx" + HEAP_MIB + "m",
                    "--sun-misc-unsafe-memory-access=allow",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Dlogback.configurationFile=logback-apache.xml",
                    "-Dzookeeper.jmx.log4j.disable=true",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                    config.toString()));
            return Command.of(words);
        }
    };

    private static final String HEAP_MIB = "192";

    /// Several of these share a small machine: few threads, quick starts and little memory come first.
    static final List<String> JVM_FLAGS = List.of(
            Leash.MARK, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xshare:auto", "-Xss512k");

    abstract Command command(Path config);

    /// Has the scripts of the archive start JVMs that are small, and that end with the JVM of the
    /// tests.
    public static Command marked(Command command) {
        String flags = String.join(" ", JVM_FLAGS);
        return command.with("SERVER_JVMFLAGS", flags).with("CLIENT_JVMFLAGS", flags);
    }

    /// Ours, unless tests are run with `-Dacceptance.flavor=APACHE`, to see what they expect confirmed.
    public static Flavor underTest() {
        return valueOf(System.getProperty("acceptance.flavor", QUORATE.name()));
    }
}
