package io.quorate.tree;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A persistent B-tree of bare arrays: what changes it gives another one, which shares with it all but the
/// few arrays on the way to the entry.
///
/// A page is an array of entries. In a leaf an entry is one or two objects, the first of which is what
/// entries are ordered by. Above the leaves an entry is two: the first key below it, and a page of the next
/// level. All leaves have the same depth, so up to 32 entries, which is most of the sets there are, are one
/// array. Pages are never empty, and when a removal leaves one with few entries it joins a neighbour that
/// has room.
///
/// Who looks for something brings a probe, which may be of another type than the keys.
///
/// @param <S> the type itself
abstract sealed class Pages<S extends Pages<S>> permits OrderedMap, Children {
    /// The most entries of a page.
    static final int PAGE_ENTRIES = 32;

    /// A page with fewer looks for a neighbour to join.
    private static final int FEW_ENTRIES = PAGE_ENTRIES / 4;

    /// The most entries of a page that results from joining, or from loading in bulk: full pages would be
    /// split by the next insertion.
    private static final int ROOMY_ENTRIES = PAGE_ENTRIES * 7 / 8;

    /// The objects of an entry above the leaves.
    private static final int BRANCH = 2;

    final Object[] root;
    final int height;
    private final int size;

    Pages(Object[] root, int height, int size) {
        this.root = root;
        this.height = height;
        this.size = size;
    }

    /// The objects of an entry in a leaf: one or two.
    abstract int leafStride();

    abstract int compare(Object probe, Object key);

    abstract S of(Object[] root, int height, int size);

    public final int size() {
        return size;
    }

    public final boolean isEmpty() {
        return size == 0;
    }

    private int stride(int level) {
        return level == 0 ? leafStride() : BRANCH;
    }

    /// The last object of the entry that `probe` finds.
    final @Nullable Object lookUp(Object probe) {
        Object[] page = root;
        for (int level = height; level > 0; level--) {
            page = below(page, covering(page, probe));
        }
        int stride = leafStride();
        int i = search(page, stride, probe);
        return i < 0 ? null : page[stride * i + stride - 1];
    }

    private static Object[] below(Object[] page, int i) {
        return (Object[]) page[BRANCH * i + 1];
    }

