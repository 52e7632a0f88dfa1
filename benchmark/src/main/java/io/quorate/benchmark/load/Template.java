package io.quorate.benchmark.load;

import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.Request;
import java.nio.ByteBuffer;

/// A request that was encoded once and is sent many times, with another xid and, in a part of its path, another number.
///
/// ```
/// int length, int xid, int type, int length of the path, path, ...
///             ^ patched                                   ^ its last digits may be patched
/// ```
final class Template {
    private static final int XID_AT = 4;
    private static final int PATH_AT = 16;

    private final byte[] frame;

    private Template(byte[] frame) {
        this.frame = frame;
    }

    static Template of(Request request) {
        var out = new JuteWriter();
        int begin = out.beginBuffer();
        ClientCodec.writeRequest(0, request, out);
        out.endBuffer(begin);
        return new Template(out.toByteArray());
    }

    void put(int xid, ByteBuffer out) {
        int at = out.position();
        out.put(frame);
        out.putInt(at + XID_AT, xid);
    }

    /// Like the other, with the `digits` digits that end before byte `end` of the path replaced by those of `number`.
    void put(int xid, ByteBuffer out, NumberedPath path, long number) {
        int at = out.position();
        put(xid, out);
        long rest = number;
        for (int i = path.end() - 1; i >= path.end() - path.digits(); i--) {
            out.put(at + PATH_AT + i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }

    /// Where a path carries a number of fixed width.
    record NumberedPath(int end, int digits) {}
}
