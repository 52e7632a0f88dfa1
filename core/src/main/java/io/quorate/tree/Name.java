package io.quorate.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The name of a znode below its parent: UTF-8 within some bytes, which nobody may write to. Ordered by its
/// bytes.
record Name(byte[] bytes, int from, int to) implements Comparable<Name> {
    static Name of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Name(bytes, 0, bytes.length);
    }

    int length() {
        return to - from;
    }

    @Override
    public int compareTo(Name other) {
        return Arrays.compareUnsigned(bytes, from, to, other.bytes, other.from, other.to);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Name name && compareTo(name) == 0;
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
