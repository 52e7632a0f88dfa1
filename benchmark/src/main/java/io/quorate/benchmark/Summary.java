package io.quorate.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// The samples of a run side by side: one row for each workload and quantity, with both candidates' spreads over the
/// rounds and that of their ratio. Ratios are taken within a round, where both had about the same machine.
final class Summary {
    private static final List<Quantity> QUANTITIES = List.of(
            new Quantity("ops/s", Sample::operationsPerSecond),
            new Quantity("CPU us/op", Sample::cpuMicrosPerOperation),
            new Quantity("p50 ms", Sample::medianMillis),
            new Quantity("p99 ms", Sample::p99Millis));

    private final String one;
    private final String other;
    private final List<Row> rows;

    private record Quantity(String name, ToDoubleFunction<Sample> of) {}

    /// @param ratio of `one` to `other`
    record Row(Workload workload, String quantity, Spread one, Spread other, Spread ratio) {}

    private Summary(String one, String other, List<Row> rows) {
        this.one = one;
        this.other = other;
        this.rows = List.copyOf(rows);
    }

    /// @param samples of both candidates and the same rounds, at least one
    static Summary of(String one, String other, List<Sample> samples) {
        var rows = new ArrayList<Row>();
        for (Workload workload :
                samples.stream().map(Sample::workload).distinct().toList()) {
            for (Quantity quantity : QUANTITIES) {
                List<Double> ones = values(samples, one, workload, quantity);
                List<Double> others = values(samples, other, workload, quantity);
                var ratios = new ArrayList<Double>();
                for (int i = 0; i < ones.size(); i++) {
                    ratios.add(ones.get(i) / others.get(i));
                }
                rows.add(new Row(workload, quantity.name(), Spread.of(ones), Spread.of(others), Spread.of(ratios)));
            }
        }
        return new Summary(one, other, rows);
    }

    private static List<Double> values(List<Sample> samples, String candidate, Workload workload, Quantity quantity) {
        return samples.stream()
                .filter(sample -> sample.candidate().equals(candidate)
                        && sample.workload().equals(workload))
                .sorted(Comparator.comparingInt(Sample::round))
                .map(sample -> quantity.of().applyAsDouble(sample))
                .toList();
    }

    List<Row> rows() {
        return rows;
    }

    /// A table of fixed width; each cell is median (min to max).
    String text() {
        var text = new StringBuilder();
        text.append(line("", "", one, other, one + "/" + other));
        Workload last = null;
        for (Row row : rows) {
            if (!row.workload().equals(last)) {
                text.append('\n');
            }
            text.append(line(
                    row.workload().equals(last) ? "" : row.workload().toString(),
                    row.quantity(),
                    cell(row.one()),
                    cell(row.other()),
                    cell(row.ratio())));
            last = row.workload();
        }
        return text.toString();
    }

    private static String line(String... cells) {
        return String.format("%-22s %-10s %28s %28s %22s", (Object[]) cells).stripTrailing() + "\n";
    }

    private static String cell(Spread spread) {
        return number(spread.median()) + " (" + number(spread.min()) + " to " + number(spread.max()) + ")";
    }

    /// Three significant digits or all before the point: more would be noise.
    private static String number(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
