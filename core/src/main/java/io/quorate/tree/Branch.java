package io.quorate.tree;

import io.quorate.model.Acl;
import io.quorate.protocol.MalformedException;
import io.quorate.protocol.snapshot.ZnodeImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Where a snapshot is being read: the znodes from the root to the last one added are open, that is, still
/// get children; all others are closed, their children sorted and packed.
///
/// Snapshots come depth first, so each znode is opened and closed once. Any other order with parents before
/// children works too, at the price of opening znodes again.
final class Branch {
    private final Edit edit;
    private final List<Open> open = new ArrayList<>();

    /// @param edit counts what is added, and gets the root when all is done
    Branch(Edit edit) {
        this.edit = edit;
    }

    /// @param znode as it has been read, or closed before
    private record Open(String path, String name, Znode znode, List<Map.Entry<String, Znode>> added) {
        /// The znode with the children added meanwhile.
        Znode closed() {
            if (added.isEmpty()) {
                return znode;
            }
            added.sort(Map.Entry.comparingByKey(Comparator.naturalOrder()));
            return znode.withChildren(znode.children().isEmpty() ? sorted() : merged());
        }

        private OrderedMap<String, Znode> sorted() {
            for (int i = 1; i < added.size(); i++) {
                if (added.get(i).getKey().equals(added.get(i - 1).getKey())) {
                    throw twice(path + "/" + added.get(i).getKey());
                }
            }
            return OrderedMap.ofSorted(added);
        }

        private OrderedMap<String, Znode> merged() {
            OrderedMap<String, Znode> children = znode.children();
            for (Map.Entry<String, Znode> child : added) {
                if (children.containsKey(child.getKey())) {
                    throw twice(path + "/" + child.getKey());
                }
                children = children.with(child.getKey(), child.getValue());
            }
            return children;
        }

        private static MalformedException twice(String path) {
            return new MalformedException("snapshot: the znode " + path + " occurs twice; expected once");
        }
    }

    void add(ZnodeImage image) {
        String full = image.path();
        if (open.isEmpty()) {
            if (!full.isEmpty()) {
                throw new MalformedException("snapshot: the first znode is " + full + "; expected the root");
            }
            push(full, "", image);
            return;
        }
        ZnodePath path = ZnodePath.of(full);
        if (path == null) {
            throw new MalformedException(
                    "snapshot: a znode has the path \"" + full + "\"; expected a slash and a name");
        }
        closeUntilAbove(path.parent());
        reopen(path);
        push(full, path.name(), image);
    }

    private void push(String path, String name, ZnodeImage image) {
        List<Acl> acl = image.acl();
        ZnodeContent content = new ZnodeContent(image.data(), acl == null ? null : edit.intern(acl), image.stat());
        Znode znode = Znode.at(path, OrderedMap.empty(), content);
        edit.enter(path, znode);
        open.add(new Open(path, name, znode, new ArrayList<>(0)));
    }

    private Open last() {
        return open.getLast();
    }

    /// Closes what is open up to the first znode that is at `path` or above it.
    private void closeUntilAbove(String path) {
        while (!isAtOrAbove(last().path(), path)) {
            close();
        }
    }

    private static boolean isAtOrAbove(String upper, String path) {
        return path.startsWith(upper) && (path.length() == upper.length() || path.charAt(upper.length()) == '/');
    }

    private void close() {
        Open done = open.removeLast();
        last().added().add(Map.entry(done.name(), done.closed()));
    }

    /// Opens the closed znodes between the last open one and the parent of `path`; in a snapshot that comes
    /// depth first there are none.
    private void reopen(ZnodePath path) {
        while (last().path().length() < path.parent().length()) {
            Open above = open.removeLast();
            Znode znode = above.closed();
            int from = above.path().length() + 1;
            int end = path.full().indexOf('/', from);
            String name = path.full().substring(from, end);
            Znode child = znode.child(name);
            if (child == null) {
                throw new MalformedException("snapshot: the znode " + path.full() + " comes before its parent");
            }
            open.add(new Open(above.path(), above.name(), znode.withoutChild(name), new ArrayList<>(0)));
            open.add(new Open(path.full().substring(0, end), name, child, new ArrayList<>(0)));
        }
    }

    /// Closes everything and hands the root over.
    ///
    /// @throws MalformedException if nothing has been added
    void finish() {
        if (open.isEmpty()) {
            throw new MalformedException("snapshot: there are no znodes; expected the root at least");
        }
        while (open.size() > 1) {
            close();
        }
        edit.root(last().closed());
    }
}
