/// Fast leader election: servers tell one another whom they prefer until a majority prefers the same.
///
/// Relies on {@link io.quorate.zab.quorum}. What a newcomer gets wrong: a server goes on answering notifications in
/// every
/// state, so the election object lives as long as the process, and its round counter with it.
@NullMarked
package io.quorate.zab.election;

import org.jspecify.annotations.NullMarked;
