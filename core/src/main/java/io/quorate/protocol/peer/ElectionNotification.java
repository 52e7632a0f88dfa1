package io.quorate.protocol.peer;

/// What one server tells another on the election port: its state, its vote, and the text of its configuration.
///
/// @param formatVersion 0 before 3.4.6, 1 with a version word, 2 with a configuration
/// @param config empty when the format carries none
public record ElectionNotification(ServerState state, Vote vote, int formatVersion, String config) {}
