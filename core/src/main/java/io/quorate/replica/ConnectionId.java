package io.quorate.replica;

/// A client's connection to this server; never reused while the process lives.
public record ConnectionId(long value) {}
