package io.quorate.shell;

import io.quorate.client.ClientSettings;
import io.quorate.client.Tls;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// What a properties file says about the client, under ZooKeeper's names. What is not named here is left
/// aside: such files are shared with other clients.
final class ClientConfiguration {
    static final ClientConfiguration NONE = new ClientConfiguration(null, null, null);

    private final @Nullable Tls tls;
    private final @Nullable Integer maxFrameBytes;
    private final @Nullable Integer requestTimeoutMillis;

    private ClientConfiguration(
            @Nullable Tls tls, @Nullable Integer maxFrameBytes, @Nullable Integer requestTimeoutMillis) {
        this.tls = tls;
        this.maxFrameBytes = maxFrameBytes;
        this.requestTimeoutMillis = requestTimeoutMillis;
    }

    /// @throws IOException saying what cannot be read or means nothing
    static ClientConfiguration read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IllegalArgumentException e) {
            throw new IOException("not a properties file: " + e.getMessage(), e);
        }
        boolean secure = Boolean.parseBoolean(properties.getProperty("zookeeper.client.secure", "false"));
        return new ClientConfiguration(
                secure ? new TlsProperties(properties).tls() : null,
                number(properties, "jute.maxbuffer"),
                number(properties, "zookeeper.request.timeout"));
    }

    ClientSettings apply(ClientSettings settings) {
        ClientSettings applied = settings;
        if (tls != null) {
            applied = applied.withTls(tls);
        }
        if (maxFrameBytes != null) {
            applied = applied.withMaxFrame(maxFrameBytes);
        }
        if (requestTimeoutMillis != null) {
            applied = applied.withRequestTimeout(Duration.ofMillis(requestTimeoutMillis));
        }
        return applied;
    }

    /// Zero means that nothing was said, as it does to ZooKeeper.
    private static @Nullable Integer number(Properties properties, String key) throws IOException {
        String text = properties.getProperty(key);
        if (text == null) {
            return null;
        }
        try {
            int value = Integer.decode(text.strip());
            return value > 0 ? value : null;
        } catch (NumberFormatException e) {
            throw new IOException(key + " is '" + text + "'; expected a number", e);
        }
    }
}
