package io.quorate.benchmark.load;

import io.quorate.protocol.client.Request;
import java.nio.ByteBuffer;
import java.util.Iterator;

/// Requests that are sent once: what comes before and after a measurement.
public final class Script implements Work {
    private final Iterator<? extends Request> requests;

    public Script(Iterator<? extends Request> requests) {
        this.requests = requests;
    }

    @Override
    public boolean next(int xid, ByteBuffer out) {
        if (!requests.hasNext()) {
            return false;
        }
        Template.of(requests.next()).put(xid, out);
        return true;
    }

    /// What comes before and after needs to succeed and no more.
    @Override
    public boolean accepts(int number, ByteBuffer in, int at, int bytes) {
        return true;
    }
}
