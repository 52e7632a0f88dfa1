package io.quorate.tree;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.EventType;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Stat;
import io.quorate.model.StoredStat;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnHeader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// The dumb version: a map from paths to znodes, changed in place; everything else is counted by looking at
/// all of it. The root's path is empty.
final class PlainTree {
    static final class Node {
        byte @Nullable [] data = new byte[0];
        List<Acl> acl = Acl.OPEN;
        long czxid;
        long mzxid;
        long pzxid;
        long ctime;
        long mtime;
        long owner;
        int version;
        int cversion;
        int aversion;

        StoredStat stored() {
            return new StoredStat(czxid, mzxid, ctime, mtime, version, cversion, aversion, owner, pzxid);
        }
    }

    final TreeMap<String, Node> nodes = new TreeMap<>();
    final TreeMap<SessionId, Integer> sessions = new TreeMap<>();
    final List<Change> changes = new ArrayList<>();
    long zxid;

    PlainTree() {
        for (String path : List.of("", "/zookeeper", "/zookeeper/quota", "/zookeeper/config")) {
            nodes.put(path, new Node());
        }
        Node config = node("/zookeeper/config");
        config.acl = Acl.READ_ONLY;
        config.aversion = -1;
    }

    ErrorCode apply(TxnHeader header, Txn txn) {
        changes.clear();
        ErrorCode error = execute(header, txn);
        zxid = Math.max(zxid, header.zxid().value());
        return error;
    }

    private ErrorCode execute(TxnHeader header, Txn txn) {
        return switch (txn) {
            case Txn.Create create -> create(header, create);
            case Txn.Delete delete -> delete(header, delete.path());
            case Txn.SetData setData -> setData(header, setData);
            case Txn.SetAcl setAcl -> setAcl(setAcl);
            case Txn.Multi multi -> multi(header, multi);
            case Txn.Failed failed -> failed.error();
            case Txn.Check _ -> ErrorCode.OK;
            case Txn.CreateSession session -> {
                sessions.put(header.session(), session.timeoutMillis());
                yield ErrorCode.OK;
            }
            case Txn.CloseSession close -> {
                List<String> paths = new ArrayList<>(close.ephemerals() == null ? List.of() : close.ephemerals());
                paths.forEach(path -> delete(header, path));
                ephemerals(header.session().value()).forEach(path -> delete(header, path));
                sessions.remove(header.session());
                yield ErrorCode.OK;
            }
        };
    }

    private Node node(String path) {
        return Objects.requireNonNull(nodes.get(path));
    }

    private @Nullable Node at(String path) {
        return path.isEmpty() ? null : nodes.get(path.equals("/") ? "" : path);
    }

    private static String parentOf(String path) {
        return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "none";
    }

    private ErrorCode create(TxnHeader header, Txn.Create create) {
        Node parent = nodes.get(parentOf(create.path()));
        if (parent == null || create.path().endsWith("/")) {
            return ErrorCode.NO_NODE;
        }
        Node present = nodes.get(create.path());
        int counter = create.parentCversion() == -1 ? parent.cversion + 1 : create.parentCversion();
        if ((present == null || create.type() == OpCode.CREATE) && counter > parent.cversion) {
            parent.cversion = counter;
            parent.pzxid = Math.max(parent.pzxid, header.zxid().value());
        }
        if (present != null) {
            present.acl = create.acl();
            return ErrorCode.NODE_EXISTS;
        }
        Node node = new Node();
        node.data = create.data();
        node.acl = create.acl();
        node.czxid = header.zxid().value();
        node.mzxid = node.czxid;
        node.pzxid = node.czxid;
        node.ctime = header.timeMillis();
        node.mtime = node.ctime;
        node.owner = Txn.ownerOf(create, header.session());
        nodes.put(create.path(), node);
        changes.add(new Change(EventType.CREATED, create.path(), node.acl, parent.acl));
        return ErrorCode.OK;
    }

    private ErrorCode delete(TxnHeader header, String path) {
        Node parent = nodes.get(parentOf(path));
        if (parent == null || path.endsWith("/")) {
            return ErrorCode.NO_NODE;
        }
        parent.pzxid = Math.max(parent.pzxid, header.zxid().value());
        Node node = nodes.remove(path);
        if (node == null) {
            return ErrorCode.NO_NODE;
        }
        nodes.keySet().removeIf(other -> other.startsWith(path + "/"));
        changes.add(new Change(EventType.DELETED, path, node.acl, parent.acl));
        return ErrorCode.OK;
    }

    private ErrorCode setData(TxnHeader header, Txn.SetData setData) {
        Node node = at(setData.path());
        if (node == null) {
            return ErrorCode.NO_NODE;
        }
        node.data = setData.data();
        node.version = setData.version();
        node.mzxid = header.zxid().value();
        node.mtime = header.timeMillis();
        Node parent = nodes.get(parentOf(setData.path()));
        boolean root = setData.path().equals("/");
        changes.add(new Change(
                EventType.DATA_CHANGED, setData.path(), node.acl, root || parent == null ? List.of() : parent.acl));
        return ErrorCode.OK;
    }

    private ErrorCode setAcl(Txn.SetAcl setAcl) {
        Node node = at(setAcl.path());
        if (node == null) {
            return ErrorCode.NO_NODE;
        }
        node.acl = setAcl.acl();
        node.aversion = setAcl.version();
        return ErrorCode.OK;
    }

    private ErrorCode multi(TxnHeader header, Txn.Multi multi) {
        for (Txn member : multi.txns()) {
            if (member instanceof Txn.Failed(ErrorCode error)) {
                return error;
            }
        }
        ErrorCode first = ErrorCode.OK;
        for (Txn member : multi.txns()) {
            ErrorCode error = execute(header, member);
            first = first == ErrorCode.OK ? error : first;
        }
        return first;
    }

    List<String> ephemerals(long session) {
        return nodes.keySet().stream()
                .filter(path -> node(path).owner == session && session != 0)
                .toList();
    }

    List<String> children(String path) {
        return nodes.keySet().stream()
                .filter(other -> !other.isEmpty() && parentOf(other).equals(path))
                .map(other -> other.substring(path.length() + 1))
                .toList();
    }

    Stat stat(String path) {
        Node node = node(path);
        int children = children(path).size();
        boolean special = node.owner == Long.MIN_VALUE || node.owner >>> 56 == 0xFF;
        return new Stat(
                node.czxid,
                node.mzxid,
                node.ctime,
                node.mtime,
                node.version,
                2 * node.cversion - children,
                node.aversion,
                special ? 0 : node.owner,
                node.data == null ? 0 : node.data.length,
                children,
                node.pzxid);
    }

    long size() {
        return nodes.entrySet().stream()
                .mapToLong(node -> Math.max(1, node.getKey().length())
                        + (node.getValue().data == null ? 0 : node.getValue().data.length))
                .sum();
    }

    long digest() {
        return nodes.entrySet().stream()
                .filter(node -> !node.getKey().startsWith("/zookeeper/"))
                .mapToLong(node -> digest(node.getKey(), node.getValue()))
                .sum();
    }

    private static long digest(String path, Node node) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(path.getBytes(StandardCharsets.UTF_8));
            out.write(node.data == null ? new byte[0] : node.data);
            for (long number : new long[] {node.czxid, node.mzxid, node.pzxid, node.ctime, node.mtime}) {
                out.writeLong(number);
            }
            for (int number : new int[] {node.version, node.cversion, node.aversion}) {
                out.writeInt(number);
            }
            out.writeLong(node.owner);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CRC32 crc = new CRC32();
        crc.update(bytes.toByteArray());
        return crc.getValue();
    }
}
