package io.quorate.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.Zxid;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is patched into encoded requests must be what a server decodes.
final class WorkTest {
    private final ByteBuffer out = ByteBuffer.allocate(Work.LONGEST_FRAME_BYTES);

    private ClientCodec.RequestFrame next(Work work, int xid) {
        out.clear();
        assertThat(work.next(xid, out)).isTrue();
        out.flip();
        byte[] frame = new byte[out.getInt()];
        out.get(frame);
        assertThat(out.hasRemaining()).isFalse();
        return ClientCodec.readRequest(frame);
    }

    @Test
    void creationsNumberTheirZnodes() {
        var creations = new Creations("/parent", new byte[100], 20);
        for (int i = 0; i < 20; i++) {
            ClientCodec.RequestFrame frame = next(creations, i + 1);
            assertThat(frame.xid()).isEqualTo(i + 1);
            assertThat(frame.request())
                    .isInstanceOfSatisfying(
                            Request.Create.class,
                            create -> assertThat(create.data()).hasSize(100));
            assertThat(((Request.Create) frame.request()).path()).isEqualTo(creations.path(frame.xid() - 1));
        }
        assertThat(creations.path(19)).isEqualTo("/parent/0000000019");
    }

    @Test
    void creationsEndAtTheirLimit() {
        var creations = new Creations("/parent", new byte[1], 1);
        next(creations, 1);
        assertThat(creations.next(2, out)).isFalse();
        assertThat(creations.created()).isEqualTo(1);
    }

    @Test
    void repeatedRequestsComeInTurn() {
        List<Request.Watchable> requests = List.of(
                new Request.Watchable(OpCode.GET_DATA, "/a", false),
                new Request.Watchable(OpCode.GET_DATA, "/b", false));
        var repeated = new Repeated(requests.stream()
                .map(request -> new Repeated.Exchange(request, new byte[0], 172))
                .toList());
        for (int xid = 1; xid <= 5; xid++) {
            assertThat(next(repeated, xid)).isEqualTo(new ClientCodec.RequestFrame(xid, requests.get((xid - 1) % 2)));
        }
    }

    @Test
    void aScriptEndsWithItsLastRequest() {
        var script = new Script(List.of(new Request.Delete("/a", -1)).iterator());
        assertThat(next(script, 7).request()).isEqualTo(new Request.Delete("/a", -1));
        assertThat(script.next(8, out)).isFalse();
    }

    @Test
    void creationsAcceptThePathTheyAskedForAndNoOther() {
        var creations = new Creations("/parent", new byte[1], 20);
        ByteBuffer reply = reply(new Response.Path(creations.path(12)));
        assertThat(creations.accepts(12, reply, 0, reply.capacity())).isTrue();
        assertThat(creations.accepts(11, reply, 0, reply.capacity())).isFalse();
        assertThat(creations.accepts(12, reply, 0, reply.capacity() - 1)).isFalse();
    }

    @Test
    void repeatedRequestsAcceptTheirOwnAnswerOnly() {
        Request any = new Request.Watchable(OpCode.GET_DATA, "/a", false);
        var repeated = new Repeated(
                List.of(new Repeated.Exchange(any, new byte[] {1}, 3), new Repeated.Exchange(any, new byte[] {2}, 3)));
        // Indices are absolute: a reply stands anywhere in a buffer.
        ByteBuffer in = ByteBuffer.wrap(new byte[] {9, 2, 0, 0});
        assertThat(repeated.accepts(5, in, 1, 3)).isTrue();
        assertThat(repeated.accepts(4, in, 1, 3)).isFalse();
        assertThat(repeated.accepts(5, in, 1, 2)).isFalse();
    }

    private static ByteBuffer reply(Response body) {
        var writer = new JuteWriter();
        ClientCodec.writeMessage(new ServerMessage.Reply(1, new Zxid(1), ErrorCode.OK, body), writer);
        byte[] message = writer.toByteArray();
        return ByteBuffer.wrap(Arrays.copyOfRange(message, 16, message.length));
    }
}
