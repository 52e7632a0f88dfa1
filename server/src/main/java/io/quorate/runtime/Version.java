package io.quorate.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;

/// Which build this is.
///
/// @param number such as `0.1.0`
/// @param builtAt the time of its sources
public record Version(String number, Instant builtAt) {
    /// The release of ZooKeeper whose protocols and files are spoken; tools look for a number of this form first.
    public static final String SPOKEN = "3.9.6";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    public static Version current() {
        Properties properties = new Properties();
        try (InputStream stream = Version.class.getResourceAsStream("build.properties")) {
            properties.load(Objects.requireNonNull(stream, "build.properties is not beside this class"));
        } catch (IOException e) {
            throw new IllegalStateException("build.properties cannot be read from the class path", e);
        }
        return new Version(
                Objects.requireNonNull(properties.getProperty("version")),
                Instant.parse(Objects.requireNonNull(properties.getProperty("time"))));
    }

    /// As four-letter words say it.
    public String line() {
        return SPOKEN + "-quorate-" + number + ", built on " + TIME.format(builtAt);
    }
}
