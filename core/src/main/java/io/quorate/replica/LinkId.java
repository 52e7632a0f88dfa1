package io.quorate.replica;

/// A connection between a leader and a learner, as this server numbers it; never reused while the process lives.
/// Links that this server dials are numbered by the core (negative), accepted ones by the transport (positive).
public record LinkId(long value) {}
