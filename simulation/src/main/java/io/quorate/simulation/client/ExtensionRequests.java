package io.quorate.simulation.client;

import io.quorate.model.Acl;
import io.quorate.model.OpCode;
import io.quorate.model.Stat;
import io.quorate.protocol.client.Request;
import java.util.List;
import java.util.random.RandomGenerator;

/// What a client may ask for in the words of ClickHouse Keeper.
final class ExtensionRequests {
    private static final int NO_LIMIT = -1;

    private final Knowledge knowledge;

    ExtensionRequests(Knowledge knowledge) {
        this.knowledge = knowledge;
    }

    Request any(RandomGenerator random) {
        return random.nextInt(3) == 0 ? read(random) : write(random);
    }

    /// What may also be part of a multi. The checks are reads when they stand alone.
    Request write(RandomGenerator random) {
        String path = Paths.any(random);
        return switch (random.nextInt(9)) {
            case 0 -> new Request.RemoveRecursive(path, limit(random));
            case 1, 2 -> new Request.TryRemove(path, version(path, random));
            case 3 -> new Request.CheckNotExists(path, random.nextInt(3) == 0 ? knowledge.versionOf(path) : -1);
            case 4 -> new Request.CheckStat(path, version(path, random), stat(path, random));
            case 5 -> create(Paths.prefix(random), 2 + random.nextInt(2), random);
            default -> create(path, random.nextInt(5) == 0 ? random.nextInt(6) : 0, random);
        };
    }

    private static Request create(String path, int flags, RandomGenerator random) {
        byte[] data = new byte[random.nextInt(20)];
        random.nextBytes(data);
        return new Request.Create(OpCode.CREATE_IF_NOT_EXISTS, path, data, List.copyOf(Acl.OPEN), flags, 0);
    }

    private static int limit(RandomGenerator random) {
        return random.nextInt(3) == 0 ? random.nextInt(6) : NO_LIMIT;
    }

    private int version(String path, RandomGenerator random) {
        return random.nextInt(4) == 0 ? knowledge.versionOf(path) : -1;
    }

    private Stat stat(String path, RandomGenerator random) {
        return new Stat(
                -1,
                -1,
                -1,
                -1,
                version(path, random),
                random.nextInt(4) == 0 ? random.nextInt(4) : -1,
                random.nextInt(4) == 0 ? 0 : -1,
                random.nextInt(4) == 0 ? 0 : -1,
                -1,
                random.nextInt(4) == 0 ? random.nextInt(3) : -1,
                -1);
    }

    private Request read(RandomGenerator random) {
        boolean watch = random.nextInt(3) == 0;
        return switch (random.nextInt(8)) {
            case 0, 1 -> new Request.ListRecursive(Paths.parent(random), limit(random));
            case 2, 3, 4 ->
                new Request.FilteredList(
                        OpCode.FILTERED_LIST, Paths.parent(random), watch, random.nextInt(3), false, false);
            case 5, 6 ->
                new Request.FilteredList(
                        OpCode.LIST_WITH_STATS_AND_DATA,
                        Paths.any(random),
                        watch,
                        random.nextInt(3),
                        random.nextBoolean(),
                        random.nextBoolean());
            default ->
                new Request.Watchable(
                        random.nextBoolean() ? OpCode.GET_DATA : OpCode.EXISTS, "/keeper/feature_flags", watch);
        };
    }
}
