/// Who holds which txn durably, and therefore which txns are committed.
///
/// Relies on {@link io.quorate.zab.quorum}. What a newcomer gets wrong: the leader's own log counts like any
/// follower's,
/// once it is flushed and not before.
@NullMarked
package io.quorate.zab.broadcast;

import org.jspecify.annotations.NullMarked;
