package io.quorate.zab.broadcast;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.zab.quorum.EnsembleConfig;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// How far each voter's durable log reaches in the leader's epoch. A server acknowledges in order, so one zxid says it
/// all.
public final class Acks {
    private final EnsembleConfig config;
    private final int majority;
    private final Map<ServerId, Zxid> durable = new HashMap<>();

    public Acks(EnsembleConfig config) {
        this.config = config;
        majority = config.majority();
    }

    /// `server` holds everything up to `zxid`. Says of servers without a vote are not kept.
    public void acknowledged(ServerId server, Zxid zxid) {
        if (config.isVoter(server)) {
            durable.merge(server, zxid, Zxid::max);
        }
    }

    public void forget(ServerId server) {
        durable.remove(server);
    }

    /// The last zxid that a majority of the voters holds; {@link Zxid#UNKNOWN} if no majority has been heard.
    public Zxid heldByMajority() {
        if (durable.size() < majority) {
            return Zxid.UNKNOWN;
        }
        long[] zxids = new long[durable.size()];
        int i = 0;
        for (Zxid zxid : durable.values()) {
            zxids[i++] = zxid.value();
        }
        Arrays.sort(zxids);
        return new Zxid(zxids[zxids.length - majority]);
    }
}
