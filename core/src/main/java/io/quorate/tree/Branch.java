package io.quorate.tree;

import io.quorate.model.Acl;
import io.quorate.protocol.MalformedException;
import io.quorate.protocol.snapshot.ZnodeImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Where a snapshot is being read: the znodes from the root to the last one added are open, that is, still
/// get children; all others are closed, their children sorted and packed.
///
/// Snapshots come depth first, so each znode is opened and closed once. Any other order with parents before
/// children works too, at the price of opening znodes again.
final class Branch {
    private final Edit edit;
    private final TtlForms forms;
    private final List<Open> open = new ArrayList<>();

    /// @param edit counts what is added, and gets the root when all is done; its sessions are there already
    Branch(Edit edit, TtlForms forms) {
        this.edit = edit;
        this.forms = forms;
    }

    /// @param znode as it has been read, or closed before
    private record Open(String path, Znode znode, List<Znode> added) {
        /// The znode with the children added meanwhile.
        Znode closed() {
            if (added.isEmpty()) {
                return znode;
            }
            added.sort(Comparator.comparing(Znode::name));
            return znode.withChildren(znode.children().isEmpty() ? sorted() : merged());
        }

        private Children sorted() {
            for (int i = 1; i < added.size(); i++) {
                if (added.get(i).name().equals(added.get(i - 1).name())) {
                    throw twice(added.get(i));
                }
            }
            return Children.ofSorted(added);
        }

        private Children merged() {
            Children children = znode.children();
            for (Znode child : added) {
                if (children.get(child.name()) != null) {
                    throw twice(child);
                }
                children = children.with(child);
            }
            return children;
        }

        private MalformedException twice(Znode child) {
            return new MalformedException(
                    "snapshot: the znode " + path + "/" + child.name() + " occurs twice; expected once");
        }
    }

    void add(ZnodeImage image) {
        String full = image.path();
        if (open.isEmpty()) {
            if (!full.isEmpty()) {
                throw new MalformedException("snapshot: the first znode is " + full + "; expected the root");
            }
            push(full, image);
            return;
        }
        ChildPath path = ChildPath.of(full);
        if (path == null) {
            throw new MalformedException(
                    "snapshot: a znode has the path \"" + full + "\"; expected a slash and a name");
        }
        closeUntilAbove(path.parent());
        reopen(path);
        push(full, image);
    }

    private void push(String path, ZnodeImage image) {
        List<Acl> acl = image.acl();
        ZnodeContent content = new ZnodeContent(image.data(), acl == null ? null : edit.intern(acl), image.stat());
        Ownership ownership = Ownership.of(image.stat().ephemeralOwner(), forms, edit.sessions());
        Znode znode = Znode.at(path, content, ownership);
        edit.enter(path, znode);
        open.add(new Open(path, znode, new ArrayList<>(0)));
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
        last().added().add(done.closed());
    }

    /// Opens the closed znodes between the last open one and the parent of `path`; in a snapshot that comes
    /// depth first there are none.
    private void reopen(ChildPath path) {
        while (last().path().length() < path.parent().length()) {
            Open above = open.removeLast();
            Znode znode = above.closed();
            int from = above.path().length() + 1;
            int end = path.full().indexOf('/', from);
            Znode child = znode.child(path.full().substring(from, end));
            if (child == null) {
                throw new MalformedException("snapshot: the znode " + path.full() + " comes before its parent");
            }
            open.add(new Open(above.path(), znode.withoutChild(child.name()), new ArrayList<>(0)));
            open.add(new Open(path.full().substring(0, end), child, new ArrayList<>(0)));
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
