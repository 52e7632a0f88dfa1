package io.quorate.benchmark.load;

import io.quorate.protocol.client.Request;
import java.nio.ByteBuffer;
import java.util.List;

/// The same few requests in turn, without end, and what must come back.
public final class Repeated implements Work {
    private final List<Template> templates;
    private final List<Expected> expected;
    private int next;

    /// A body of `bytes` bytes that begins with `start`.
    private record Expected(ByteBuffer start, int bytes) {}

    /// What is asked, and the body of the answer.
    ///
    /// @param start how the body begins; the rest of it may be anything
    /// @param bytes how long it is
    public record Exchange(Request request, byte[] start, int bytes) {}

    public Repeated(List<Exchange> exchanges) {
        templates = exchanges.stream()
                .map(exchange -> Template.of(exchange.request()))
                .toList();
        expected = exchanges.stream()
                .map(exchange -> new Expected(ByteBuffer.wrap(exchange.start()), exchange.bytes()))
                .toList();
    }

    @Override
    public boolean next(int xid, ByteBuffer out) {
        templates.get(next).put(xid, out);
        next = next + 1 == templates.size() ? 0 : next + 1;
        return true;
    }

    @Override
    public boolean accepts(int number, ByteBuffer in, int at, int bytes) {
        Expected wanted = expected.get(number % expected.size());
        return bytes == wanted.bytes()
                && in.slice(at, wanted.start().capacity()).equals(wanted.start());
    }
}
