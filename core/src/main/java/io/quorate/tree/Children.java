package io.quorate.tree;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The children of a znode, ordered by the bytes of their names. Never changes. The name of a child is not
/// kept beside it, but is read from it.
final class Children extends Pages<Children> implements Iterable<Znode> {
    static final Children NONE = new Children(new Object[0], 0, 0);

    private Children(Object[] root, int height, int size) {
        super(root, height, size);
    }

    /// The children in `znodes`, which must be in strictly ascending order of their names.
    static Children ofSorted(List<Znode> znodes) {
        return NONE.loaded(new ArrayList<>(znodes));
    }

    @Override
    int leafStride() {
        return 1;
    }

    @Override
    int compare(Object probe, Object key) {
        return ((Name) probe).compareTo(((Znode) key).name());
    }

    @Override
    Children of(Object[] otherRoot, int otherHeight, int otherSize) {
        return otherSize == 0 ? NONE : new Children(otherRoot, otherHeight, otherSize);
    }

    @Nullable
    Znode get(Name name) {
        return (Znode) lookUp(name);
    }

    /// These, with `child` in the place of one with the same name, if there is one.
    Children with(Znode child) {
        return inserted(child.name(), child);
    }

    Children without(Name name) {
        return removed(name);
    }

    /// The names behind `after`, or all, as many as take `bytes` with a length of four bytes each; but one, if there is
    /// one.
    List<String> namesBehind(@Nullable Name after, int bytes) {
        Cursor cursor = cursor();
        if (after != null) {
            cursor.seek(after);
            if (!cursor.atEnd() && compare(after, cursor.key()) == 0) {
                cursor.advance();
            }
        }
        List<String> names = new ArrayList<>();
        int left = bytes;
        while (!cursor.atEnd()) {
            Name name = ((Znode) cursor.key()).name();
            left -= Integer.BYTES + name.length();
            if (left < 0 && !names.isEmpty()) {
                break;
            }
            names.add(name.toString());
            cursor.advance();
        }
        return names;
    }

    @Override
    public Iterator<Znode> iterator() {
        Cursor cursor = cursor();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !cursor.atEnd();
            }

            @Override
            public Znode next() {
                if (cursor.atEnd()) {
                    throw new NoSuchElementException();
                }
                Znode child = (Znode) cursor.key();
                cursor.advance();
                return child;
            }
        };
    }
}
