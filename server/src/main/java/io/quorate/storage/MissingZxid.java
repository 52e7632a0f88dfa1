package io.quorate.storage;

import io.quorate.model.Zxid;

/// The log cannot be cut behind a txn that is not in it. Nothing has been changed; a snapshot from
/// the leader helps.
public final class MissingZxid extends Exception {
    private static final long serialVersionUID = 1L;

    private final long zxid;

    MissingZxid(Zxid zxid, String why) {
        super("cannot truncate the log to " + zxid + ": " + why);
        this.zxid = zxid.value();
    }

    public Zxid zxid() {
        return new Zxid(zxid);
    }
}
