/// What servers make of frames that are malformed, illegal or merely strange: the same bytes go to Apache's server and
/// to ours.
///
/// {@link FrameCases} is the list of frames, {@link Probe} sends one and tells in a line what came of it, and
/// {@link IntendedDifferences} says where ours is meant to answer otherwise, and why.
@NullMarked
package io.quorate.acceptance.frames;

import org.jspecify.annotations.NullMarked;
