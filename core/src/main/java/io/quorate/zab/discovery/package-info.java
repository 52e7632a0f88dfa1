/// The leader's first questions: which epoch has nobody promised yet, and whose history is the longest.
///
/// Relies on {@link io.quorate.zab.quorum}. What a newcomer gets wrong: a promise counts towards the epoch even when it
/// comes from a server without a vote, but only voters make the quorum.
@NullMarked
package io.quorate.zab.discovery;

import org.jspecify.annotations.NullMarked;