    /// The index of what `probe` finds among the entries of `page`, or `-1 - index` of where it would be.
    private int search(Object[] page, int stride, Object probe) {
        int low = 0;
        int high = page.length / stride - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(probe, page[stride * middle]);
            if (order == 0) {
                return middle;
            }
            if (order > 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    /// The index of the child page in whose range `probe` falls.
    private int covering(Object[] page, Object probe) {
        int i = search(page, BRANCH, probe);
        return i >= 0 ? i : Math.max(0, -i - 2);
    }

    /// With `entry` in its place, which `probe` finds.
    final S inserted(Object probe, Object... entry) {
        Insertion insertion = new Insertion(probe, entry);
        Object[] page = insertion.into(root, height);
        int total = insertion.added ? size + 1 : size;
        if (!isOverfull(page, height)) {
            return of(page, height, total);
        }
        int cut = insertion.cut(page, height);
        Object[] left = Arrays.copyOfRange(page, 0, cut);
        Object[] right = Arrays.copyOfRange(page, cut, page.length);
        return of(new Object[] {left[0], left, right[0], right}, height + 1, total);
    }

    private boolean isOverfull(Object[] page, int level) {
        return page.length > PAGE_ENTRIES * stride(level);
    }

    private final class Insertion {
        private final Object probe;
        private final Object[] entry;
        private boolean added;

        private Insertion(Object probe, Object[] entry) {
            this.probe = probe;
            this.entry = entry;
        }

        /// May return a page with one entry too many, which whoever holds it splits.
        private Object[] into(Object[] page, int level) {
            if (level == 0) {
                int i = search(page, entry.length, probe);
                added = i < 0;
                return i >= 0
                        ? spliced(page, entry.length * i, entry.length, entry)
                        : spliced(page, entry.length * (-i - 1), 0, entry);
            }
            int i = covering(page, probe);
            Object[] child = into(below(page, i), level - 1);
            if (!isOverfull(child, level - 1)) {
                return spliced(page, BRANCH * i, BRANCH, child[0], child);
            }
            int cut = cut(child, level - 1);
            Object[] left = Arrays.copyOfRange(child, 0, cut);
            Object[] right = Arrays.copyOfRange(child, cut, child.length);
            return spliced(page, BRANCH * i, BRANCH, left[0], left, right[0], right);
        }

        /// Where to split the page that has just got the entry: in the middle, unless the entry came last.
        /// Keys often come in ascending order (sequential znodes, session ids), and pages would stay half
        /// empty for ever.
        private int cut(Object[] page, int level) {
            int stride = stride(level);
            boolean last = compare(probe, page[page.length - stride]) == 0;
            return last ? page.length - stride : page.length / stride / 2 * stride;
        }
    }

    /// Without the entry that `probe` finds; itself if there is none.
    @SuppressWarnings("unchecked")
    final S removed(Object probe) {
        Object[] page = remove(root, height, probe);
        if (shared(page, root)) {
            return (S) this;
        }
        int level = page.length == 0 ? 0 : height;
        while (level > 0 && page.length == BRANCH) {
            page = below(page, 0);
            level--;
        }
        return of(page, level, size - 1);
    }

    private Object[] remove(Object[] page, int level, Object probe) {
        if (level == 0) {
            int stride = leafStride();
            int i = search(page, stride, probe);
            return i < 0 ? page : spliced(page, stride * i, stride);
        }
        int i = covering(page, probe);
        Object[] before = below(page, i);
        Object[] child = remove(before, level - 1, probe);
        if (shared(child, before)) {
            return page;
        }
        if (child.length == 0) {
            return spliced(page, BRANCH * i, BRANCH);
        }
        int stride = stride(level - 1);
        if (child.length < FEW_ENTRIES * stride) {
            if (i > 0 && fit(below(page, i - 1), child, stride)) {
                Object[] joined = joined(below(page, i - 1), child);
                return spliced(page, BRANCH * (i - 1), 2 * BRANCH, joined[0], joined);
            }
            if (BRANCH * (i + 1) < page.length && fit(child, below(page, i + 1), stride)) {
                Object[] joined = joined(child, below(page, i + 1));
                return spliced(page, BRANCH * i, 2 * BRANCH, joined[0], joined);
            }
        }
        return spliced(page, BRANCH * i, BRANCH, child[0], child);
    }

    /// Whether nothing has changed: a page that has is another array.
    @SuppressWarnings("ReferenceEquality")
    static boolean shared(Object[] page, Object[] other) {
        return page == other;
    }

    private static boolean fit(Object[] left, Object[] right, int stride) {
        return left.length + right.length <= ROOMY_ENTRIES * stride;
    }

    private static Object[] joined(Object[] left, Object[] right) {
        Object[] page = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, page, left.length, right.length);
        return page;
    }

    /// `page` with `objects` in the place of the `count` ones from `at` on.
    private static Object[] spliced(Object[] page, int at, int count, Object... objects) {
        Object[] copy = new Object[page.length - count + objects.length];
        System.arraycopy(page, 0, copy, 0, at);
        System.arraycopy(objects, 0, copy, at, objects.length);
        System.arraycopy(page, at + count, copy, at + objects.length, page.length - at - count);
        return copy;
    }

    /// The pages of `entries`, one after the other in strictly ascending order; cheaper than inserting one
    /// by one.
    final S loaded(List<Object> entries) {
        int stride = leafStride();
        Object[] page = entries.toArray();
        int level = 0;
        while (isOverfull(page, level)) {
            page = paginated(page, stride(level));
            level++;
        }
        return of(page, level, entries.size() / stride);
    }

    /// The level above `page`, which is cut into pages of nearly equal size.
    private static Object[] paginated(Object[] page, int stride) {
        int entries = page.length / stride;
        int pages = (entries + ROOMY_ENTRIES - 1) / ROOMY_ENTRIES;
        Object[] above = new Object[BRANCH * pages];
        for (int p = 0; p < pages; p++) {
            int from = (int) ((long) entries * p / pages);
            int to = (int) ((long) entries * (p + 1) / pages);
            above[BRANCH * p] = page[stride * from];
            above[BRANCH * p + 1] = Arrays.copyOfRange(page, stride * from, stride * to);
        }
        return above;
    }

    final Cursor cursor() {
        return new Cursor();
    }

    /// Stands before an entry, or at the end: the page and the index in it at each level.
    final class Cursor {
        private final Object[][] pages = new Object[height + 1][];
        private final int[] at = new int[height + 1];
        private final int stride = leafStride();

        private Cursor() {
            pages[height] = root;
            descend(height);
        }

        private void descend(int from) {
            for (int level = from; level > 0; level--) {
                pages[level - 1] = below(pages[level], at[level]);
                at[level - 1] = 0;
            }
        }

        /// Goes before the first entry that is not less than what `probe` finds.
        void seek(Object probe) {
            for (int level = height; level > 0; level--) {
                at[level] = covering(pages[level], probe);
                pages[level - 1] = below(pages[level], at[level]);
            }
            int i = search(pages[0], stride, probe);
            at[0] = i >= 0 ? i : -i - 1;
            climb();
        }

        /// Goes to the next leaf if this one is used up and there is one.
        private void climb() {
            int level = 0;
            while (isUsedUp(level) && level < height) {
                level++;
                at[level]++;
            }
            if (!isUsedUp(level)) {
                descend(level);
            }
        }

        private boolean isUsedUp(int level) {
            return at[level] * stride(level) >= pages[level].length;
        }

        boolean atEnd() {
            return isUsedUp(0);
        }

        Object key() {
            return pages[0][stride * at[0]];
        }

        Object value() {
            return pages[0][stride * at[0] + stride - 1];
        }

        void advance() {
            if (atEnd()) {
                throw new NoSuchElementException();
            }
            at[0]++;
            climb();
        }
    }
}
