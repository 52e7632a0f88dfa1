package io.quorate.runtime.launch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Servers as lines of text that fit a width.
final class Table {
    /// Columns that a narrow terminal does without, the first one first.
    private static final List<Integer> DISPENSABLE = List.of(6, 5, 3, 4);

    private static final List<String> TITLES =
            List.of("server", "address", "state", "epoch", "last zxid", "connections", "");
    private static final int STATE_COLUMN = 2;
    private static final int EPOCH_COLUMN = 3;
    private static final String GAP = "  ";

    private final int width;
    private final boolean colours;

    Table(int width, boolean colours) {
        this.width = width;
        this.colours = colours;
    }

    /// One line of the table.
    ///
    /// @param name the server's id, or empty if it is known by its address only
    record Row(String name, String address, ServerView view) {
        private List<String> cells() {
            return List.of(
                    name,
                    address,
                    view.state().name().replace('_', ' '),
                    view.epoch().isPresent() ? Long.toString(view.epoch().getAsLong()) : "-",
                    view.zxid().isPresent()
                            ? "0x" + Long.toHexString(view.zxid().getAsLong())
                            : "-",
                    view.connections().isPresent()
                            ? Integer.toString(view.connections().getAsInt())
                            : "-",
                    view.remark());
        }
    }

    List<String> lines(List<Row> rows) {
        List<List<String>> cells = rows.stream().map(Row::cells).toList();
        Set<Integer> dropped = dropped(rows, cells);
        var lines = new ArrayList<String>();
        lines.add(line(TITLES, cells, dropped, null));
        for (int i = 0; i < rows.size(); i++) {
            lines.add(line(cells.get(i), cells, dropped, rows.get(i).view().state()));
        }
        return lines;
    }

    private Set<Integer> dropped(List<Row> rows, List<List<String>> cells) {
        var dropped = new HashSet<Integer>();
        if (rows.stream().allMatch(row -> row.name().isEmpty())) {
            // Who is known by address only is a stranger, and strangers do not tell their epoch.
            dropped.add(EPOCH_COLUMN);
        }
        for (int column = 0; column < TITLES.size(); column++) {
            int empty = column;
            if (cells.stream().allMatch(row -> row.get(empty).isEmpty())) {
                dropped.add(column);
            }
        }
        for (int candidate : DISPENSABLE) {
            int total = 0;
            for (int column = 0; column < TITLES.size(); column++) {
                // The last column is cut rather than dropped as long as a word of it fits.
                int wanted = column == 6 ? Math.min(12, columnWidth(column, cells)) : columnWidth(column, cells);
                total += dropped.contains(column) ? 0 : wanted + GAP.length();
            }
            if (total - GAP.length() > width) {
                dropped.add(candidate);
            }
        }
        return dropped;
    }

    private static int columnWidth(int column, List<List<String>> cells) {
        return Math.max(
                TITLES.get(column).length(),
                cells.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }

    private String line(
            List<String> row, List<List<String>> all, Set<Integer> dropped, ServerView.@Nullable State state) {
        var line = new StringBuilder();
        int room = width;
        for (int column = 0; column < row.size() && room > 0; column++) {
            if (dropped.contains(column)) {
                continue;
            }
            String cell = pad(row.get(column), columnWidth(column, all)) + GAP;
            cell = cell.substring(0, Math.min(cell.length(), room));
            room -= cell.length();
            line.append(column == STATE_COLUMN && state != null ? coloured(cell, state) : cell);
        }
        return line.toString().stripTrailing();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private String coloured(String cell, ServerView.State state) {
        if (!colours) {
            return cell;
        }
        String code = switch (state) {
            case LEADING, STANDALONE -> "1;32";
            case FOLLOWING, OBSERVING -> "32";
            case LOOKING, STARTING, READ_ONLY -> "33";
            case DOWN, UNKNOWN -> "31";
            case NOT_STARTED, STOPPED -> "2";
        };
        return "\033[" + code + "m" + cell + "\033[0m";
    }
}
