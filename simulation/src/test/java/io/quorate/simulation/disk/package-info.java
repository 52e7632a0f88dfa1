/// What the disks that fail promise: which faults they have, and that they have no others.
@NullMarked
package io.quorate.simulation.disk;

import org.jspecify.annotations.NullMarked;
