/// Disks in memory that fail as real ones do.
///
/// Relies on {@link io.quorate.storage.Disk} only. What a newcomer gets wrong: not synced means anything may be left of
/// it, in any
/// order.
@NullMarked
package io.quorate.simulation.disk;

import org.jspecify.annotations.NullMarked;
