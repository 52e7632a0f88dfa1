/// Breaks one invariant after the other by hand, and looks whether the ghost says so.
///
/// Relies on the product as it is, for all that is to be sound. What a newcomer gets wrong: a test that only shows that
/// sound servers are not accused shows nothing.
@NullMarked
package io.quorate.simulation.ghost;

import org.jspecify.annotations.NullMarked;
