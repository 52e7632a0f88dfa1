package io.quorate.tree;

import io.quorate.protocol.snapshot.ZnodeImage;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// All znodes from the root on, depth first, each before its children, these in ascending order of their
/// names.
final class ZnodeWalk implements Iterator<ZnodeImage> {
    /// A znode whose children are being visited.
    private record Level(String path, Iterator<Znode> children) {}

    private final Deque<Level> levels = new ArrayDeque<>();
    private @Nullable Znode root;

    ZnodeWalk(Znode root) {
        this.root = root;
    }

    @Override
    public boolean hasNext() {
        return root != null || !levels.isEmpty();
    }

    @Override
    public ZnodeImage next() {
        if (root != null) {
            ZnodeImage image = visit("", root);
            root = null;
            return image;
        }
        Level level = levels.peek();
        if (level == null) {
            throw new NoSuchElementException();
        }
        Znode child = level.children.next();
        if (!level.children.hasNext()) {
            levels.pop();
        }
        return visit(level.path + "/" + child.name(), child);
    }

    /// Only znodes with children not yet visited are kept, so that there is a next one as long as any is
    /// kept.
    private ZnodeImage visit(String path, Znode znode) {
        if (znode.childCount() > 0) {
            levels.push(new Level(path, znode.children().iterator()));
        }
        return new ZnodeImage(path, znode.data(), znode.storedAcl(), znode.storedStat());
    }

    /// Whether two images are equal, by the content of their data.
    static boolean same(ZnodeImage a, ZnodeImage b) {
        return a.path().equals(b.path())
                && Arrays.equals(a.data(), b.data())
                && Objects.equals(a.acl(), b.acl())
                && a.stat().equals(b.stat());
    }
}
