/// Disks in memory that fail as real ones do.
///
/// Relies on {@link io.quorate.storage.Disk} only, and knows nothing of what is in the files. Promises
/// that the same operations with the same random numbers leave the same bytes.
///
/// What a newcomer gets wrong: not synced means that anything may be left of it, in any order; and a
/// name is not synced with the file that it stands for.
@NullMarked
package io.quorate.simulation.disk;

import org.jspecify.annotations.NullMarked;
