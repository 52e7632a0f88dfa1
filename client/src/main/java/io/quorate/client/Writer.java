package io.quorate.client;

import io.quorate.model.OpCode;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.Request;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Writes what waits to one connection, as much as there is in one go, and a ping when there has been
/// nothing for a while. Ends with the connection.
final class Writer implements Runnable {
    private static final int BATCH_BYTES = 64 * 1024;

    private final Wire wire;
    private final Calls calls;
    private final long pingNanos;
    private final JuteWriter out = new JuteWriter(BATCH_BYTES);

    Writer(Wire wire, Calls calls, long pingMillis) {
        this.wire = wire;
        this.calls = calls;
        this.pingNanos = Calls.nanos(pingMillis);
    }

    @Override
    public void run() {
        try {
            while (calls.isConnected()) {
                Calls.@Nullable Sent next = calls.take(pingNanos);
                if (next == null) {
                    frame(ClientCodec.PING_XID, new Request.Bare(OpCode.PING));
                }
                while (next != null) {
                    int bytes = frame(next.xid(), next.call().request());
                    next.call().sizeBytes().set(bytes);
                    next = out.size() < BATCH_BYTES ? calls.take(0) : null;
                }
                wire.send(out);
            }
        } catch (IOException e) {
            // The reader learns of it too, and knows what to do.
            wire.close();
        } catch (InterruptedException _) {
            // The connection is gone.
        }
    }

    /// @return its length
    private int frame(int xid, Request request) {
        int begin = out.beginBuffer();
        ClientCodec.writeRequest(xid, request, out);
        out.endBuffer(begin);
        return out.size() - begin;
    }
}
