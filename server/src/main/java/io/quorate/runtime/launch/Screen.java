package io.quorate.runtime.launch;

import java.util.List;

/// Where `up` tells what happens. Safe for several threads: the one that stops everything speaks too.
sealed interface Screen permits LiveScreen, PlainScreen {
    /// A line that stays.
    void say(String line);

    /// How the servers look now.
    void show(List<Table.Row> rows);

    /// The user has pressed Enter, which moved the cursor.
    void typed();

    /// The table is not shown again.
    void end();
}
