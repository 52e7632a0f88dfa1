package io.quorate.simulation.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnCodec;
import io.quorate.protocol.txn.TxnHeader;
import io.quorate.runtime.StorageWork;
import io.quorate.simulation.disk.FaultyDisk;
import io.quorate.simulation.fuzz.Folder.Kind;
import io.quorate.storage.DataDirectory;
import io.quorate.storage.StorageSettings;
import io.quorate.tree.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Txns, logs, snapshots and whole directories. The txns are ours, byte for byte those of a stock leader; files are
/// written by the stock server's classes.
final class FileSeeds {
    private static final SessionId SESSION = new SessionId(0x1000012345600L);
    private static final long TIME_MILLIS = 1_700_000_000_000L;
    private static final int FILE_HEADER_BYTES = 16;
    private static final int SNAPSHOT_TRAILER_BYTES = 3 * 13 + 20 + 8;

    private FileSeeds() {}

    /// Txns of every kind, from the first of an epoch on, with the digests that a leader gives them.
    static List<LoggedTxn> history(long epoch) {
        List<Acl> guarded = List.of(new Acl(Acl.ALL, new Identity("digest", "user:hash")));
        List<Txn> txns = List.of(
                new Txn.CreateSession(8000),
                new Txn.Create(OpCode.CREATE, "/a", text("1"), Acl.OPEN, false, 1, 0),
                new Txn.Create(OpCode.CREATE2, "/a/b", null, guarded, false, 1, 0),
                new Txn.Create(OpCode.CREATE, "/e", text("mine"), Acl.OPEN, true, 2, 0),
                new Txn.Create(OpCode.CREATE_CONTAINER, "/box", text(""), Acl.OPEN, false, 3, 0),
                new Txn.Create(OpCode.CREATE_TTL, "/soon", text("x"), Acl.READ_ONLY, false, 4, 60_000),
                new Txn.SetData(OpCode.SET_DATA, "/a", text("2"), 1),
                new Txn.SetAcl("/a", guarded, 1),
                new Txn.Failed(ErrorCode.NODE_EXISTS),
                new Txn.Multi(List.of(
                        new Txn.Check("/a", 2),
                        new Txn.Create(OpCode.CREATE, "/a/c", text("3"), Acl.OPEN, false, 2, 0),
                        new Txn.Delete(OpCode.DELETE, "/a/b"))),
                new Txn.Multi(List.of(new Txn.Failed(ErrorCode.OK), new Txn.Failed(ErrorCode.BAD_VERSION))),
                new Txn.Delete(OpCode.DELETE_CONTAINER, "/box"),
                new Txn.CloseSession(List.of("/e")));
        List<LoggedTxn> logged = new ArrayList<>();
        Tree tree = Tree.fresh();
        Zxid zxid = Zxid.startOf(epoch);
        for (Txn txn : txns) {
            zxid = zxid.next();
            TxnHeader header = new TxnHeader(SESSION, (int) zxid.counter(), zxid, TIME_MILLIS + zxid.counter());
            tree = tree.apply(header, txn).tree();
            logged.add(TxnCodec.seal(header, txn, tree.digest()));
        }
        return logged;
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    static void txns(Seeds seeds) {
        for (LoggedTxn txn : history(5)) {
            seeds.add(
                    txn.txn().type().name().toLowerCase(Locale.ROOT) + "-"
                            + txn.zxid().counter(),
                    txn.encoded());
        }
        byte[] old = history(1).get(12).encoded();
        seeds.add("close-session-old", Arrays.copyOf(old, 32));
    }

    static void histories(Seeds seeds) {
        seeds.add("every-kind", buffers(history(5)));
        List<LoggedTxn> twice = new ArrayList<>(history(5));
        twice.addAll(history(6));
        seeds.add("again", buffers(twice));
    }

    private static byte[] buffers(List<LoggedTxn> txns) {
        JuteWriter out = new JuteWriter();
        txns.forEach(txn -> out.writeBuffer(txn.encoded()));
        return out.toByteArray();
    }

    static void snapshotFiles(Seeds seeds) throws Exception {
        byte[] file = StockFiles.snapshot(history(5), "");
        seeds.add("stock", file);
        // Releases before 3.9 write no last zxid, those before 3.6 no digest.
        seeds.add("before-3.9", Arrays.copyOf(file, file.length - 8 - 13));
        seeds.add("before-3.6", Arrays.copyOf(file, file.length - 8 - 13 - 20 - 13));
    }

    static void snapshotBodies(Seeds seeds) throws Exception {
        seeds.add("stock", body());
    }

    static void snapshotStreams(Seeds seeds) throws Exception {
        JuteWriter signature = new JuteWriter();
        signature.writeString("BenWasHere");
        seeds.add("stock", Stock.joined(body(), signature.toByteArray()));
    }

    private static byte[] body() throws Exception {
        byte[] file = StockFiles.snapshot(history(5), "");
        return Arrays.copyOfRange(file, FILE_HEADER_BYTES, file.length - SNAPSHOT_TRAILER_BYTES);
    }

    static void directories(Seeds seeds) throws Exception {
        List<LoggedTxn> history = history(5);
        List<LoggedTxn> early = history.subList(0, 7);
        Zxid first = history.getFirst().zxid();
        Zxid middle = early.getLast().zxid();
        byte[] txns = buffers(history);
        byte[] fresh = StockFiles.snapshot(List.of(), "");
        LogPart all = new LogPart(Kind.TXNS, first, txns);
        seeds.add(
                "stock-log",
                folder(Kind.SNAPSHOT, Zxid.ZERO, fresh, new LogPart(Kind.LOG, first, StockFiles.log(history))));
        seeds.add("padded", folder(Kind.SNAPSHOT, Zxid.ZERO, fresh, new LogPart(Kind.PADDED_TXNS, first, txns)));
        seeds.add("plain", folder(Kind.SNAPSHOT, middle, StockFiles.snapshot(early, ""), all));
        seeds.add("snappy", folder(Kind.SNAPSHOT_SNAPPY, middle, StockFiles.snapshot(early, "snappy"), all));
        seeds.add("gzip", folder(Kind.SNAPSHOT_GZIP, middle, StockFiles.snapshot(early, "gz"), all));
        seeds.add("body", folder(Kind.BODY, history.getLast().zxid(), body(), all));
        seeds.add("body-gzip", folder(Kind.BODY_GZIP, history.getLast().zxid(), body(), all));
        seeds.add("log-alone", alone(all));
        seeds.add("epochs", epochs(fresh, all));
        seeds.add("ours", ours());
        seeds.add("damaged-snapshot", damagedSnapshot(fresh, middle, all));
    }

    private record LogPart(Kind kind, Zxid first, byte[] content) {
        void addTo(JuteWriter folder) {
            Folder.add(folder, kind, first, content);
        }
    }

    private static byte[] folder(Kind kind, Zxid zxid, byte[] snapshot, LogPart log) {
        JuteWriter folder = Folder.begin(false);
        Folder.add(folder, kind, zxid, snapshot);
        log.addTo(folder);
        return folder.toByteArray();
    }

    private static byte[] alone(LogPart log) {
        JuteWriter folder = Folder.begin(true);
        log.addTo(folder);
        return folder.toByteArray();
    }

    private static byte[] epochs(byte[] fresh, LogPart log) {
        JuteWriter folder = Folder.begin(false);
        Folder.add(folder, Kind.SNAPSHOT, Zxid.ZERO, fresh);
        Folder.add(folder, Kind.ACCEPTED_EPOCH, Zxid.ZERO, text("7"));
        Folder.add(folder, Kind.CURRENT_EPOCH, Zxid.ZERO, text("5"));
        log.addTo(folder);
        Folder.add(folder, Kind.TXNS, Zxid.of(7, 1), buffers(history(7).subList(0, 2)));
        return folder.toByteArray();
    }

    /// What a server of ours leaves behind that has followed two leaders.
    private static byte[] ours() throws IOException {
        FaultyDisk disk = new FaultyDisk();
        Path root = Path.of("/data");
        try (DataDirectory directory = DataDirectory.open(disk, root, root, StorageSettings.defaults())) {
            StorageWork.recover(directory);
            for (int epoch = 5; epoch < 7; epoch++) {
                directory.epochs().save(epoch + 1, epoch);
                history(epoch).subList(0, 6).forEach(directory.log()::append);
                directory.log().roll();
            }
        }
        JuteWriter folder = Folder.begin(false);
        for (String name : disk.list(root.resolve("version-2"))) {
            Kind kind = Kind.ofOurs(name);
            if (kind != null) {
                byte[] content = disk.contentOf(root.resolve("version-2").resolve(name));
                Folder.add(folder, kind, Kind.zxidIn(name), content);
            }
        }
        return folder.toByteArray();
    }

    private static byte[] damagedSnapshot(byte[] fresh, Zxid middle, LogPart log) {
        JuteWriter folder = Folder.begin(false);
        Folder.add(folder, Kind.SNAPSHOT, Zxid.ZERO, fresh);
        Folder.add(folder, Kind.BODY, middle, text("damaged"));
        log.addTo(folder);
        return folder.toByteArray();
    }
}
