package io.quorate.protocol;

import io.quorate.model.Acl;
import io.quorate.model.Stat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.jute.BinaryInputArchive;
import org.apache.jute.BinaryOutputArchive;
import org.apache.jute.Record;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;

/// The serialisation of the stock server, which knows better than we do.
public final class Stock {
    private Stock() {}

    public static byte[] bytes(Record... records) {
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

    /// Fills `blank`, which must take all the bytes.
    public static <R extends Record> R read(byte[] bytes, R blank) {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        try {
            blank.deserialize(BinaryInputArchive.getArchive(in), "record");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (in.available() > 0) {
            throw new AssertionError(in.available() + " of " + bytes.length + " bytes are left");
        }
        return blank;
    }

    public static List<ACL> acl(List<Acl> acl) {
        return acl.stream()
                .map(entry -> new ACL(
                        entry.permissions(),
                        new Id(entry.identity().scheme(), entry.identity().id())))
                .toList();
    }

    public static org.apache.zookeeper.data.Stat stat(Stat stat) {
        return new org.apache.zookeeper.data.Stat(
                stat.czxid(),
                stat.mzxid(),
                stat.ctime(),
                stat.mtime(),
                stat.version(),
                stat.cversion(),
                stat.aversion(),
                stat.ephemeralOwner(),
                stat.dataLength(),
                stat.numChildren(),
                stat.pzxid());
    }
}
