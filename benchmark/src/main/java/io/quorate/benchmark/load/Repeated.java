package io.quorate.benchmark.load;

import io.quorate.protocol.client.Request;
import java.nio.ByteBuffer;
import java.util.List;

/// The same few requests in turn, without end.
public final class Repeated implements Work {
    private final List<Template> templates;
    private final int replyBodyBytes;
    private int next;

    /// @param replyBodyBytes see {@link Work#replyBodyBytes}
    public Repeated(List<? extends Request> requests, int replyBodyBytes) {
        templates = requests.stream().map(Template::of).toList();
        this.replyBodyBytes = replyBodyBytes;
    }

    @Override
    public boolean next(int xid, ByteBuffer out) {
        templates.get(next).put(xid, out);
        next = next + 1 == templates.size() ? 0 : next + 1;
        return true;
    }

    @Override
    public int replyBodyBytes() {
        return replyBodyBytes;
    }
}
