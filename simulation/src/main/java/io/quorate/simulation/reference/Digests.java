package io.quorate.simulation.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorate.model.StoredStat;
import io.quorate.model.ZnodePath;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// What a znode adds to the digest of its tree: the CRC-32 of its path, its data and
///
/// ```
/// long czxid, mzxid, pzxid, ctime, mtime; int version, cversion, aversion; long ephemeralOwner
/// ```
///
/// The root's path counts as empty, and nothing below `/zookeeper` counts.
final class Digests {
    private static final String SYSTEM = "/zookeeper/";
    private static final int STAT_BYTES = 60;

    private Digests() {}

    static long of(String path, byte @Nullable [] data, StoredStat stat) {
        if (path.startsWith(SYSTEM)) {
            return 0;
        }
        CRC32 crc = new CRC32();
        crc.update((path.equals(ZnodePath.ROOT) ? "" : path).getBytes(UTF_8));
        if (data != null) {
            crc.update(data);
        }
        ByteBuffer numbers = ByteBuffer.allocate(STAT_BYTES)
                .putLong(stat.czxid())
                .putLong(stat.mzxid())
                .putLong(stat.pzxid())
                .putLong(stat.ctime())
                .putLong(stat.mtime())
                .putInt(stat.version())
                .putInt(stat.cversion())
                .putInt(stat.aversion())
                .putLong(stat.ephemeralOwner());
        crc.update(numbers.array());
        return crc.getValue();
    }
}
