/// What users of ZooKeeper do, done with their own tools against Quorate: the tutorial by hand,
/// Apache's Java clients of today and of long ago, Curator, kazoo; servers killed and restarted;
/// Apache's servers beside ours, and on our files; disks that run full, and files that are damaged.
///
/// It relies on the package `harness` for servers, and on nothing of Quorate but the packed archive. What
/// must be judged by rules of our own is in the package `storm`.
///
/// It promises that what passes here works for somebody who has never heard of Quorate's inside.
///
/// What newcomers get wrong: testing details. What a unit test can show belongs there; here a second of
/// waiting costs every build a second.
@NullMarked
package io.quorate.acceptance;

import org.jspecify.annotations.NullMarked;
