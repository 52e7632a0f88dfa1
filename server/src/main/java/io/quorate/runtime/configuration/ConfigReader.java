package io.quorate.runtime.configuration;

import io.quorate.auth.AuthSettings;
import io.quorate.replica.ServiceSettings;
import io.quorate.runtime.configuration.ServerConfig.Clients;
import io.quorate.runtime.configuration.ServerConfig.Directories;
import io.quorate.runtime.configuration.ServerConfig.Storage;
import io.quorate.runtime.configuration.ServerConfig.Timing;
import io.quorate.zab.quorum.Member;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Turns the two forms of starting a server into a {@link ServerConfig}: the path of a zoo.cfg, or
/// `<port> <dataDir> [tickTime] [maxClientCnxns]` for a server alone.
public final class ConfigReader {
    private static final int MAX_PORT = 65_535;
    private static final int MIN_RETAINED_SNAPSHOTS = 3;
    private static final int MIN_SNAP_COUNT = 2;
    private static final int MIN_TIMEOUT_TICKS = 2;
    private static final int MAX_TIMEOUT_TICKS = 20;
    private static final int LONE_INIT_LIMIT = 10;
    private static final int LONE_SYNC_LIMIT = 5;
    private static final int MIN_EXTRA_BYTES = 1024;

    /// A frame and a record have to fit into an array, with what comes before and behind them in buffers.
    private static final int MOST_FRAME_BYTES = 1 << 30;

    /// What is read at least, whatever is proposed: limits may have been larger when a log was written.
    private static final int LEAST_RECORD_BYTES = 2 * 1_048_575;

    private static final int MOST_RECORD_BYTES = Integer.MAX_VALUE - (16 << 20);
    private static final int MIN_RECENT_TXNS = 500;
    private static final String MILLIS = "milliseconds, a whole number";

    private final SortedMap<String, String> entries;
    private final Values values;

    private ConfigReader(SortedMap<String, String> entries, Properties system) {
        this.entries = entries;
        this.values = new Values(entries, system);
    }

    /// @param arguments of the process: one to four, see above
    /// @param system the process's system properties
    public static ServerConfig read(List<String> arguments, Properties system) throws InvalidConfigException {
        if (arguments.size() == 1) {
            return readFile(Path.of(arguments.getFirst()), system);
        }
        List<String> names = List.of("clientPort", "dataDir", "tickTime", "maxClientCnxns");
        SortedMap<String, String> entries = new TreeMap<>(Map.of("maxClientCnxns", "0"));
        for (int i = 0; i < arguments.size(); i++) {
            entries.put(names.get(i), arguments.get(i).trim());
        }
        return new ConfigReader(entries, system).config(null);
    }

    private static ServerConfig readFile(Path file, Properties system) throws InvalidConfigException {
        ConfigText text = ConfigText.read(file);
        ConfigReader reader = new ConfigReader(text.entries(), system);
        for (String key : text.repeated()) {
            if (KnownKeys.isMembership(key)) {
                throw new InvalidConfigException(key + " is in the file twice: expected one line for each server");
            }
            reader.values.warn(key + " is in the file more than once; the last value, "
                    + text.entries().get(key) + ", counts.");
        }
        return reader.config(file);
    }

    private ServerConfig config(@Nullable Path file) throws InvalidConfigException {
        Path dataDir = values.path("dataDir");
        if (dataDir == null) {
            throw new InvalidConfigException("dataDir is not set");
        }
        checkElectionAlgorithm();
        Refusals.check(values, entries);
        EnsembleSection section = EnsembleSection.read(values, entries);
        Timing timing = timing(section.isEnsemble());
        ServiceSettings service = ServiceSection.read(values, section.isEnsemble());
        Clients clients = clients(section.own(dataDir), service);
        ServerConfig.Membership membership = section.membership(dataDir, service);
        Path logDir = values.path("dataLogDir");
        Directories directories = new Directories(
                dataDir, logDir == null ? dataDir : logDir, values.propertyFlag("datadir.autocreate", true));
        Storage storage = storage();
        AuthSettings auth = AuthSection.read(values);
        ServerConfig.Znodes znodes = ZnodesSection.read(values, membership.self());
        remarkOnKeys();
        return new ServerConfig(
                file,
                membership,
                timing,
                clients,
                directories,
                storage,
                auth,
                znodes,
                fourLetterWords(service),
                values.warnings());
    }

    private void checkElectionAlgorithm() throws InvalidConfigException {
        if (values.number("electionAlg", 3, Integer.MIN_VALUE, "3") != 3) {
            throw new InvalidConfigException("Invalid electionAlg value. Only 3 is supported.");
        }
    }

