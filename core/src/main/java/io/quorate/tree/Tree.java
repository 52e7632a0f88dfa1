package io.quorate.tree;

import io.quorate.protocol.snapshot.SnapshotSource;

/// The znodes and sessions as one immutable value.
public abstract class Tree implements SnapshotSource {}
