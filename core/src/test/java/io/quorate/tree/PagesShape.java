package io.quorate.tree;

import static org.assertj.core.api.Assertions.assertThat;

/// What must hold of the pages of any B-tree.
final class PagesShape {
    private PagesShape() {}

    static void check(Pages<?> pages) {
        int entries = pages.isEmpty() ? 0 : countBelow(pages, pages.root, pages.height);
        assertThat(entries).isEqualTo(pages.size());
        if (pages.height > 0) {
            assertThat(pages.root.length).as("children of the root, twice").isGreaterThanOrEqualTo(4);
        }
    }

    private static int countBelow(Pages<?> pages, Object[] page, int level) {
        int stride = level == 0 ? pages.leafStride() : 2;
        assertThat(page.length / stride).isBetween(1, Pages.PAGE_ENTRIES);
        assertThat(page.length % stride).isZero();
        if (level == 0) {
            return page.length / stride;
        }
        int entries = 0;
        for (int i = 0; i < page.length; i += 2) {
            Object[] child = (Object[]) page[i + 1];
            assertThat(child[0]).as("first key below").isSameAs(page[i]);
            entries += countBelow(pages, child, level - 1);
        }
        return entries;
    }
}
