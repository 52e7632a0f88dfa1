package io.quorate.protocol.peer;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;

/// A vote: the preferred leader, the last zxid of its history, the round in which the vote was cast
/// (`electionEpoch` on the wire), and the epoch of the preferred leader's history.
public record Vote(ServerId leader, Zxid zxid, long round, long peerEpoch) {}
