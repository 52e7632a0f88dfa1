package io.quorate.shell;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Where the lines of an interactive run come from.
sealed interface LineSource extends AutoCloseable permits PlainLines, EditedLines {
    /// The next line, or null when there will be none.
    @Nullable
    String next(String prompt) throws IOException;

    @Override
    void close() throws IOException;
}
