package io.quorate.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.Identity;
import io.quorate.model.SessionId;
import io.quorate.model.Stat;
import io.quorate.model.StoredStat;
import io.quorate.protocol.txn.TxnCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.StatPersisted;
import org.apache.zookeeper.server.DataNode;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.DataTree.ProcessTxnResult;
import org.apache.zookeeper.server.TxnLogEntry;
import org.apache.zookeeper.server.util.SerializeUtils;
import org.jspecify.annotations.Nullable;

/// The tree of Apache ZooKeeper, given the same txns, and its contents in our words.
final class ApacheTree {
    private final DataTree tree = new DataTree();

    ProcessTxnResult apply(History.Step step) {
        try {
            TxnLogEntry entry = SerializeUtils.deserializeTxn(TxnCodec.encode(step.header(), step.txn(), null));
            return tree.processTxn(entry.getHeader(), entry.getTxn());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    DataTree tree() {
        return tree;
    }

    /// Checks that `ours` holds the same znodes, to the last number.
    void assertSame(Tree ours) {
        List<String> paths = History.paths(ours);
        for (String path : paths) {
            DataNode theirs = tree.getNode(path);
            assertThat(theirs).as(path).isNotNull();
            assertSameZnode(path, Objects.requireNonNull(ours.find(path)), theirs);
        }
        assertThat(tree.getNodeCount()).isEqualTo(ours.znodeCount()).isEqualTo(paths.size() + 1);
        assertThat(ours.digest().treeDigest()).isEqualTo(tree.getTreeDigest());
        assertThat(ours.approximateDataSize()).isEqualTo(tree.cachedApproximateDataSize());
        assertThat(ours.ephemeralCount()).isEqualTo(tree.getEphemeralsCount());
        assertThat(ours.containers().keyList()).isEqualTo(List.copyOf(new TreeSet<>(tree.getContainers())));
        assertThat(ours.ttls().keyList()).isEqualTo(List.copyOf(new TreeSet<>(tree.getTtls())));
        for (long session : tree.getSessions()) {
            assertThat(ours.ephemeralsOf(new SessionId(session)).keyList())
                    .isEqualTo(List.copyOf(new TreeSet<>(tree.getEphemerals(session))));
        }
        assertThat(ours.zxid().value()).isEqualTo(tree.lastProcessedZxid);
    }

    private void assertSameZnode(String path, Znode ours, DataNode theirs) {
        assertThat(ours.storedStat()).as(path).isEqualTo(stored(theirs.stat));
        assertThat(ours.data()).as(path).isEqualTo(theirs.getData());
        assertThat(ours.childNameList()).as(path).isEqualTo(List.copyOf(new TreeSet<>(theirs.getChildren())));
        assertThat(ours.acl()).as(path).isEqualTo(acl(tree.getACL(theirs)));
        org.apache.zookeeper.data.Stat stat = new org.apache.zookeeper.data.Stat();
        theirs.copyStat(stat);
        assertThat(ours.stat()).as(path).isEqualTo(shown(stat));
    }

    private static List<Acl> acl(List<ACL> theirs) {
        List<Acl> ours = new ArrayList<>();
        for (ACL entry : theirs) {
            ours.add(new Acl(
                    entry.getPerms(),
                    new Identity(entry.getId().getScheme(), entry.getId().getId())));
        }
        return ours;
    }

    private static StoredStat stored(StatPersisted stat) {
        return new StoredStat(
                stat.getCzxid(),
                stat.getMzxid(),
                stat.getCtime(),
                stat.getMtime(),
                stat.getVersion(),
                stat.getCversion(),
                stat.getAversion(),
                stat.getEphemeralOwner(),
                stat.getPzxid());
    }

    static @Nullable Stat shown(org.apache.zookeeper.data.@Nullable Stat stat) {
        if (stat == null) {
            return null;
        }
        return new Stat(
                stat.getCzxid(),
                stat.getMzxid(),
                stat.getCtime(),
                stat.getMtime(),
                stat.getVersion(),
                stat.getCversion(),
                stat.getAversion(),
                stat.getEphemeralOwner(),
                stat.getDataLength(),
                stat.getNumChildren(),
                stat.getPzxid());
    }
}
