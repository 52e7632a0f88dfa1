package io.quorate.runtime.configuration;

import io.quorate.auth.AuthSettings;
import io.quorate.auth.DigestScheme;
import io.quorate.auth.EnsembleScheme;
import io.quorate.auth.ForeignScheme;
import io.quorate.auth.IpScheme;
import io.quorate.auth.Scheme;
import io.quorate.auth.Schemes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who clients can prove to be, what nobody gets without proof, and whether ACLs count.
final class AuthSection {
    /// What follows it is anything, and names nothing.
    static final String PROVIDER = "authProvider.";

    private static final String ALGORITHM = "DigestAuthenticationProvider.digestAlg";
    private static final String SUPER = "DigestAuthenticationProvider.superDigest";
    private static final String DIGEST_ENABLED = "DigestAuthenticationProvider.enabled";
    private static final String ENFORCED = "enforce.auth.enabled";
    private static final String SCHEMES = "enforce.auth.schemes";
    private static final String ENSEMBLE_NAMES = "ensembleAuthName";

    private final Values values;
    private final List<Scheme> schemes = new ArrayList<>(List.of(new IpScheme()));
    private boolean digest;
    private boolean ensemble;

    private AuthSection(Values values) {
        this.values = values;
    }

    static AuthSettings read(Values values) throws InvalidConfigException {
        return new AuthSection(values).read();
    }

    private AuthSettings read() throws InvalidConfigException {
        boolean skipAcl = values.property("skipACL", "no").equals("yes");
        if (skipAcl) {
            values.warn("skipACL=yes: every client may read and change every znode.");
        }
        digest = values.propertyFlag(DIGEST_ENABLED, true);
        for (Map.Entry<String, String> provider : values.family(PROVIDER).entrySet()) {
            add(provider.getKey(), provider.getValue());
        }
        addBuiltIn();
        Schemes known = new Schemes(schemes);
        return new AuthSettings(skipAcl, known, required(known), values.propertyFlag("enableEagerACLCheck", false));
    }

    /// Under Apache's names its own schemes are meant, whoever has written them.
    private void add(String key, String name) throws InvalidConfigException {
        switch (name) {
            case "org.apache.zookeeper.server.auth.IPAuthenticationProvider" -> {
                // Everybody's address is known anyway.
            }
            case "org.apache.zookeeper.server.auth.DigestAuthenticationProvider" -> digest = true;
            case "org.apache.zookeeper.server.auth.EnsembleAuthenticationProvider" -> ensemble = true;
            case "org.apache.zookeeper.server.auth.SASLAuthenticationProvider" ->
                throw Refusals.unsupported(key, name, "SASL");
            case "org.apache.zookeeper.server.auth.X509AuthenticationProvider" ->
                throw Refusals.unsupported(key, name, "identities by certificates, which come with TLS for clients,");
            default -> {
                Scheme scheme = SchemeLoader.load(key, name);
                if (schemes.stream().anyMatch(other -> other.word().equals(scheme.word()))) {
                    throw InvalidConfigException.badValue(
                            key, name, "a scheme of a name of its own instead of \"" + scheme.word() + "\"");
                }
                schemes.add(new ForeignScheme(scheme));
            }
        }
    }

    private void addBuiltIn() throws InvalidConfigException {
        String superDigest = values.property(SUPER, "");
        String algorithm = values.property(ALGORITHM, "SHA1");
        if (digest) {
            try {
                schemes.add(new DigestScheme(algorithm, superDigest));
            } catch (IllegalArgumentException e) {
                throw InvalidConfigException.badValue(
                        ALGORITHM, algorithm, "a digest such as SHA1, SHA-256 or SHA3-256");
            }
        } else if (!superDigest.isEmpty()) {
            values.warn(SUPER + " has no effect with " + DIGEST_ENABLED + "=false.");
        }
        Set<String> names = listed(ENSEMBLE_NAMES);
        if (ensemble) {
            schemes.add(new EnsembleScheme(names));
        } else if (!names.isEmpty()) {
            values.warn(ENSEMBLE_NAMES + " has no effect without authProvider.ensemble="
                    + "org.apache.zookeeper.server.auth.EnsembleAuthenticationProvider.");
        }
    }

    private Set<String> required(Schemes known) throws InvalidConfigException {
        Set<String> words = listed(SCHEMES);
        if (!values.propertyFlag(ENFORCED, false)) {
            if (!words.isEmpty()) {
                values.warn(SCHEMES + " has no effect without " + ENFORCED + "=true.");
            }
            return Set.of();
        }
        if (words.isEmpty()) {
            throw new InvalidConfigException(ENFORCED + "=true says that clients must prove who they are: expected "
                    + SCHEMES + " to say how, such as digest");
        }
        for (String word : words) {
            @Nullable Scheme scheme = known.named(word);
            if (scheme == null) {
                throw InvalidConfigException.badValue(
                        SCHEMES,
                        word,
                        "schemes that this server knows, such as digest; sasl and x509 are not" + " supported yet");
            }
            if (scheme instanceof IpScheme) {
                values.warn(SCHEMES + " names ip, which every client has: none is refused.");
            }
        }
        return words;
    }

    private Set<String> listed(String key) {
        Set<String> words = new LinkedHashSet<>();
        for (String word : values.property(key, "").split(",", -1)) {
            if (!word.isBlank()) {
                words.add(word.trim());
            }
        }
        return words;
    }
}
