package io.quorate.runtime;

import ch.qos.logback.classic.LoggerContext;
import io.quorate.runtime.configuration.ConfigReader;
import io.quorate.runtime.configuration.InvalidConfigException;
import io.quorate.runtime.configuration.ServerConfig;
import io.quorate.storage.StorageFailure;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process of a server: `ServerMain <zoo.cfg>`, or `ServerMain <port> <dataDir> [tickTime] [maxClientCnxns]` for a
/// server alone. Its end has the code of an {@link ExitCode}.
public final class ServerMain {
    private static final Logger LOG = LoggerFactory.getLogger(ServerMain.class);
    private static final String USAGE = "Usage: ServerMain configfile | port datadir [ticktime] [maxcnxns]";
    private static final int MOST_ARGUMENTS = 4;

    private ServerMain() {}

    public static void main(String[] arguments) {
        // Unknown until the configuration has been read.
        nameInLog("");
        int code = run(List.of(arguments));
        if (code != ExitCode.NORMAL.number()) {
            // Not an exit: there is nothing to stop in order.
            Runtime.getRuntime().halt(code);
        }
        // The server's threads keep the process alive.
    }

    private static int run(List<String> arguments) {
        if (arguments.isEmpty() || arguments.size() > MOST_ARGUMENTS) {
            LOG.error("Invalid arguments, exiting abnormally: {}", arguments);
            System.err.println(USAGE);
            System.err.println("Invalid arguments, exiting abnormally");
            return ExitCode.INVALID_INVOCATION.number();
        }
        LOG.info("Quorate {}", Version.current().line());
        ServerConfig config = null;
        try {
            config = ConfigReader.read(arguments, System.getProperties());
            start(config);
            return ExitCode.NORMAL.number();
        } catch (InvalidConfigException e) {
            LOG.error("Invalid config, exiting abnormally: {}", e.getMessage());
            System.err.println("Invalid config, exiting abnormally");
            return ExitCode.INVALID_INVOCATION.number();
        } catch (StorageFailure e) {
            LOG.error("Unable to access datadir, exiting abnormally: {}", e.getMessage(), e.getCause());
            if (config != null && e.kind() == StorageFailure.Kind.UNUSABLE_DATA) {
                advise(config);
            }
            System.err.println("Unable to access datadir, exiting abnormally");
            return e.exitCode();
        } catch (StartFailedException e) {
            LOG.error("{}", e.getMessage());
            System.err.println(e.getMessage());
            return e.exitCode().number();
        } catch (RuntimeException | Error e) { // whatever it is, threads that were started must not keep a ruin alive
            LOG.error("Unexpected exception, exiting abnormally", e);
            return ExitCode.UNEXPECTED.number();
        }
    }

    /// Alone, there is nobody to get anything from.
    private static void advise(ServerConfig config) {
        ServerConfig.Directories directories = config.directories();
        if (!config.membership().standalone()) {
            LOG.error(
                    "While the other servers serve clients, version-2 can be moved out of {} and this server started"
                            + " again: it then gets everything from its peers",
                    directories.data().equals(directories.log())
                            ? directories.data()
                            : directories.data() + " and of " + directories.log());
        }
    }

    private static void start(ServerConfig config) {
        nameInLog(config.membership().self().toString());
        LOG.info("Reading configuration from: {}", config.file() == null ? "the arguments" : config.file());
        config.warnings().forEach(LOG::warn);
        ServerConfig.Membership membership = config.membership();
        LOG.info(
                "Server {} {}, data in {}, log in {}",
                membership.self(),
                membership.standalone()
                        ? "alone"
                        : "of " + membership.ensemble().members().keySet(),
                config.directories().data(),
                config.directories().log());
        long began = System.nanoTime();
        AtomicReference<Server> started = new AtomicReference<>();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> stop(started.get())));
        started.set(Server.start(config, code -> Runtime.getRuntime().halt(code)));
        LOG.info("Started in {} ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }

    /// @param server null if it has not come so far: then there is nothing to lose
    private static void stop(@Nullable Server server) {
        LOG.info("Asked to stop");
        if (server != null) {
            server.close();
        }
        // An orderly end is a success, whatever signal asked for it.
        Runtime.getRuntime().halt(ExitCode.NORMAL.number());
    }

    /// Puts the server's number into every line of the log, from whatever thread.
    private static void nameInLog(String self) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.putProperty("myid", self);
        }
    }
}
