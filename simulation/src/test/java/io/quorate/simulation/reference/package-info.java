/// What holds for the reference: single facts, and that the product agrees with it.
///
/// Relies on the product as it is. What a newcomer gets wrong: where the two differ, either may be wrong.
@NullMarked
package io.quorate.simulation.reference;

import org.jspecify.annotations.NullMarked;
