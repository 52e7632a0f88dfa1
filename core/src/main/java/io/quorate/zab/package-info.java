/// Agreement: one leader at a time, one order of txns, on every server.
///
/// The four phases are four rooms: `election` finds a candidate, `discovery` fences off older leaders with an epoch,
/// `synchronization` gives every follower the leader's history, `broadcast` counts who holds what.
///
/// | packet | from | phase | what it says |
/// |---|---|---|---|
/// | notification | any to any | election | my state and my vote |
/// | FOLLOWERINFO | learner | discovery | the highest epoch I have promised |
/// | LEADERINFO | leader | discovery | the epoch I propose |
/// | ACKEPOCH | learner | discovery | I promise; this is the end of my history |
/// | DIFF, TRUNC, SNAP | leader | synchronization | how your history becomes mine |
/// | NEWLEADER | leader | synchronization | that was my history |
/// | ACK | learner | both | it is durable here |
/// | UPTODATE | leader | synchronization | a quorum has it: serve |
/// | PROPOSAL, COMMIT | leader | broadcast | the next txn; a quorum holds it |
///
/// | from | to | when |
/// |---|---|---|
/// | looking | leading | a majority votes for this server |
/// | looking | following | a majority votes for another, or already follows it |
/// | leading | looking | a quorum does not answer in time |
/// | following | looking | the link breaks, the leader is silent, or it breaks the protocol |
///
/// Relies on {@link io.quorate.protocol.peer} and {@link io.quorate.protocol.txn}. What a newcomer gets wrong: the zxid
/// that a server reports is that of its durable history, committed or not; what it has applied never exceeds that.
@NullMarked
package io.quorate.zab;

import org.jspecify.annotations.NullMarked;
