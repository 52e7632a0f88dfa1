package io.quorate.protocol.snapshot;

/// The fixed points of a snapshot.
///
/// ```
/// file      int magic, int version, long database              the database is -1 and checked by nobody
/// both      int sessions, { long session, int timeoutMillis }...
///           int lists, { long index, vector<ACL> }...
///           { ustring path, buffer data, long index, stat }...  the root first, its path empty
///           ustring "/"
/// stream    ustring "BenWasHere"
/// file      seal
///           [ long zxid, int version, long digest, seal ]
///           [ long last zxid, seal ]
///
/// seal      long Adler-32 of everything before it, ustring "/"
/// ```
///
/// Releases before 3.6 stop after the first seal, those before 3.9 after the second, and each section can be
/// switched off. Since an Adler-32 leaves the upper half of its long empty, and the version of a digest is never 0,
/// the third int after a seal tells which section it is.
final class SnapshotFormat {
    static final int MAGIC = 0x5A4B534E;
    static final int VERSION = 2;
    static final long DATABASE = -1;
    static final int HEADER_BYTES = 16;

    static final int SESSION_BYTES = 12;
    static final String SEAL_MARK = "/";
    static final int SEAL_BYTES = 13;
    static final String END_OF_ZNODES = "/";
    static final String SIGNATURE = "BenWasHere";

    /// The ACL index of znodes that were made without an ACL; it is not in the table.
    static final long NO_ACL_INDEX = -1;

    static final long FIRST_ACL_INDEX = 1;

    private SnapshotFormat() {}
}
