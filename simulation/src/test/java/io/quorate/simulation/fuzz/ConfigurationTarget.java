package io.quorate.simulation.fuzz;

import io.quorate.runtime.configuration.ConfigReader;
import io.quorate.runtime.configuration.InvalidConfigException;
import io.quorate.runtime.configuration.ServerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/// What an operator writes. An input is the content of myid (none if it is empty), a zero byte, and a zoo.cfg in which
/// {@link #DATA_DIRECTORY} stands for the directory that holds myid.
final class ConfigurationTarget {
    static final String DATA_DIRECTORY = "/var/lib/quorate";

    /// Each key that is not known is compared with a hundred known ones.
    private static final long BYTES_PER_BYTE = 4096;

    private static final long CONSTANT_BYTES = 1 << 20;
    private static final int LAST_PORT = 65_535;

    private final Path directory;
    private final Path file;

    private ConfigurationTarget() {
        try {
            directory = Files.createTempDirectory("quorate-fuzz");
            file = directory.resolve("zoo.cfg");
            Files.createDirectories(directory.resolve("data"));
            directory.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new AssertionError("the temporary directory can be written", e);
        }
    }

    /// One place on disk for all inputs.
    private static final ConfigurationTarget PLACE = new ConfigurationTarget();

    static void configuration(byte[] input) throws Exception {
        PLACE.take(input);
    }

    private void take(byte[] input) throws Exception {
        int zero = 0;
        while (zero < input.length && input[zero] != 0) {
            zero++;
        }
        Path myId = directory.resolve("data").resolve("myid");
        if (zero == 0) {
            Files.deleteIfExists(myId);
        } else {
            Files.write(myId, Arrays.copyOf(input, zero));
        }
        String text = new String(input, zero, input.length - zero, StandardCharsets.ISO_8859_1);
        String placed = text.replace(DATA_DIRECTORY, directory.resolve("data").toString());
        Files.writeString(file, placed.substring(Math.min(1, placed.length())), StandardCharsets.ISO_8859_1);
        ServerConfig config = Attempt.within(
                CONSTANT_BYTES + BYTES_PER_BYTE * input.length,
                InvalidConfigException.class,
                () -> ConfigReader.read(List.of(file.toString()), new Properties()));
        if (config != null) {
            checkSense(config);
        }
    }

    /// What a server is started with must be something that it can do.
    private static void checkSense(ServerConfig config) {
        ServerConfig.Timing timing = config.timing();
        check(timing.tickMillis() > 0, "a tick", timing);
        check(timing.minSessionTimeoutMillis() > 0, "the shortest session timeout", timing);
        check(timing.maxSessionTimeoutMillis() >= timing.minSessionTimeoutMillis(), "the session timeouts", timing);
        check(timing.initLimitTicks() > 0 && timing.syncLimitTicks() > 0, "the limits", timing);
        check((long) timing.initLimitTicks() * timing.tickMillis() <= Integer.MAX_VALUE, "initLimit", timing);
        check((long) timing.syncLimitTicks() * timing.tickMillis() <= Integer.MAX_VALUE, "syncLimit", timing);
        ServerConfig.Clients clients = config.clients();
        check(clients.port() >= -1 && clients.port() <= LAST_PORT, "the port", clients);
        check(clients.maxFrameBytes() > 0, "the longest frame", clients);
        ServerConfig.Storage storage = config.storage();
        check(storage.maxRecordBytes() > clients.maxFrameBytes(), "the largest txn", storage);
        check(storage.purgeInterval().toMillis() >= 0, "the time between purges", storage);
        if (!config.membership().standalone()) {
            check(config.membership().own().quorumPort() > 0, "the own line", config.membership());
        }
        config.warnings().forEach(warning -> check(!warning.isBlank(), "a warning", config));
    }

    private static void check(boolean holds, String what, Record values) {
        if (!holds) {
            throw new AssertionError(what + " makes no sense: " + values);
        }
    }
}
