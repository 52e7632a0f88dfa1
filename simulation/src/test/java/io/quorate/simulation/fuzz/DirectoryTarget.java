package io.quorate.simulation.fuzz;

import io.quorate.model.Acl;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnCodec;
import io.quorate.protocol.txn.TxnHeader;
import io.quorate.replica.Recovered;
import io.quorate.runtime.StorageWork;
import io.quorate.simulation.disk.FaultyDisk;
import io.quorate.storage.DataDirectory;
import io.quorate.storage.StorageFailure;
import io.quorate.storage.StorageSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A server's data directory: logs, snapshots plain and compressed, epochs. An input is a {@link Folder}.
final class DirectoryTarget {
    private static final Path ROOT = Path.of("/data");
    private static final Path FILES = ROOT.resolve("version-2");
    private static final int MAX_RECORD_BYTES = 1 << 20;

    /// Buffers for reading a file twice, once to repair it and once to replay it.
    private static final long BYTES_PER_FILE = 1 << 20;

    /// Each znode is on its way through snapshot, txn and tree at once, and a change copies the way to the root.
    private static final long BYTES_PER_BYTE = 1024;

    private DirectoryTarget() {}

    static void directory(byte[] input) throws Exception {
        Folder folder = Folder.of(input);
        long allowed = BYTES_PER_FILE * (1 + folder.files().size()) + BYTES_PER_BYTE * folder.inflatedBytes();
        Recovered found = Attempt.within(allowed, StorageFailure.class, () -> recover(disk(folder), folder));
        if (found == null) {
            return;
        }
        FaultyDisk disk = disk(folder);
        Recovered once = recover(disk, folder);
        checkSame(found, once);
        checkSame(once, recover(disk, folder));
        SnapshotTargets.checkWritten(once.tree());
        continues(disk, folder, once);
    }

    private static FaultyDisk disk(Folder folder) throws IOException {
        FaultyDisk disk = new FaultyDisk();
        disk.createDirectories(FILES);
        folder.files().forEach((name, content) -> disk.put(FILES.resolve(name), content));
        return disk;
    }

    private static DataDirectory open(FaultyDisk disk, Folder folder) {
        StorageSettings settings =
                new StorageSettings(0, 0, true, 100, MAX_RECORD_BYTES, true, true, folder.trustsLogAlone());
        return DataDirectory.open(disk, ROOT, ROOT, settings);
    }

    private static Recovered recover(FaultyDisk disk, Folder folder) {
        try (DataDirectory directory = open(disk, folder)) {
            return StorageWork.recover(directory);
        }
    }

    private static void checkSame(Recovered one, Recovered other) {
        if (!one.tree().sameAs(other.tree())) {
            throw new AssertionError("recovered " + one.tree() + ", and then " + other.tree());
        }
        Likeness.check(one.currentEpoch(), other.currentEpoch());
        Likeness.check(one.acceptedEpoch(), other.acceptedEpoch());
        Likeness.check(one.recent(), other.recent());
    }

    /// What was recovered can be gone on with: the next txn is found behind it at the next start.
    private static void continues(FaultyDisk disk, Folder folder, Recovered recovered) {
        LoggedTxn next = successor(recovered.tree().zxid());
        if (next == null) {
            return;
        }
        try (DataDirectory directory = open(disk, folder)) {
            StorageWork.recover(directory);
            directory.log().append(next);
            directory.log().flush();
        }
        Recovered after = recover(disk, folder);
        if (!after.tree()
                .sameAs(recovered.tree().apply(next.header(), next.txn()).tree())) {
            throw new AssertionError(
                    "recovered " + recovered.tree() + ", appended a txn, and then recovered " + after.tree());
        }
    }

    /// Null at the end of an epoch, where a server gives up leading.
    private static @Nullable LoggedTxn successor(Zxid last) {
        if (last.counter() >= Zxid.LAST_COUNTER) {
            return null;
        }
        Txn.Create create = new Txn.Create(OpCode.CREATE, "/next", new byte[3], Acl.OPEN, false, 99, 0);
        return TxnCodec.seal(new TxnHeader(new SessionId(1), 1, last.next(), 1), create, null);
    }
}