    private Timing timing(boolean ensemble) throws InvalidConfigException {
        String tickForm = MILLIS + ", such as 2000";
        int tick = values.number("tickTime", 3000, 0, tickForm);
        if (tick == 0) {
            throw new InvalidConfigException("tickTime is not set");
        }
        if (tick > Integer.MAX_VALUE / MAX_TIMEOUT_TICKS) {
            throw InvalidConfigException.badValue("tickTime", String.valueOf(tick), tickForm);
        }
        int min = values.number("minSessionTimeout", -1, -1, MILLIS + ", or -1 for two ticks");
        int max = values.number("maxSessionTimeout", -1, -1, MILLIS + ", or -1 for twenty ticks");
        // To a client, a timeout of 0 says that its session is over.
        min = min == -1 ? tick * MIN_TIMEOUT_TICKS : Math.max(1, min);
        max = max == -1 ? tick * MAX_TIMEOUT_TICKS : max;
        if (min > max) {
            throw new InvalidConfigException("minSessionTimeout must not be larger than maxSessionTimeout");
        }
        int init = limit("initLimit", tick, "a number of ticks, such as 10");
        int sync = limit("syncLimit", tick, "a number of ticks, such as 5");
        if (ensemble && init == 0) {
            throw new InvalidConfigException("initLimit is not set");
        }
        if (ensemble && sync == 0) {
            throw new InvalidConfigException("syncLimit is not set");
        }
        // A server alone waits for nobody, but its replica counts in these all the same.
        return new Timing(tick, min, max, init == 0 ? LONE_INIT_LIMIT : init, sync == 0 ? LONE_SYNC_LIMIT : sync);
    }

    /// Deadlines are sums of such limits, in nanoseconds.
    private int limit(String key, int tick, String expected) throws InvalidConfigException {
        int ticks = values.number(key, 0, 0, expected);
        if ((long) ticks * tick > Integer.MAX_VALUE) {
            throw InvalidConfigException.badValue(
                    key, String.valueOf(ticks), expected + ", and less than 25 days of ticks");
        }
        return ticks;
    }

    private Clients clients(@Nullable Member own, ServiceSettings service) throws InvalidConfigException {
        Integer port = port("clientPort");
        String host = values.text("clientPortAddress");
        if (port == null && host != null) {
            throw new InvalidConfigException("clientPortAddress is set but clientPort is not set");
        }
        if (port("secureClientPort") == null && values.text("secureClientPortAddress") != null) {
            throw new InvalidConfigException("secureClientPortAddress is set but secureClientPort is not set");
        }
        if (own != null && own.clientAddress() != null) {
            String address = own.clientAddress();
            String lineHost = stripBrackets(address.substring(0, address.lastIndexOf(':')));
            int linePort = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
            if (port != null
                    && host != null
                    && (linePort != port || !stripBrackets(host).equals(lineHost))) {
                throw new InvalidConfigException("Client address in the line of server." + own.server() + " is "
                        + address + ", but clientPortAddress and clientPort say " + host + ":" + port
                        + ": expected the same, or no clientPortAddress");
            }
            port = linePort;
            host = lineHost.equals("0.0.0.0") ? null : lineHost;
        }
        if (port == null) {
            values.warn("clientPort is not set, so no client can connect to this server.");
        }
        return new Clients(
                host == null ? null : stripBrackets(host),
                port == null ? -1 : port,
                values.number("clientPortListenBacklog", -1, -1, "a number of connections, or -1"),
                values.number("maxClientCnxns", 60, 0, "a number of connections, or 0 for no limit"),
                values.propertyNumber("maxCnxns", 0, 0, "a number of connections, or 0 for no limit"),
                maxFrameBytes(),
                values.propertyNumber("globalOutstandingLimit", 1000, 1, "a number of requests"),
                values.propertyNumber("nio.sessionlessCnxnTimeout", 10_000, 1, MILLIS),
                ThrottlingSection.read(values, service));
    }

    private @Nullable Integer port(String key) throws InvalidConfigException {
        String text = values.text(key);
        if (text == null) {
            return null;
        }
        String expected = "a port from 1 to 65535, or 0 for any that is free";
        int port = values.number(key, 0, 0, expected);
        if (port > MAX_PORT) {
            throw InvalidConfigException.badValue(key, text, expected);
        }
        return port;
    }

