/// Who is in the ensemble and which sets of servers are a quorum.
///
/// Relies on {@link io.quorate.model}. What a newcomer gets wrong: observers are members but never count, so filter by
/// {@link io.quorate.zab.quorum.EnsembleConfig#isQuorum}, not by size.
@NullMarked
package io.quorate.zab.quorum;

import org.jspecify.annotations.NullMarked;
