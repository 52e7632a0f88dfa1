package io.quorate.operation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.quorate.model.StoredStat;
import io.quorate.model.ZnodePath;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.tree.Tree;
import io.quorate.tree.Znode;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The znodes below `/keeper` that tell a client of ClickHouse Keeper which operations it may use. They are in no tree:
/// a server shows them by itself, so snapshots, digests and other servers know nothing of them. They can be read and
/// not written, and `/` does not list them, so that whoever copies or deletes a whole tree does not stumble over them.
///
/// Where the tree has a `/keeper` of its own, that one is shown with all that is below it, and none of these.
public final class FeatureNodes {
    private static final String TOP = "/keeper";

    /// What the oldest clients go by: with 2 they use lists that are filtered and multiRead, and nothing else.
    private static final byte[] API_VERSION = "2".getBytes(US_ASCII);

    /// Two children were created, as the stat is to show.
    private static final StoredStat TOP_STAT = new StoredStat(0, 0, 0, 0, 0, 2, 0, 0, 0);

    /// Shows nothing.
    public static final FeatureNodes NONE = new FeatureNodes(null);

    /// As long as the leader does not know the operations: those that a server answers by itself.
    public static final FeatureNodes READING = new FeatureNodes(Feature.ofReads());

    public static final FeatureNodes ALL = new FeatureNodes(EnumSet.allOf(Feature.class));

    private final @Nullable Tree shown;

    private FeatureNodes(@Nullable Set<Feature> features) {
        shown = features == null ? null : tree(features);
    }

    private static Tree tree(Set<Feature> features) {
        byte[] empty = {};
        return new Tree.Builder()
                .with("", empty, StoredStat.ZERO)
                .with(TOP, empty, TOP_STAT)
                .with(TOP + "/api_version", API_VERSION, StoredStat.ZERO)
                .with(TOP + "/feature_flags", Feature.flags(features), StoredStat.ZERO)
                .build(Zxid.ZERO);
    }

    /// The znode that is shown at `path` beside those of `tree`, which has none there.
    @Nullable
    Znode find(String path, Tree tree) {
        return shown != null && isBelowTop(path) && tree.find(TOP) == null ? shown.find(path) : null;
    }

    /// Whether a write is about such a znode: the leader refuses it. A `/keeper` that the tree has already, from before
    /// or from a leader without extensions, belongs to whoever made it.
    static boolean areMeantBy(Request write, Preparation preparation) {
        String path = preparation.writes().extensions() ? path(write) : null;
        return path != null && isBelowTop(path) && preparation.tree().find(TOP) == null;
    }

    /// The path that a write is about, if it is about a single one.
    private static @Nullable String path(Request write) {
        return switch (write) {
            case Request.Create create when CreateMode.isSequential(create.flags()) -> parent(create.path());
            case Request.Create create -> create.path();
            case Request.Delete delete -> delete.path();
            case Request.SetData setData -> setData.path();
            case Request.SetAcl setAcl -> setAcl.path();
            case Request.Check check -> check.path();
            case Request.CheckNotExists check -> check.path();
            case Request.CheckStat check -> check.path();
            case Request.TryRemove remove -> remove.path();
            case Request.RemoveRecursive remove -> remove.path();
            case Request _ -> null;
        };
    }

    /// A name that will be completed is another one than it says.
    private static @Nullable String parent(@Nullable String path) {
        return path == null ? null : ZnodePath.parent(path);
    }

    private static boolean isBelowTop(String path) {
        return path.startsWith(TOP) && (path.length() == TOP.length() || path.charAt(TOP.length()) == '/');
    }
}
