/// The same questions to an Apache ZooKeeper and to Quorate, and their answers compared in every field.
///
/// A {@link io.quorate.acceptance.differential.Script} is what several sessions do, step by step; the {@link
/// io.quorate.acceptance.differential.Composer} makes one from a seed, with good and with bad arguments. {@link
/// io.quorate.acceptance.differential.Pair} has both servers perform it, and {@link
/// io.quorate.acceptance.differential.Comparison} reads their answers side by side: replies, events, their order,
/// and at the end the whole tree. What differs must be in {@link
/// io.quorate.acceptance.differential.IntendedDifference}, with the reason; anything else fails the test, which prints
/// the script shortened as far as the difference stays.
///
/// Relies on standalone servers, on nothing else talking to them, and on every step being answered before the next
/// begins. So two runs of one script on one server hear the same.
///
/// What a newcomer gets wrong: zxids, session ids and times differ from run to run and are never compared as they
/// are. {@link io.quorate.acceptance.differential.Wording} says zxids relative to the script's beginning and sessions
/// by their number, and leaves out times.
@NullMarked
package io.quorate.acceptance.differential;

import org.jspecify.annotations.NullMarked;
