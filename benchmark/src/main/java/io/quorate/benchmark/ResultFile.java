package io.quorate.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One file of JSON for each run, with every sample and the summary.
final class ResultFile {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ResultFile() {}

    /// @return the file that was written
    static Path write(
            Path directory, Instant started, Circumstances circumstances, List<Sample> samples, Summary summary)
            throws IOException {
        var json = new LinkedHashMap<String, Object>();
        json.put("started", started.truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("circumstances", circumstances.json());
        json.put("samples", samples.stream().map(ResultFile::sample).toList());
        json.put("summary", summary.rows().stream().map(ResultFile::row).toList());
        Path file = Files.createDirectories(directory).resolve(NAME.format(started) + ".json");
        return Files.writeString(file, Json.text(json));
    }

    private static Map<String, Object> sample(Sample sample) {
        var json = new LinkedHashMap<String, Object>();
        json.put("candidate", sample.candidate());
        json.put("workload", sample.workload().toString());
        json.put("round", sample.round());
        json.put("operations", sample.tally().operations());
        json.put("errors", sample.tally().errors());
        json.put("elapsedNanos", sample.tally().elapsedNanos());
        json.put("operationsPerSecond", sample.operationsPerSecond());
        json.put("serverCpuNanos", sample.serverCpu().toNanos());
        json.put("generatorCpuNanos", sample.generatorCpu().toNanos());
        json.put("p50Nanos", sample.tally().latencies().percentileNanos(50));
        json.put("p99Nanos", sample.tally().latencies().percentileNanos(99));
        json.put("maxNanos", sample.tally().latencies().maxNanos());
        return json;
    }

    private static Map<String, Object> row(Summary.Row row) {
        var json = new LinkedHashMap<String, Object>();
        json.put("workload", row.workload().toString());
        json.put("quantity", row.quantity());
        json.put("quorate", spread(row.one()));
        json.put("apache", spread(row.other()));
        json.put("ratio", spread(row.ratio()));
        return json;
    }

    private static Map<String, Object> spread(Spread spread) {
        var json = new LinkedHashMap<String, Object>();
        json.put("min", spread.min());
        json.put("median", spread.median());
        json.put("max", spread.max());
        return json;
    }
}
