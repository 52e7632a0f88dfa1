package io.quorate.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.OpCode;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.Request;
import java.nio.ByteBuffer;
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
        assertThat(creations.replyBodyBytes()).isEqualTo(4 + 18);
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
        var repeated = new Repeated(requests, 172);
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
}
