package io.quorate.simulation.ghost;

import io.quorate.replica.Event;
import io.quorate.simulation.Violation;
import io.quorate.tree.Tree;
import java.util.Collection;

/// What the trees of the servers stand for. I-PREFIX, I-AGREEMENT, I-TOTAL-ORDER, I-GLOBAL-PRIMARY,
/// I-NO-APPLY-AHEAD.
///
/// Only what a server applies while it serves counts as applied. Before that its tree follows its disk,
/// and holds what a leader may still take away.
final class Applied {
    private final Collection<Subject> servers;
    private final Proposals proposals;
    private final Commits commits;

    Applied(Collection<Subject> servers, Proposals proposals, Commits commits) {
        this.servers = servers;
        this.proposals = proposals;
        this.commits = commits;
    }

    /// A server has taken a step, and this is its tree now.
    void stepped(Subject server, Event event, Tree tree) {
        Past before = server.applied();
        if (!tree.zxid().equals(before.zxid()) || event instanceof Event.LogTruncated) {
            Past now = proposals.require(tree.zxid(), "has a tree at", server);
            checkTree(server, now, tree);
            switch (event) {
                case Event.LogTruncated _ -> checkOnDisk(server, now);
                case Event.SnapshotReceived _ -> {
                    if (!server.shelf().awaits(now)) {
                        checkOnDisk(server, now);
                    }
                }
                default -> advanced(server, before, now);
            }
            server.applied(now);
        }
        serve(server, before);
    }

    /// A tree is what its history adds up to.
    static void checkTree(Subject server, Past past, Tree tree) {
        long digest = tree.digest().treeDigest();
        if (digest != past.digest()) {
            throw new Violation(
                    "I-PREFIX",
                    "the tree of server %s at %s adds up to %s, but the leader's was %s",
                    server,
                    past,
                    Long.toHexString(digest),
                    Long.toHexString(past.digest()));
        }
    }

    private static void advanced(Subject server, Past before, Past now) {
        if (now.epoch() < before.epoch()) {
            throw new Violation("I-GLOBAL-PRIMARY", "server %s goes from %s back to %s", server, before, now);
        }
        if (before.contains(now)) {
            throw new Violation("I-TOTAL-ORDER", "server %s goes from %s back to %s", server, before, now);
        }
        if (!now.contains(before)) {
            throw new Violation(
                    "I-PREFIX", "server %s goes from %s to %s, which does not follow it", server, before, now);
        }
        checkOnDisk(server, now);
    }

    private static void checkOnDisk(Subject server, Past now) {
        if (!server.shelf().history().contains(now)) {
            throw new Violation(
                    "I-NO-APPLY-AHEAD",
                    "server %s has applied %s, but its disk holds %s",
                    server,
                    now,
                    server.shelf().history());
        }
    }

    // ---- servers that serve

    private void serve(Subject server, Past before) {
        Sequence sequence = server.sequence();
        Past applied = server.applied();
        if (!server.isBroadcasting()) {
            sequence.end();
            return;
        }
        if (!sequence.isOpen()) {
            commits.commit(server, applied);
            checkOnDisk(server, applied);
            sequence.begin(applied.zxid());
        } else if (!applied.zxid().equals(sequence.last())) {
            commits.commit(server, applied);
            for (Past next = commits.firstAfter(before); next != null && applied.contains(next); ) {
                sequence.add(server, next.zxid());
                next = commits.firstAfter(next);
            }
            checkAgreement(server, servers);
        }
    }

    /// Of two servers that serve, one has applied whatever the other has.
    static void checkAgreement(Subject server, Collection<Subject> servers) {
        Sequence sequence = server.sequence();
        for (Subject other : servers) {
            Sequence others = other.sequence();
            if (other != server && others.isOpen() && !(sequence.has(others.last()) || others.has(sequence.last()))) {
                throw new Violation(
                        "I-AGREEMENT",
                        "server %s has applied %s and server %s %s, and neither has both",
                        server,
                        sequence.last(),
                        other,
                        others.last());
            }
        }
    }
}
