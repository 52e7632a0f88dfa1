package io.quorate.auth;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The schemes that a server knows, by their words. `world`, `auth` and `super` are none: what they
/// mean is the same for everybody.
public final class Schemes {
    /// Words that have a meaning of their own, now or in other servers of an ensemble.
    public static final Set<String> RESERVED =
            Set.of("world", "auth", "super", "ip", "digest", "ensemble", "sasl", "x509", "key");

    /// What every server knows unless its operator wants it otherwise.
    public static final Schemes USUAL = new Schemes(List.of(new IpScheme(), new DigestScheme("SHA1", "")));

    private final Map<String, Scheme> byWord;

    /// @throws IllegalArgumentException for two schemes of the same word
    public Schemes(Collection<? extends Scheme> schemes) {
        Map<String, Scheme> words = new LinkedHashMap<>();
        for (Scheme scheme : schemes) {
            if (words.put(scheme.word(), scheme) != null) {
                throw new IllegalArgumentException(
                        "There are two authentication schemes called \"" + scheme.word() + "\".");
            }
        }
        byWord = Map.copyOf(words);
    }

    /// The scheme of a word on the wire; null if there is none.
    public @Nullable Scheme named(@Nullable String word) {
        return word == null ? null : byWord.get(word);
    }
}
