package io.quorate.simulation.fuzz;

import java.util.Arrays;
import java.util.stream.Collectors;

/// What is fuzzed. Each takes any bytes whatever, and throws if a promise is broken.
enum Target {
    HANDSHAKE("handshake", ClientTargets::handshake, 20_000),
    REQUEST("request", ClientTargets::request, 40_000),
    REPLY("reply", ClientTargets::reply, 40_000),
    FROM_LEADER("from-leader", PeerTargets::fromLeader, 4_000),
    FROM_LEARNER("from-learner", PeerTargets::fromLearner, 4_000),
    HELLO("hello", PeerTargets::hello, 10_000),
    NOTIFICATION("notification", PeerTargets::notification, 20_000),
    TXN("txn", TxnTargets::txn, 10_000),
    HISTORY("history", TxnTargets::history, 4_000),
    SNAPSHOT_FILE("snapshot-file", SnapshotTargets::file, 4_000),
    SNAPSHOT_BODY("snapshot-body", SnapshotTargets::body, 4_000),
    SNAPSHOT_STREAM("snapshot-stream", SnapshotTargets::stream, 4_000),
    DIRECTORY("directory", DirectoryTarget::directory, 1_500),
    CONFIGURATION("configuration", ConfigurationTarget::configuration, 1_500),
    PATH("path", TextTargets::path, 20_000),
    ACL("acl", TextTargets::acl, 20_000),
    CONNECT_STRING("connect-string", ConnectStringTarget::connectString, 20_000);

    /// Takes one input.
    interface Taking {
        void take(byte[] input) throws Exception;
    }

    private final String word;
    private final Taking taking;
    private final int quickRounds;

    Target(String word, Taking taking, int quickRounds) {
        this.word = word;
        this.taking = taking;
        this.quickRounds = quickRounds;
    }

    /// What it is called on the command line and in the corpus.
    String word() {
        return word;
    }

    /// How many mutated inputs the quick tests try.
    int quickRounds() {
        return quickRounds;
    }

    void take(byte[] input) throws Exception {
        taking.take(input);
    }

    static Target named(String word) {
        for (Target target : values()) {
            if (target.word.equals(word)) {
                return target;
            }
        }
        throw new IllegalArgumentException("there is no target '" + word + "'; expected one of "
                + Arrays.stream(values()).map(Target::word).collect(Collectors.joining(", ")));
    }

    @Override
    public String toString() {
        return word;
    }
}
