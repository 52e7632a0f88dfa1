/// What happens in a run, and when: settings and actions, drawn from a seed or read from a text.
///
/// What a newcomer gets wrong: a plan holds all that a run depends on, so that a run can be made
/// shorter by leaving actions out.
@NullMarked
package io.quorate.simulation.plan;

import org.jspecify.annotations.NullMarked;
