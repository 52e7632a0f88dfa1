package io.quorate.model;

/// The number of a server in its ensemble: the content of its `myid` file.
public record ServerId(long value) implements Comparable<ServerId> {
    @Override
    public int compareTo(ServerId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
