/// The same work on Quorate and on Apache ZooKeeper in one run, and a table of how they compare.
///
/// {@link BenchmarkMain} reads the options into a {@link Plan}, {@link Run} alternates between the two ensembles,
/// {@link
/// Measurement} does one piece of work on one of them, and {@link Summary} puts the {@link Sample}s side by side. It
/// relies on `load` for the clients and on `ensemble` for the servers, and promises that a run is bounded in time,
/// leaves
/// no process and no file but its results behind, and ends with an error code if a single reply was not as it should
/// be.
///
/// What a newcomer gets wrong: generator and servers share the processors, so operations per second tell how much work
/// the whole machine got done. Processor time per operation is the steadier number.
@NullMarked
package io.quorate.benchmark;

import org.jspecify.annotations.NullMarked;
