package io.quorate.shell;

import io.quorate.client.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Keys and trust from `zookeeper.ssl.*`: stores of the types JKS, PKCS12 and PEM.
final class TlsProperties {
    private static final String PREFIX = "zookeeper.ssl.";

    private final Properties properties;

    TlsProperties(Properties properties) {
        this.properties = properties;
    }

    /// @throws IOException naming the store or the value that is of no use
    Tls tls() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance(property("protocol", "TLS"));
            context.init(keys(), trust(), null);
            return new Tls(context, Boolean.parseBoolean(property("hostnameVerification", "true")));
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private KeyManager @Nullable [] keys() throws IOException, GeneralSecurityException {
        KeyStore store = store("keyStore");
        if (store == null) {
            return null;
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password("keyStore"));
        return factory.getKeyManagers();
    }

    private TrustManager @Nullable [] trust() throws IOException, GeneralSecurityException {
        KeyStore store = store("trustStore");
        if (store == null) {
            return null;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private @Nullable KeyStore store(String which) throws IOException, GeneralSecurityException {
        String location = properties.getProperty(PREFIX + which + ".location");
        if (location == null || location.isBlank()) {
            return null;
        }
        Path file = Path.of(location.strip());
        String type = type(which, location);
        try {
            if (type.equals("PEM")) {
                return pem(Files.readString(file, StandardCharsets.US_ASCII), password(which));
            }
            KeyStore store = KeyStore.getInstance(type);
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, password(which));
            }
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IOException(PREFIX + which + ".location " + file + ": " + e, e);
        }
    }

    private String type(String which, String location) throws IOException {
        String said = properties.getProperty(PREFIX + which + ".type");
        if (said != null && !said.isBlank()) {
            return said.strip().toUpperCase(Locale.ROOT);
        }
        String name = location.strip().toLowerCase(Locale.ROOT);
        if (name.endsWith(".jks")) {
            return "JKS";
        }
        if (name.endsWith(".p12")) {
            return "PKCS12";
        }
        if (name.endsWith(".pem")) {
            return "PEM";
        }
        throw new IOException(PREFIX + which + ".location " + location + " does not end in .jks, .p12 or .pem; set "
                + PREFIX + which + ".type");
    }

    /// A file with the password wins over the password itself.
    private char[] password(String which) throws IOException {
        String file = properties.getProperty(PREFIX + which + ".passwordPath");
        return file == null || file.isBlank()
                ? property(which + ".password", "").toCharArray()
                : Files.readString(Path.of(file.strip())).stripTrailing().toCharArray();
    }

    private String property(String key, String otherwise) {
        return properties.getProperty(PREFIX + key, otherwise);
    }

    /// Certificates, and a private key in PKCS #8 without a password if there is one.
    private static KeyStore pem(String text, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                .generateCertificates(
                        new java.io.ByteArrayInputStream(certificates(text).getBytes(StandardCharsets.US_ASCII)));
        String key = between(text, "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----");
        if (key != null) {
            store.setKeyEntry("key", privateKey(key), password, certificates.toArray(new Certificate[0]));
            return store;
        }
        int number = 0;
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("certificate-" + number, certificate);
            number++;
        }
        return store;
    }

    private static String certificates(String text) {
        int first = text.indexOf("-----BEGIN CERTIFICATE-----");
        int last = text.lastIndexOf("-----END CERTIFICATE-----");
        return first < 0 || last < 0 ? "" : text.substring(first, last + "-----END CERTIFICATE-----".length() + 1);
    }

    private static @Nullable String between(String text, String begin, String end) {
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        return from < 0 || to < from ? null : text.substring(from + begin.length(), to);
    }

    private static PrivateKey privateKey(String base64) throws GeneralSecurityException, IOException {
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (java.security.spec.InvalidKeySpecException _) {
                // The key is of another kind.
            }
        }
        throw new IOException("a private key that is neither RSA, EC nor EdDSA");
    }
}
