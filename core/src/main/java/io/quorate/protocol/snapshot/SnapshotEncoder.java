package io.quorate.protocol.snapshot;

import io.quorate.model.Acl;
import io.quorate.model.Invariant;
import io.quorate.model.SessionId;
import io.quorate.protocol.AclCodec;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.txn.TxnDigest;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.zip.Adler32;
import org.jspecify.annotations.Nullable;

/// Writes a snapshot in chunks, each made when it is asked for. A chunk is about 64 KiB, or more by one znode; whoever
/// gets it owns it. One thread at a time.
///
/// The znodes are visited twice: the table of distinct ACLs, which they refer to, stands before them.
public final class SnapshotEncoder implements Iterator<byte[]> {
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int SLACK_BYTES = 4 * 1024;

    private enum Stage {
        HEADER,
        SESSIONS,
        ACL_TABLE,
        ACLS,
        ZNODES,
        TRAILER,
        DONE
    }

    private final SnapshotSource source;
    private final boolean file;
    private final JuteWriter out = new JuteWriter(CHUNK_BYTES + SLACK_BYTES);
    private final Adler32 checksum = new Adler32();
    private final Iterator<Map.Entry<SessionId, Integer>> sessions;
    private final Map<List<Acl>, Long> aclIndexes = new LinkedHashMap<>();
    private Iterator<Map.Entry<List<Acl>, Long>> acls = Collections.emptyIterator();
    private Iterator<ZnodeImage> znodes = Collections.emptyIterator();
    private Stage stage = Stage.HEADER;
    private int sessionsWritten;
    /// Where in the chunk the checksum has got to.
    private int summed;
    /// The list of the last znode and its index: neighbours mostly share one, and hashing a list takes a while.
    private @Nullable List<Acl> lastAcl;

    private long lastAclIndex = SnapshotFormat.NO_ACL_INDEX;

    private SnapshotEncoder(SnapshotSource source, boolean file) {
        this.source = source;
        this.file = file;
        this.sessions = source.sessions().iterator();
    }

    /// A whole file, with its header, seals, digest and last zxid.
    public static SnapshotEncoder file(SnapshotSource source) {
        return new SnapshotEncoder(source, true);
    }

    /// What follows a SNAP packet.
    public static SnapshotEncoder stream(SnapshotSource source) {
        return new SnapshotEncoder(source, false);
    }

    @Override
    public boolean hasNext() {
        return stage != Stage.DONE;
    }

    @Override
    public byte[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the snapshot has been written");
        }
        out.reset();
        summed = 0;
        while (stage != Stage.DONE && out.size() < CHUNK_BYTES) {
            step();
        }
        sum();
        return out.toByteArray();
    }

    private void step() {
        switch (stage) {
            case HEADER -> writeHeader();
            case SESSIONS -> writeSession();
            case ACL_TABLE -> writeAclCount();
            case ACLS -> writeAcl();
            case ZNODES -> writeZnode();
            case TRAILER -> writeTrailer();
            case DONE -> throw Invariant.broken("nothing is written after the end of a snapshot");
        }
    }

    private void writeHeader() {
        if (file) {
            out.writeInt(SnapshotFormat.MAGIC);
            out.writeInt(SnapshotFormat.VERSION);
            out.writeLong(SnapshotFormat.DATABASE);
        }
        out.writeInt(source.sessionCount());
        stage = Stage.SESSIONS;
    }

    private void writeSession() {
        if (sessions.hasNext()) {
            Map.Entry<SessionId, Integer> session = sessions.next();
            out.writeLong(session.getKey().value());
            out.writeInt(session.getValue());
            sessionsWritten++;
            return;
        }
        Invariant.check(
                sessionsWritten == source.sessionCount(),
                "a snapshot of %s sessions holds %s of them",
                source.sessionCount(),
                sessionsWritten);
        stage = Stage.ACL_TABLE;
    }

    private void writeAclCount() {
        Iterator<ZnodeImage> firstPass = source.znodes();
        while (firstPass.hasNext()) {
            List<Acl> acl = firstPass.next().acl();
            if (acl != null && !acl.equals(lastAcl)) {
                aclIndexes.putIfAbsent(acl, SnapshotFormat.FIRST_ACL_INDEX + aclIndexes.size());
                lastAcl = acl;
            }
        }
        lastAcl = null;
        out.writeInt(aclIndexes.size());
        acls = aclIndexes.entrySet().iterator();
        znodes = source.znodes();
        stage = Stage.ACLS;
    }

    private void writeAcl() {
        if (acls.hasNext()) {
            Map.Entry<List<Acl>, Long> acl = acls.next();
            out.writeLong(acl.getValue());
            AclCodec.write(acl.getKey(), out);
        } else {
            stage = Stage.ZNODES;
        }
    }

    private void writeZnode() {
        if (znodes.hasNext()) {
            ZnodeImage znode = znodes.next();
            out.writeString(znode.path());
            out.writeBuffer(znode.data());
            out.writeLong(aclIndex(znode));
            StoredStatCodec.write(znode.stat(), out);
        } else {
            stage = Stage.TRAILER;
        }
    }

    private long aclIndex(ZnodeImage znode) {
        List<Acl> acl = znode.acl();
        if (acl == null) {
            return SnapshotFormat.NO_ACL_INDEX;
        }
        if (!acl.equals(lastAcl)) {
            Long index = aclIndexes.get(acl);
            if (index == null) {
                throw Invariant.broken("the ACL of %s was not there when the znodes were first visited", znode.path());
            }
            lastAcl = acl;
            lastAclIndex = index;
        }
        return lastAclIndex;
    }

    private void writeTrailer() {
        out.writeString(SnapshotFormat.END_OF_ZNODES);
        if (file) {
            writeSeal();
            TxnDigest digest = source.digest();
            out.writeLong(source.zxid().value());
            out.writeInt(digest.version());
            out.writeLong(digest.treeDigest());
            writeSeal();
            out.writeLong(source.zxid().value());
            writeSeal();
        } else {
            out.writeString(SnapshotFormat.SIGNATURE);
        }
        stage = Stage.DONE;
    }

    /// Earlier seals are part of what a seal covers.
    private void writeSeal() {
        sum();
        out.writeLong(checksum.getValue());
        out.writeString(SnapshotFormat.SEAL_MARK);
    }

    private void sum() {
        checksum.update(out.buffer(), summed, out.size() - summed);
        summed = out.size();
    }
}
