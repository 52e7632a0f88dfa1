/// Whether the checks bite: faults put into the product on purpose, one at a time, and the search for a
/// seed that finds each of them.
///
/// A mutation is a text among the test resources, never part of the product. It is applied to a copy of
/// the source, compiled in memory, and run in a class loader of its own, in which all else is the
/// ordinary code. What a newcomer gets wrong: a mutation that no seed finds is not a bad mutation but, as
/// a rule, a check that is missing.
@NullMarked
package io.quorate.simulation.mutation;

import org.jspecify.annotations.NullMarked;
