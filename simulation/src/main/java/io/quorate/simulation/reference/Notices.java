package io.quorate.simulation.reference;

import java.util.List;

/// What somebody with several watches is told of one txn.
///
/// @param events what is due, in order, before asking who may read what
/// @param left the watches that are still there afterwards, in the order in which they were given
public record Notices(List<WatchEvent> events, List<Watch> left) {}
