package io.quorate.simulation.ghost;

import io.quorate.model.Acl;
import io.quorate.model.SessionId;
import io.quorate.model.StoredStat;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.snapshot.ZnodeImage;
import io.quorate.simulation.reference.Entry;
import io.quorate.simulation.reference.State;
import io.quorate.tree.Tree;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compares a server's tree with what it should be: every znode with data, ACL and stored stat, the sessions, who
/// owns what, what is counted, and the digest, added up anew.
///
/// What each server writes by itself, the content of the configuration's znode, is left out.
final class TreeComparison {
    private static final String LOCAL = "/zookeeper/config";

    private final Tree tree;
    private final State state;

    private int znodes;
    private int ephemerals;
    private int expectedZnodes = 1;
    private int containers;
    private int ttls;
    private long digest;
    private long sizeBytes;

    private TreeComparison(Tree tree, State state) {
        this.tree = tree;
        this.state = state;
    }

    /// The first difference, as a sentence with both values; null if there is none.
    static @Nullable String difference(Tree tree, State state) {
        TreeComparison comparison = new TreeComparison(tree, state);
        String difference = comparison.znodes();
        if (difference == null) {
            difference = comparison.counts();
        }
        if (difference == null) {
            difference = comparison.sessions();
        }
        return difference == null ? comparison.owners() : difference;
    }

    private @Nullable String znodes() {
        Iterator<ZnodeImage> images = tree.znodes();
        while (images.hasNext()) {
            ZnodeImage image = images.next();
            String path = image.path().isEmpty() ? ZnodePath.ROOT : image.path();
            Entry entry = state.find(path);
            if (entry == null) {
                return "%s is there and should not be".formatted(path);
            }
            String difference = path.equals(LOCAL) ? null : znode(path, image, entry);
            if (difference != null) {
                return difference;
            }
            count(path, image, entry);
        }
        return znodes == expectedZnodes ? null : missing();
    }

    private void count(String path, ZnodeImage image, Entry entry) {
        byte[] data = image.data();
        znodes++;
        expectedZnodes += entry.children().size();
        digest += entry.digest();
        sizeBytes += path.length() + (data == null ? 0 : data.length);
        ephemerals += entry.isEphemeral() ? 1 : 0;
        containers += entry.isContainer() ? 1 : 0;
        ttls += entry.hasTtl() ? 1 : 0;
    }

    private String missing() {
        for (String path : state.paths()) {
            if (tree.find(path) == null) {
                return "%s should be there and is not".formatted(path);
            }
        }
        return "it has %d znodes and should have %d".formatted(znodes, expectedZnodes);
    }

    private static @Nullable String znode(String path, ZnodeImage image, Entry entry) {
        if (!Arrays.equals(image.data(), entry.data())) {
            return "the data of %s are %s and should be %s"
                    .formatted(path, Arrays.toString(image.data()), Arrays.toString(entry.data()));
        }
        List<Acl> acl = image.acl() == null ? Acl.OPEN : image.acl();
        if (!acl.equals(entry.acl())) {
            return "the ACL of %s is %s and should be %s".formatted(path, acl, entry.acl());
        }
        StoredStat stat = image.stat();
        return stat.equals(entry.stat())
                ? null
                : "the stat of %s is %s and should be %s".formatted(path, stat, entry.stat());
    }

    private @Nullable String counts() {
        // The root counts twice.
        if (tree.znodeCount() != znodes + 1) {
            return "it counts %d znodes and should count %d".formatted(tree.znodeCount(), znodes + 1);
        }
        if (tree.approximateDataSize() != sizeBytes) {
            return "it counts %d bytes and should count %d".formatted(tree.approximateDataSize(), sizeBytes);
        }
        if (tree.digest().treeDigest() != digest) {
            return "its digest is 0x%x, and that of its znodes is 0x%x"
                    .formatted(tree.digest().treeDigest(), digest);
        }
        return null;
    }

    private @Nullable String sessions() {
        for (Map.Entry<SessionId, Integer> session : tree.sessions()) {
            Integer expected = state.sessions().get(session.getKey());
            if (!session.getValue().equals(expected)) {
                return "session %s has the timeout %s and should have %s"
                        .formatted(session.getKey(), session.getValue(), expected == null ? "ended" : expected);
            }
        }
        int expected = state.sessions().size();
        return tree.sessionCount() == expected
                ? null
                : "it has %d sessions and should have %d".formatted(tree.sessionCount(), expected);
    }

    private @Nullable String owners() {
        int owned = 0;
        for (SessionId owner : tree.ephemeralOwners()) {
            List<String> paths = tree.ephemeralsOf(owner).keyList();
            if (!paths.equals(state.ephemeralsOf(owner))) {
                return "session %s owns %s and should own %s".formatted(owner, paths, state.ephemeralsOf(owner));
            }
            owned += paths.size();
        }
        if (owned != ephemerals || tree.ephemeralCount() != ephemerals) {
            return "%d ephemerals have an owner, %d are counted, and there should be %d"
                    .formatted(owned, tree.ephemeralCount(), ephemerals);
        }
        if (tree.containers().size() != containers
                || !tree.containers().keyList().equals(state.containers())) {
            return "its containers are %s and should be %s"
                    .formatted(tree.containers().keyList(), state.containers());
        }
        if (tree.ttls().size() != ttls || !tree.ttls().keyList().equals(state.ttls())) {
            return "its znodes with a time to live are %s and should be %s"
                    .formatted(tree.ttls().keyList(), state.ttls());
        }
        return null;
    }
}
