package io.quorate.protocol.client;

import static io.quorate.protocol.Bytes.hex;
import static io.quorate.protocol.Bytes.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.EventType;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Stat;
import io.quorate.model.Zxid;
import io.quorate.protocol.MalformedException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientCodecTest {
    private static final String HANDSHAKE =
            "00000000 0000000000000005 00007530 0000000000000000 00000010" + "00000000000000000000000000000000";

    @Test
    void aClientBefore34SendsNoReadOnlyFlagAndGetsNone() {
        ConnectRequest request = ClientCodec.readConnectRequest(hex(HANDSHAKE));

        assertThat(request.hasReadOnlyFlag()).isFalse();
        assertThat(request.readOnly()).isFalse();
        ServerMessage answer = new ServerMessage.Handshake(ConnectResponse.refused(request.hasReadOnlyFlag(), false));
        assertThat(written(out -> ClientCodec.writeMessage(answer, out))).hasSize(36);
    }

    @Test
    void theReadOnlyFlagIsReadWhenItIsThere() {
        ConnectRequest request = ClientCodec.readConnectRequest(hex(HANDSHAKE + "01"));

        assertThat(request)
                .usingRecursiveComparison()
                .isEqualTo(new ConnectRequest(0, new Zxid(5), 30000, SessionId.NONE, new byte[16], true, true));
        assertThat(written(out -> ClientCodec.writeConnectRequest(request, out)))
                .isEqualTo(hex(HANDSHAKE + "01"));
        ServerMessage answer = new ServerMessage.Handshake(ConnectResponse.refused(true, false));
        assertThat(written(out -> ClientCodec.writeMessage(answer, out))).hasSize(37);
    }

    @Test
    void aNullPasswordIsAnEmptyOne() {
        ConnectRequest request =
                ClientCodec.readConnectRequest(hex("00000000 0000000000000005 00007530 0000000000000000 ffffffff"));

        assertThat(request.password()).isEmpty();
    }

    @Test
    void aRequestIsAHeaderAndABody() {
        byte[] frame = hex("00000007 00000004 00000002 2f61 01");

        ClientCodec.RequestFrame request = ClientCodec.readRequest(frame);

        assertThat(request)
                .isEqualTo(new ClientCodec.RequestFrame(7, new Request.Watchable(OpCode.GET_DATA, "/a", true)));
        assertThat(written(out -> ClientCodec.writeRequest(7, request.request(), out)))
                .isEqualTo(frame);
    }

    /// kazoo sends a null for an empty id.
    @Test
    void anAclEntryForWhoeverAsksNeedsNoId() {
        byte[] auth = hex("00000007 00000007 00000002 2f61 00000001 0000001f 00000004 61757468 ffffffff 00000000");
        byte[] other = hex("00000007 00000007 00000002 2f61 00000001 0000001f 00000002 6970 ffffffff 00000000");

        assertThat(((Request.SetAcl) ClientCodec.readRequest(auth).request()).acl())
                .containsExactly(new Acl(Acl.ALL, new Identity("auth", "")));
        assertThat(((Request.SetAcl) ClientCodec.readRequest(other).request()).acl())
                .containsExactly((Acl) null);
    }

    @Test
    void bytesAfterTheRecordAreIgnored() {
        assertThat(ClientCodec.readRequest(hex("00000007 00000009 00000001 2f 1234"))
                        .request())
                .isEqualTo(new Request.PathOnly(OpCode.SYNC, "/"));
    }

    @Test
    void aFrameWithoutAWholeHeaderIsRefused() {
        assertThatThrownBy(() -> ClientCodec.readRequest(hex("00000007 000000")))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void aBodyThatCannotBeDecodedIsAnsweredNotDropped() {
        ClientCodec.RequestFrame request = ClientCodec.readRequest(hex("00000007 00000001 00000009 2f"));

        assertThat(request.xid()).isEqualTo(7);
        assertThat(request.request()).isInstanceOfSatisfying(Request.Malformed.class, malformed -> {
            assertThat(malformed.op()).isEqualTo(OpCode.CREATE);
            assertThat(malformed.why()).contains("string at byte 8 announces 9 bytes");
        });
    }

    /// Otherwise a client could make sessions for others, or remove znodes past every ACL.
    @Test
    void whatOnlyServersMayAskForIsUnknownFromAClient() {
        for (int type : new int[] {0, -1, -10, 13, 20, 23, 99, 108}) {
            byte[] frame = written(out -> {
                out.writeInt(1);
                out.writeInt(type);
                out.writeString("/a");
                out.writeInt(0);
            });
            assertThat(ClientCodec.readRequest(frame).request()).isEqualTo(new Request.Unknown(type));
        }
    }

    @Test
    void anEmptyMultiIsOnlyItsEnd() {
        byte[] frame = hex("00000001 0000000e ffffffff 01 ffffffff");

        ClientCodec.RequestFrame request = ClientCodec.readRequest(frame);

        assertThat(request.request()).isEqualTo(new Request.Multi(OpCode.MULTI, List.of()));
        assertThat(written(out -> ClientCodec.writeRequest(1, request.request(), out)))
                .isEqualTo(frame);
    }

    @Test
    void aMultiHoldsWritesOrReadsNeverBoth() {
        String check = "0000000d 00 ffffffff 00000002 2f61 00000003";
        String getData = "00000004 00 ffffffff 00000002 2f61 00";
        String setAcl = "00000007 00 ffffffff 00000002 2f61 ffffffff ffffffff";
        String end = "ffffffff 01 ffffffff";

        assertThat(multi(OpCode.MULTI, check + end))
                .isEqualTo(new Request.Multi(OpCode.MULTI, List.of(new Request.Check("/a", 3))));
        assertThat(multi(OpCode.MULTI_READ, getData + end))
                .isEqualTo(new Request.Multi(
                        OpCode.MULTI_READ, List.of(new Request.Watchable(OpCode.GET_DATA, "/a", false))));
        assertThat(multi(OpCode.MULTI, check + getData + end)).isInstanceOf(Request.Malformed.class);
        assertThat(multi(OpCode.MULTI_READ, check + end)).isInstanceOf(Request.Malformed.class);
        assertThat(multi(OpCode.MULTI, setAcl + end)).isInstanceOf(Request.Malformed.class);
        assertThat(multi(OpCode.MULTI, check)).isInstanceOf(Request.Malformed.class);
    }

    @Test
    void anUnknownCreateFlagSpoilsAMulti() {
        String create = "00000001 00 ffffffff 00000002 2f61 ffffffff ffffffff 00000007";

        assertThat(multi(OpCode.MULTI, create + "ffffffff 01 ffffffff")).isInstanceOf(Request.Malformed.class);
    }

    @Test
    void nullVectorsOfSetWatchesAreEmpty() {
        ClientCodec.RequestFrame request = ClientCodec.readRequest(
                hex("fffffff8 00000065 0000000000000009 ffffffff 00000001 00000001 2f ffffffff"));

        assertThat(request.request())
                .isEqualTo(new Request.SetWatches(
                        OpCode.SET_WATCHES, 9, List.of(), List.of("/"), List.of(), List.of(), List.of()));
    }

    @Test
    void aFailedReplyHasNoBody() {
        ServerMessage reply =
                new ServerMessage.Reply(5, new Zxid(9), ErrorCode.NO_NODE, new Response.Path("never seen"));

        assertThat(written(out -> ClientCodec.writeMessage(reply, out)))
                .isEqualTo(hex("00000005 0000000000000009 ffffff9b"));
    }

    @Test
    void aNotificationBearsTheZxidOfItsTxn() {
        ServerMessage event = new ServerMessage.Notification(EventType.DATA_CHANGED, "/a", new Zxid(0x100000002L));

        byte[] frame = written(out -> ClientCodec.writeMessage(event, out));

        assertThat(frame).isEqualTo(hex("ffffffff 0000000100000002 00000000 00000003 00000003 00000002 2f61"));
        ClientCodec.ReplyFrame reply = ClientCodec.readReply(frame);
        assertThat(reply.xid()).isEqualTo(ClientCodec.NOTIFICATION_XID);
        assertThat(ClientCodec.readNotification(reply.zxid(), reply.body())).isEqualTo(event);
    }

    @Test
    void addWatchIsAnsweredWithFourZeroBytes() {
        ServerMessage reply = new ServerMessage.Reply(5, new Zxid(9), ErrorCode.OK, new Response.WatchAdded());

        assertThat(written(out -> ClientCodec.writeMessage(reply, out)))
                .isEqualTo(hex("00000005 0000000000000009 00000000 00000000"));
    }

    @Test
    void aFailedMultiHasAnErrorForEachOperation() {
        Response multi = new Response.Multi(List.of(
                Response.Result.failed(ErrorCode.OK),
                Response.Result.failed(ErrorCode.NO_NODE),
                Response.Result.failed(ErrorCode.RUNTIME_INCONSISTENCY)));

        byte[] frame = written(
                out -> ClientCodec.writeMessage(new ServerMessage.Reply(5, new Zxid(9), ErrorCode.OK, multi), out));

        assertThat(frame)
                .isEqualTo(hex("00000005 0000000000000009 00000000"
                        + "| ffffffff 00 00000000 00000000 | ffffffff 00 ffffff9b ffffff9b"
                        + "| ffffffff 00 fffffffe fffffffe | ffffffff 01 ffffffff"));
        assertThat(ClientCodec.readResponse(
                        OpCode.MULTI, ClientCodec.readReply(frame).body()))
                .isEqualTo(multi);
    }

    @Test
    void aStatIs68Bytes() {
        Stat stat = new Stat(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        byte[] frame = written(out -> ClientCodec.writeMessage(
                new ServerMessage.Reply(5, new Zxid(9), ErrorCode.OK, new Response.StatOnly(stat)), out));

        assertThat(frame).hasSize(16 + 68);
        assertThat(ClientCodec.readResponse(
                        OpCode.EXISTS, ClientCodec.readReply(frame).body()))
                .isEqualTo(new Response.StatOnly(stat));
    }

    private static Request multi(OpCode op, String body) {
        byte[] bytes = hex(body);
        return ClientCodec.readRequest(written(out -> {
                    out.writeInt(1);
                    out.writeInt(op.code());
                    out.writeBytes(bytes);
                }))
                .request();
    }
}
