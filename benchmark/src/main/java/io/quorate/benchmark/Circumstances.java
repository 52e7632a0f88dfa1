package io.quorate.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the numbers of a run depend on besides the servers.
///
/// @param loadBefore how many threads of the machine were at work in the minute before; negative where unknown
/// @param fileSystem of the servers' data: what a flush costs depends on it
/// @param versions of the candidates, as they call them themselves
record Circumstances(
        String system,
        int processors,
        double loadBefore,
        String java,
        String fileSystem,
        List<String> jvmOptions,
        Map<String, String> versions) {
    /// Above this share of the processors, others were at work.
    private static final double QUIET = 0.25;

    static Circumstances now(Path data, List<String> jvmOptions) throws IOException {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return new Circumstances(
                system.getName() + " " + system.getVersion() + " " + system.getArch(),
                system.getAvailableProcessors(),
                system.getSystemLoadAverage(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                Files.getFileStore(data).type(),
                List.copyOf(jvmOptions),
                Map.of());
    }

    Circumstances withVersions(Map<String, String> found) {
        return new Circumstances(system, processors, loadBefore, java, fileSystem, jvmOptions, found);
    }

    boolean noisy() {
        return loadBefore > QUIET * processors;
    }

    boolean flushesAreFree() {
        return fileSystem.equals("tmpfs") || fileSystem.equals("ramfs");
    }

    String text() {
        var text = new StringBuilder();
        versions.forEach((candidate, version) ->
                text.append(candidate).append(": ").append(version).append('\n'));
        text.append(system)
                .append(", ")
                .append(processors)
                .append(" processors, ")
                .append(java)
                .append('\n');
        text.append("data on ").append(fileSystem).append("; JVM options of all servers: ");
        text.append(String.join(" ", jvmOptions)).append('\n');
        if (noisy()) {
            text.append(String.format(
                    "Other programs were busy when this run began (load %.1f): do not quote its numbers.%n",
                    loadBefore));
        }
        if (flushesAreFree()) {
            text.append("Flushes cost nothing on ").append(fileSystem).append(": writes look better than on a disk.\n");
        }
        return text.toString();
    }

    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("system", system);
        json.put("processors", processors);
        json.put("loadBefore", loadBefore);
        json.put("java", java);
        json.put("fileSystem", fileSystem);
        json.put("jvmOptions", jvmOptions);
        json.put("versions", versions);
        return json;
    }
}
