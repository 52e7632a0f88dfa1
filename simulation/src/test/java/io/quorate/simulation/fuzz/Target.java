package io.quorate.simulation.fuzz;

import java.util.Arrays;
import java.util.stream.Collectors;

/// What is fuzzed. Each takes any bytes whatever, and throws if a promise is broken.
enum Target {
    HANDSHAKE("handshake", 20_000),
    REQUEST("request", 40_000),
    REPLY("reply", 40_000),
    FROM_LEADER("from-leader", 4_000),
    FROM_LEARNER("from-learner", 4_000),
    HELLO("hello", 10_000),
    NOTIFICATION("notification", 20_000),
    TXN("txn", 10_000),
    HISTORY("history", 4_000),
    SNAPSHOT_FILE("snapshot-file", 4_000),
    SNAPSHOT_BODY("snapshot-body", 4_000),
    SNAPSHOT_STREAM("snapshot-stream", 4_000),
    DIRECTORY("directory", 1_500),
    CONFIGURATION("configuration", 1_500),
    PATH("path", 20_000),
    ACL("acl", 20_000),
    CONNECT_STRING("connect-string", 20_000);

    private final String word;
    private final int quickRounds;

    Target(String word, int quickRounds) {
        this.word = word;
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
        switch (this) {
            case HANDSHAKE -> ClientTargets.handshake(input);
            case REQUEST -> ClientTargets.request(input);
            case REPLY -> ClientTargets.reply(input);
            case FROM_LEADER -> PeerTargets.fromLeader(input);
            case FROM_LEARNER -> PeerTargets.fromLearner(input);
            case HELLO -> PeerTargets.hello(input);
            case NOTIFICATION -> PeerTargets.notification(input);
            case TXN -> TxnTargets.txn(input);
            case HISTORY -> TxnTargets.history(input);
            case SNAPSHOT_FILE -> SnapshotTargets.file(input);
            case SNAPSHOT_BODY -> SnapshotTargets.body(input);
            case SNAPSHOT_STREAM -> SnapshotTargets.stream(input);
            case DIRECTORY -> DirectoryTarget.directory(input);
            case CONFIGURATION -> ConfigurationTarget.configuration(input);
            case PATH -> TextTargets.path(input);
            case ACL -> TextTargets.acl(input);
            case CONNECT_STRING -> ConnectStringTarget.connectString(input);
        }
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
