/// Quorate as its users meet it: the distribution, its scripts, and clients and servers of Apache ZooKeeper.
///
/// Relies on the archive that module `dist` has packed, which `mvn verify` does before it comes here; without it the
/// tests that need it are skipped and say so. Every test has directories and ports of its own, and ends each process it
/// has started. What a newcomer gets wrong: nothing here may call into the server. What cannot be seen from outside
/// belongs into the tests of the other modules.
@NullMarked
package io.quorate.acceptance;

import org.jspecify.annotations.NullMarked;
