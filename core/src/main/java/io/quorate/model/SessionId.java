package io.quorate.model;

/// The id of a session: the low byte of the server that created it in the top byte, then 40 bits of
/// time and a counter of 16 bits.
public record SessionId(long value) implements Comparable<SessionId> {
    /// In a handshake: "give me a new session". In a txn: the server itself.
    public static final SessionId NONE = new SessionId(0);

    private static final long PASSWORD_SALT = 0xB3415C00L;
    private static final int PASSWORD_BYTES = 16;
    private static final int SERVER_SHIFT = 56;

    /// The password of this session: 16 bytes. Every server of an ensemble must compute the same, since
    /// a client may resume on any of them; it is the output of the 48-bit linear congruential generator
    /// of the Java library, seeded with the id (ZooKeeper's rule).
    public byte[] password() {
        byte[] password = new byte[PASSWORD_BYTES];
        long state = (value ^ PASSWORD_SALT ^ 0x5DEECE66DL) & ((1L << 48) - 1);
        for (int i = 0; i < PASSWORD_BYTES; i += 4) {
            state = (state * 0x5DEECE66DL + 0xBL) & ((1L << 48) - 1);
            int bits = (int) (state >>> 16);
            for (int b = 0; b < 4; b++) {
                password[i + b] = (byte) (bits >> (8 * b));
            }
        }
        return password;
    }

    /// Whether the id is of the shape that this server gives to its sessions.
    public boolean isMadeBy(ServerId server) {
        return value >>> SERVER_SHIFT == (server.value() & 0xFF);
    }

    @Override
    public int compareTo(SessionId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "0x" + Long.toHexString(value);
    }
}
