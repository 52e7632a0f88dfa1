package io.quorate.simulation.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorate.model.Acl;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import java.util.List;
import java.util.random.RandomGenerator;

/// What clients do with quotas: as the tools do, except that limits and usage come and go in one step. So what servers
/// count step by step is what anybody can count from the start.
final class QuotaRequests {
    private static final List<String> TOPS = List.of("/a", "/b", "/c", "/d");

    private QuotaRequests() {}

    static Request any(RandomGenerator random) {
        String base = "/zookeeper/quota" + TOPS.get(random.nextInt(TOPS.size()));
        String limits = base + "/zookeeper_limits";
        String usage = base + "/zookeeper_stats";
        return switch (random.nextInt(8)) {
            case 0, 1 -> create(base, new byte[0]);
            case 2, 3 -> both(create(limits, limits(random)), create(usage, new byte[0]));
            case 4, 5 -> both(new Request.Delete(limits, -1), new Request.Delete(usage, -1));
            case 6 -> new Request.SetData(limits, limits(random), -1);
            default -> new Request.Watchable(OpCode.GET_DATA, usage, random.nextBoolean());
        };
    }

    private static Request create(String path, byte[] data) {
        return new Request.Create(OpCode.CREATE, path, data, List.copyOf(Acl.OPEN), 0, 0);
    }

    private static Request both(Request first, Request second) {
        return new Request.Multi(OpCode.MULTI, List.of(first, second));
    }

    private static byte[] limits(RandomGenerator random) {
        return "count=%d,bytes=-1=;byteHardLimit=%d;countHardLimit=%d"
                .formatted(random.nextInt(3), random.nextInt(200) - 1, random.nextInt(16) - 1)
                .getBytes(UTF_8);
    }
}
