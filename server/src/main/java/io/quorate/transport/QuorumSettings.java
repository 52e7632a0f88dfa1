package io.quorate.transport;

import java.net.InetSocketAddress;

/// How this server listens for learners, and what bounds what others send and do not read.
///
/// @param listen where learners are accepted while this server leads; port 0 for any
/// @param maxBufferBytes the longest buffer in a packet or a snapshot that is accepted
/// @param maxOutboundBytes what may wait for a peer beside a snapshot stream; a peer further behind is dropped
/// @param maxLearners links accepted at a time
public record QuorumSettings(InetSocketAddress listen, int maxBufferBytes, long maxOutboundBytes, int maxLearners) {
    /// With the limits of ZooKeeper where it has them.
    public static QuorumSettings listeningOn(InetSocketAddress listen) {
        return new QuorumSettings(listen, 2 * 0xfffff, 256L << 20, 1000);
    }
}
