package io.quorate.simulation.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.jute.BinaryOutputArchive;
import org.apache.jute.Record;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;

/// How the stock server serialises.
final class Stock {
    static final List<ACL> OPEN = List.of(new ACL(31, new Id("world", "anyone")));
    static final List<ACL> GUARDED = List.of(
            new ACL(31, new Id("digest", "user:tpUq/4Pn5A64fVZyQ0gOJ8ZWqkY=")), new ACL(1, new Id("ip", "10.0.0.0/8")));
    static final Stat STAT = new Stat(
            0x100000002L,
            0x100000007L,
            1_700_000_000_000L,
            1_700_000_009_000L,
            3,
            2,
            1,
            0x1000012345600L,
            5,
            2,
            0x100000009L);

    private Stock() {}

    /// The records one behind the other.
    static byte[] bytes(Record... records) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            for (Record each : records) {
                each.serialize(BinaryOutputArchive.getArchive(bytes), "record");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
