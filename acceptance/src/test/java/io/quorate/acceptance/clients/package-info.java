/// Clients of the field, as their makers ship them, against an ensemble that loses servers.
///
/// Relies on {@link io.quorate.acceptance.harness}. A client is a program of its own: it prints
/// `done: STEP` for whatever has gone as expected, `ask: WISH` for what an application cannot do to
/// servers, and ends at its first surprise. What a newcomer gets wrong: with
/// `-Dacceptance.flavor=APACHE` the same programs run against Apache's servers; that is how to tell what
/// they expect of a server from what we imagine. (Those take `znode.container.checkIntervalMs` as a system
/// property only: `JDK_JAVA_OPTIONS=-Dznode.container.checkIntervalMs=500` has them pass.)
@NullMarked
package io.quorate.acceptance.clients;

import org.jspecify.annotations.NullMarked;
