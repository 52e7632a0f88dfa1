/// What must never be: the record of everything that was proposed, committed, stored and said, outside
/// of all servers, and the invariants over it, checked after every step.
///
/// Relies on {@link io.quorate.simulation.world.Witness}. Promises to throw a {@link
/// io.quorate.simulation.Violation} at the first step that breaks one. What a newcomer gets wrong: a
/// ghost never trusts what a server says of itself where it can know better.
@NullMarked
package io.quorate.simulation.ghost;

import org.jspecify.annotations.NullMarked;
