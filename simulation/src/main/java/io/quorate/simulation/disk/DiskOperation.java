package io.quorate.simulation.disk;

/// What can be done on a disk.
public enum DiskOperation {
    LIST,
    READ,
    CREATE_DIRECTORY,
    CREATE,
    WRITE,
    /// Of a file, which becomes longer or shorter.
    RESIZE,
    /// Of a file's content.
    SYNC,
    RENAME,
    DELETE,
    SYNC_DIRECTORY;

    /// Whether it concerns what is in a file, not names. Between these the storage thread and the snapshot thread of a
    /// server may take turns; around names they keep one another out.
    public boolean isOfContent() {
        return this == READ || this == CREATE || this == WRITE || this == RESIZE || this == SYNC;
    }
}
