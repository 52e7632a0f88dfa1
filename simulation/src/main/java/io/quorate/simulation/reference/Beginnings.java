package io.quorate.simulation.reference;

import io.quorate.model.Acl;
import io.quorate.model.SessionId;
import io.quorate.model.StoredStat;
import io.quorate.model.ZnodePath;
import io.quorate.model.Zxid;
import io.quorate.protocol.snapshot.SnapshotSource;
import io.quorate.protocol.snapshot.ZnodeImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a history begins with: the znodes that no txn makes, or what a snapshot holds.
final class Beginnings {
    /// The znode of the configuration is not counted like others: it says -1 until somebody changes it.
    private static final int CONFIG_VERSION = -1;

    private Beginnings() {}

    /// A server without a past. With a configuration of its ensemble, the znode of the configuration is
    /// stamped with its version, which is the zxid that set it.
    static Ledger fresh(byte @Nullable [] config, long configVersion) {
        byte[] nothing = new byte[0];
        StoredStat configStat =
                new StoredStat(0, configVersion, 0, 0, config == null ? 0 : CONFIG_VERSION, 0, CONFIG_VERSION, 0, 0);
        List<Entry> entries = List.of(
                new Entry("/", nothing, Acl.OPEN, StoredStat.ZERO, Names.NONE.with("zookeeper")),
                new Entry(
                        "/zookeeper",
                        nothing,
                        Acl.OPEN,
                        StoredStat.ZERO,
                        Names.NONE.with("config").with("quota")),
                new Entry("/zookeeper/quota", nothing, Acl.OPEN, StoredStat.ZERO, Names.NONE),
                new Entry(
                        "/zookeeper/config", config == null ? nothing : config, Acl.READ_ONLY, configStat, Names.NONE));
        return new Ledger(Zxid.ZERO.value(), entries, Collections.emptySortedMap());
    }

    static Ledger of(SnapshotSource snapshot) {
        List<ZnodeImage> images = new ArrayList<>();
        Map<String, Names> children = new TreeMap<>();
        Iterator<ZnodeImage> znodes = snapshot.znodes();
        while (znodes.hasNext()) {
            ZnodeImage image = znodes.next();
            images.add(image);
            String path = pathOf(image);
            if (!path.equals(ZnodePath.ROOT)) {
                children.merge(
                        ZnodePath.parent(path),
                        Names.NONE.with(ZnodePath.name(path)),
                        (all, one) -> all.with(one.sorted().getFirst()));
            }
        }
        List<Entry> entries = new ArrayList<>();
        for (ZnodeImage image : images) {
            String path = pathOf(image);
            List<Acl> acl = image.acl() == null ? Acl.OPEN : image.acl();
            Names names = children.getOrDefault(path, Names.NONE);
            entries.add(new Entry(path, image.data(), acl, image.stat(), names));
        }
        SortedMap<SessionId, Integer> sessions = new TreeMap<>();
        snapshot.sessions().forEach(session -> sessions.put(session.getKey(), session.getValue()));
        return new Ledger(snapshot.zxid().value(), entries, Collections.unmodifiableSortedMap(sessions));
    }

    private static String pathOf(ZnodeImage image) {
        return image.path().isEmpty() ? ZnodePath.ROOT : image.path();
    }
}