    private static String stripBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private Storage storage() throws InvalidConfigException {
        int retained = values.number("autopurge.snapRetainCount", 3, Integer.MIN_VALUE, "a number of snapshots");
        if (retained < MIN_RETAINED_SNAPSHOTS) {
            values.warn("autopurge.snapRetainCount=" + retained + " is less than 3; 3 snapshots are kept.");
        }
        boolean sync = !values.property("forceSync", "yes").equalsIgnoreCase("no");
        if (!sync) {
            values.warn("forceSync=no: what clients were told may be lost when the power fails.");
        }
        long logSizeKib =
                values.propertyNumber("txnLogSizeLimitInKb", -1, Integer.MIN_VALUE, "KiB, 0 or less for no limit");
        return new Storage(
                Math.max(MIN_SNAP_COUNT, values.propertyNumber("snapCount", 100_000, 0, "a number of txns")),
                values.propertyNumber("preAllocSize", 65_536, 0, "KiB") * 1024L,
                Math.max(0, logSizeKib) * 1024,
                sync,
                values.propertyFlag("db.autocreate", true),
                values.propertyFlag("snapshot.trust.empty", false),
                Math.max(MIN_RECENT_TXNS, values.propertyNumber("commitLogCount", 500, 0, "a number of txns")),
                Math.max(LEAST_RECORD_BYTES, maxTxnBytes()),
                maxTxnBytes(),
                values.propertyNumber("fsync.warningthresholdms", 1000, 0, MILLIS),
                Math.max(MIN_RETAINED_SNAPSHOTS, retained),
                purgeInterval());
    }

    private int maxFrameBytes() throws InvalidConfigException {
        String key = "jute.maxbuffer";
        String expected = "a number of bytes from 1 to " + MOST_FRAME_BYTES;
        int bytes = values.propertyNumber(key, 1_048_575, 1, expected);
        if (bytes > MOST_FRAME_BYTES) {
            throw InvalidConfigException.badValue(key, String.valueOf(bytes), expected);
        }
        return bytes;
    }

    /// What servers with these settings read, ours or not. One that could not would stop at the first larger txn, and
    /// so would all the others. A txn may be larger than the request it came from.
    private int maxTxnBytes() throws InvalidConfigException {
        int frame = maxFrameBytes();
        int extra = values.propertyNumber("jute.maxbuffer.extrasize", frame, 0, "a number of bytes");
        return (int) Math.min((long) frame + Math.max(MIN_EXTRA_BYTES, extra), MOST_RECORD_BYTES);
    }

    /// Hours, or a number with one of ms, s, m, h, d.
    private Duration purgeInterval() throws InvalidConfigException {
        String key = "autopurge.purgeInterval";
        String text = values.text(key);
        if (text == null) {
            return Duration.ZERO;
        }
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        try {
            long amount = Long.parseLong(text.substring(0, digits));
            Duration interval = switch (text.substring(digits).trim().toLowerCase(Locale.ROOT)) {
                case "", "h" -> Duration.ofHours(amount);
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "d" -> Duration.ofDays(amount);
                default -> null;
            };
            // Threads wait for numbers of milliseconds, so it must be one of those, too.
            if (interval != null && interval.toMillis() >= 0) {
                return interval;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // Falls through to the one sentence about it.
        }
        throw InvalidConfigException.badValue(
                key, text, "hours, 0 for never, or a number followed by ms, s, m, h or d");
    }

    private Set<String> fourLetterWords(ServiceSettings service) {
        Set<String> words = new LinkedHashSet<>(Set.of("srvr"));
        if (service.readOnlyMode()) {
            // How clients find a server that has a leader.
            words.add("isro");
        }
        for (String word : values.property("4lw.commands.whitelist", "").split(",", -1)) {
            if (!word.isBlank()) {
                words.add(word.trim());
            }
        }
        return words;
    }

    /// Says once what becomes of each key that has no effect here.
    private void remarkOnKeys() {
        for (var entry : entries.entrySet()) {
            String key = KnownKeys.plain(entry.getKey());
            if (!key.equals(entry.getKey())) {
                values.warn(entry.getKey() + " is read as " + key + "; in a file the prefix is left out.");
            }
            if (KnownKeys.isNotYetSupported(key)) {
                if (!asksForNothing(entry.getValue())) {
                    // Without the value, which may be a password.
                    values.warn(key + " is not supported yet and has no effect.");
                }
            } else if (!KnownKeys.isSupported(key) && !key.startsWith(AuthSection.PROVIDER)) {
                String nearest = KnownKeys.nearest(key);
                values.warn(key + " is not a known key and has no effect"
                        + (nearest == null ? "." : "; is " + nearest + " meant?"));
            }
        }
    }

    private static boolean asksForNothing(String value) {
        return Set.of("", "false", "no", "0", "-1").contains(value.toLowerCase(Locale.ROOT));
    }
}
