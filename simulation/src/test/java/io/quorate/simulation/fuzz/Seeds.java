package io.quorate.simulation.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The part of the corpus that means something: for each target the bytes that servers and clients really send and
/// keep, made by the stock server's own classes where it has any. Always the same bytes.
final class Seeds {
    /// What the names of such inputs begin with.
    static final String PREFIX = "seed-";

    private final SortedMap<String, byte[]> inputs = new TreeMap<>();

    private Seeds() {}

    static SortedMap<String, byte[]> of(Target target) throws Exception {
        Seeds seeds = new Seeds();
        switch (target) {
            case HANDSHAKE -> ClientSeeds.handshakes(seeds);
            case REQUEST -> ClientSeeds.requests(seeds);
            case REPLY -> ClientSeeds.replies(seeds);
            case FROM_LEADER -> PeerSeeds.fromLeader(seeds);
            case FROM_LEARNER -> PeerSeeds.fromLearner(seeds);
            case HELLO -> PeerSeeds.hellos(seeds);
            case NOTIFICATION -> PeerSeeds.notifications(seeds);
            case TXN -> FileSeeds.txns(seeds);
            case HISTORY -> FileSeeds.histories(seeds);
            case SNAPSHOT_FILE -> FileSeeds.snapshotFiles(seeds);
            case SNAPSHOT_BODY -> FileSeeds.snapshotBodies(seeds);
            case SNAPSHOT_STREAM -> FileSeeds.snapshotStreams(seeds);
            case DIRECTORY -> FileSeeds.directories(seeds);
            case CONFIGURATION -> TextSeeds.configurations(seeds);
            case PATH -> TextSeeds.paths(seeds);
            case ACL -> TextSeeds.acls(seeds);
            case CONNECT_STRING -> TextSeeds.connectStrings(seeds);
        }
        return seeds.inputs;
    }

    void add(String name, byte[] input) {
        if (inputs.put(PREFIX + name, input) != null) {
            throw new IllegalArgumentException("there are two seeds called " + name);
        }
    }

    /// Writes all of them below the directory in `arguments`.
    public static void main(String[] arguments) throws Exception {
        for (Target target : Target.values()) {
            Path directory = Path.of(arguments[0]).resolve(target.word());
            Files.createDirectories(directory);
            for (Map.Entry<String, byte[]> seed : of(target).entrySet()) {
                write(directory.resolve(seed.getKey()), seed.getValue());
            }
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.write(file, content);
    }
}
