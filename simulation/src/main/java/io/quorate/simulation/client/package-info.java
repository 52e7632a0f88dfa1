/// Those who use the service: sessions with random operations, watches, reconnections.
///
/// Relies on {@code world} for connections and on {@code history} to record what was said. What a
/// newcomer gets wrong: a client knows only what it was told; it must not look into servers.
@NullMarked
package io.quorate.simulation.client;

import org.jspecify.annotations.NullMarked;
