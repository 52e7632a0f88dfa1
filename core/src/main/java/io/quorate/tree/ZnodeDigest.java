package io.quorate.tree;

import io.quorate.model.StoredStat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// What one znode contributes to the digest of a tree: a CRC-32 over
///
/// ```
/// path (UTF-8; the root's is empty) | data, unless null |
/// long czxid, mzxid, pzxid, ctime, mtime | int version, cversion, aversion | long ephemeralOwner
/// ```
///
/// with the stat as stored. The ACL is not part of it. What is below `/zookeeper` contributes nothing,
/// since each server maintains some of it by itself; `/zookeeper` itself does contribute.
final class ZnodeDigest {
    private static final String EXEMPT = "/zookeeper/";
    private static final int STAT_BYTES = 60;

    private ZnodeDigest() {}

    static int of(String path, ZnodeContent content) {
        if (path.startsWith(EXEMPT)) {
            return 0;
        }
        CRC32 crc = new CRC32();
        crc.update(path.getBytes(StandardCharsets.UTF_8));
        byte[] data = content.data();
        if (data != null) {
            crc.update(data);
        }
        StoredStat stat = content.stat();
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
        return (int) crc.getValue();
    }
}
