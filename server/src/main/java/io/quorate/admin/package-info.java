/// What an operator can ask a running server: the four-letter words.
///
/// Relies on the replica's {@link io.quorate.replica.Status} and on what the runtime tells through
/// {@link io.quorate.admin.Subject}. Promises the layouts that ZooKeeper's users parse, to the letter, and answers from
/// what was published last: no question ever reaches the replica's thread. What a newcomer gets wrong: the spelling is
/// `Zookeeper`, and `Mode:` says `follower` where `mntr` says more.
@NullMarked
package io.quorate.admin;

import org.jspecify.annotations.NullMarked;
