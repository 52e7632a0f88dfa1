package io.quorate.protocol.client;

import static io.quorate.protocol.Bytes.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.EventType;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Stat;
import io.quorate.model.Zxid;
import io.quorate.protocol.Stock;
import java.util.Arrays;
import java.util.List;
import org.apache.jute.Record;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.MultiOperationRecord;
import org.apache.zookeeper.MultiResponse;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.data.ClientInfo;
import org.apache.zookeeper.proto.AddWatchRequest;
import org.apache.zookeeper.proto.AuthPacket;
import org.apache.zookeeper.proto.CheckWatchesRequest;
import org.apache.zookeeper.proto.Create2Response;
import org.apache.zookeeper.proto.CreateRequest;
import org.apache.zookeeper.proto.CreateResponse;
import org.apache.zookeeper.proto.CreateTTLRequest;
import org.apache.zookeeper.proto.DeleteRequest;
import org.apache.zookeeper.proto.ErrorResponse;
import org.apache.zookeeper.proto.ExistsRequest;
import org.apache.zookeeper.proto.ExistsResponse;
import org.apache.zookeeper.proto.GetACLRequest;
import org.apache.zookeeper.proto.GetACLResponse;
import org.apache.zookeeper.proto.GetAllChildrenNumberRequest;
import org.apache.zookeeper.proto.GetAllChildrenNumberResponse;
import org.apache.zookeeper.proto.GetChildren2Request;
import org.apache.zookeeper.proto.GetChildren2Response;
import org.apache.zookeeper.proto.GetChildrenRequest;
import org.apache.zookeeper.proto.GetChildrenResponse;
import org.apache.zookeeper.proto.GetDataRequest;
import org.apache.zookeeper.proto.GetDataResponse;
import org.apache.zookeeper.proto.GetEphemeralsRequest;
import org.apache.zookeeper.proto.GetEphemeralsResponse;
import org.apache.zookeeper.proto.GetSASLRequest;
import org.apache.zookeeper.proto.ReconfigRequest;
import org.apache.zookeeper.proto.RemoveWatchesRequest;
import org.apache.zookeeper.proto.ReplyHeader;
import org.apache.zookeeper.proto.RequestHeader;
import org.apache.zookeeper.proto.SetACLRequest;
import org.apache.zookeeper.proto.SetACLResponse;
import org.apache.zookeeper.proto.SetDataRequest;
import org.apache.zookeeper.proto.SetDataResponse;
import org.apache.zookeeper.proto.SetSASLResponse;
import org.apache.zookeeper.proto.SetWatches;
import org.apache.zookeeper.proto.SetWatches2;
import org.apache.zookeeper.proto.SyncRequest;
import org.apache.zookeeper.proto.SyncResponse;
import org.apache.zookeeper.proto.WatcherEvent;
import org.apache.zookeeper.proto.WhoAmIResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each record of the stock client beside ours: the same bytes, and what they mean.
class StockClientTest {
    private static final byte[] DATA = {1, 2, 3};
    private static final List<Acl> ACL =
            List.of(new Acl(Acl.ALL, Identity.ANYONE), new Acl(Acl.READ, new Identity("digest", "j\u00fcrgen:x=")));
    private static final Stat STAT = new Stat(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    private static final org.apache.zookeeper.data.Stat STOCK_STAT = Stock.stat(STAT);

    static List<Arguments> requests() {
        return List.of(
                Arguments.of(
                        new Request.Create(OpCode.CREATE, "/\u4e2d", DATA, List.copyOf(ACL), 1, 0),
                        new CreateRequest("/\u4e2d", DATA, Stock.acl(ACL), 1)),
                Arguments.of(
                        new Request.Create(OpCode.CREATE2, null, null, null, 0, 0),
                        new CreateRequest(null, null, null, 0)),
                Arguments.of(
                        new Request.Create(OpCode.CREATE_CONTAINER, "/c", new byte[0], List.of(), 4, 0),
                        new CreateRequest("/c", new byte[0], List.of(), 4)),
                Arguments.of(
                        new Request.Create(OpCode.CREATE_TTL, "/t", DATA, List.copyOf(ACL), 5, 60000),
                        new CreateTTLRequest("/t", DATA, Stock.acl(ACL), 5, 60000)),
                Arguments.of(new Request.Delete("/a", 7), new DeleteRequest("/a", 7)),
                Arguments.of(new Request.Watchable(OpCode.EXISTS, "/a", true), new ExistsRequest("/a", true)),
                Arguments.of(new Request.Watchable(OpCode.GET_DATA, "/a", false), new GetDataRequest("/a", false)),
                Arguments.of(
                        new Request.Watchable(OpCode.GET_CHILDREN, "/a", true), new GetChildrenRequest("/a", true)),
                Arguments.of(
                        new Request.Watchable(OpCode.GET_CHILDREN2, "/a", true), new GetChildren2Request("/a", true)),
                Arguments.of(new Request.SetData("/a", DATA, -1), new SetDataRequest("/a", DATA, -1)),
                Arguments.of(new Request.PathOnly(OpCode.GET_ACL, "/a"), new GetACLRequest("/a")),
                Arguments.of(new Request.PathOnly(OpCode.SYNC, "/a"), new SyncRequest("/a")),
                Arguments.of(new Request.PathOnly(OpCode.GET_EPHEMERALS, null), new GetEphemeralsRequest(null)),
                Arguments.of(
                        new Request.PathOnly(OpCode.GET_ALL_CHILDREN_NUMBER, "/"),
                        new GetAllChildrenNumberRequest("/")),
                Arguments.of(new Request.SetAcl("/a", List.copyOf(ACL), 3), new SetACLRequest("/a", Stock.acl(ACL), 3)),
                Arguments.of(new Request.Auth(0, "digest", DATA), new AuthPacket(0, "digest", DATA)),
                Arguments.of(new Request.Sasl(DATA), new GetSASLRequest(DATA)),
                Arguments.of(
                        new Request.SetWatches(
                                OpCode.SET_WATCHES,
                                9,
                                List.of("/a"),
                                List.of("/b", "/c"),
                                List.of(),
                                List.of(),
                                List.of()),
                        new SetWatches(9, List.of("/a"), List.of("/b", "/c"), List.of())),
                Arguments.of(
                        new Request.SetWatches(
                                OpCode.SET_WATCHES2,
                                9,
                                List.of(),
                                List.of(),
                                List.of("/a"),
                                List.of("/b"),
                                List.of("/c")),
                        new SetWatches2(9, List.of(), List.of(), List.of("/a"), List.of("/b"), List.of("/c"))),
                Arguments.of(new Request.WatchSelection(OpCode.ADD_WATCH, "/a", 1), new AddWatchRequest("/a", 1)),
                Arguments.of(
                        new Request.WatchSelection(OpCode.CHECK_WATCHES, "/a", 4), new CheckWatchesRequest("/a", 4)),
                Arguments.of(
                        new Request.WatchSelection(OpCode.REMOVE_WATCHES, "/a", 3), new RemoveWatchesRequest("/a", 3)),
                Arguments.of(
                        new Request.Reconfig("server.1=a:1:2;3", null, "", 0x100000000L),
                        new ReconfigRequest("server.1=a:1:2;3", null, "", 0x100000000L)),
                Arguments.of(
                        new Request.Multi(
                                OpCode.MULTI,
                                List.of(
                                        new Request.Create(OpCode.CREATE, "/a", DATA, List.copyOf(ACL), 3, 0),
                                        new Request.Create(OpCode.CREATE_CONTAINER, "/c", DATA, List.copyOf(ACL), 4, 0),
                                        new Request.Create(OpCode.CREATE_TTL, "/t", DATA, List.copyOf(ACL), 6, 1000),
                                        new Request.Delete("/a", 1),
                                        new Request.SetData("/b", null, 2),
                                        new Request.Check("/c", 3))),
                        new MultiOperationRecord(List.of(
                                Op.create("/a", DATA, Stock.acl(ACL), CreateMode.EPHEMERAL_SEQUENTIAL),
                                Op.create("/c", DATA, Stock.acl(ACL), CreateMode.CONTAINER),
                                Op.create("/t", DATA, Stock.acl(ACL), CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL, 1000),
                                Op.delete("/a", 1),
                                Op.setData("/b", null, 2),
                                Op.check("/c", 3)))),
                Arguments.of(
                        new Request.Multi(
                                OpCode.MULTI_READ,
                                List.of(
                                        new Request.Watchable(OpCode.GET_DATA, "/a", false),
                                        new Request.Watchable(OpCode.GET_CHILDREN, "/b", false))),
                        new MultiOperationRecord(List.of(Op.getData("/a"), Op.getChildren("/b")))));
    }

    static List<Arguments> responses() {
        MultiResponse multi = new MultiResponse();
        multi.add(new OpResult.CreateResult("/a"));
        multi.add(new OpResult.CreateResult("/b", STOCK_STAT));
        multi.add(new OpResult.DeleteResult());
        multi.add(new OpResult.SetDataResult(STOCK_STAT));
        multi.add(new OpResult.CheckResult());
        multi.add(new OpResult.GetDataResult(DATA, STOCK_STAT));
        multi.add(new OpResult.GetChildrenResult(List.of("x", "y")));
        multi.add(new OpResult.ErrorResult(-101));
        return List.of(
                Arguments.of(OpCode.CREATE, new Response.Path("/a"), new CreateResponse("/a")),
                Arguments.of(OpCode.SYNC, new Response.Path(null), new SyncResponse(null)),
                Arguments.of(OpCode.CREATE2, new Response.Created("/a", STAT), new Create2Response("/a", STOCK_STAT)),
                Arguments.of(OpCode.EXISTS, new Response.StatOnly(STAT), new ExistsResponse(STOCK_STAT)),
                Arguments.of(OpCode.SET_DATA, new Response.StatOnly(STAT), new SetDataResponse(STOCK_STAT)),
                Arguments.of(OpCode.SET_ACL, new Response.StatOnly(STAT), new SetACLResponse(STOCK_STAT)),
                Arguments.of(OpCode.GET_DATA, new Response.Data(DATA, STAT), new GetDataResponse(DATA, STOCK_STAT)),
                Arguments.of(OpCode.RECONFIG, new Response.Data(null, STAT), new GetDataResponse(null, STOCK_STAT)),
                Arguments.of(
                        OpCode.GET_ACL,
                        new Response.AclAndStat(ACL, STAT),
                        new GetACLResponse(Stock.acl(ACL), STOCK_STAT)),
                Arguments.of(
                        OpCode.GET_CHILDREN,
                        new Response.Names(List.of("x", "\u00fc")),
                        new GetChildrenResponse(List.of("x", "\u00fc"))),
                Arguments.of(
                        OpCode.GET_EPHEMERALS, new Response.Names(List.of()), new GetEphemeralsResponse(List.of())),
                Arguments.of(
                        OpCode.GET_CHILDREN2,
                        new Response.NamesAndStat(List.of("x"), STAT),
                        new GetChildren2Response(List.of("x"), STOCK_STAT)),
                Arguments.of(
                        OpCode.GET_ALL_CHILDREN_NUMBER, new Response.Count(77), new GetAllChildrenNumberResponse(77)),
                Arguments.of(
                        OpCode.WHO_AM_I,
                        new Response.Identities(List.of(new Identity("ip", "127.0.0.1"), new Identity("digest", "a"))),
                        new WhoAmIResponse(List.of(new ClientInfo("ip", "127.0.0.1"), new ClientInfo("digest", "a")))),
                Arguments.of(OpCode.SASL, new Response.Token(DATA), new SetSASLResponse(DATA)),
                Arguments.of(OpCode.ADD_WATCH, new Response.WatchAdded(), new ErrorResponse(0)),
                Arguments.of(
                        OpCode.MULTI,
                        new Response.Multi(List.of(
                                new Response.Result(OpCode.CREATE, ErrorCode.OK, new Response.Path("/a")),
                                new Response.Result(OpCode.CREATE2, ErrorCode.OK, new Response.Created("/b", STAT)),
                                new Response.Result(OpCode.DELETE, ErrorCode.OK, new Response.Empty()),
                                new Response.Result(OpCode.SET_DATA, ErrorCode.OK, new Response.StatOnly(STAT)),
                                new Response.Result(OpCode.CHECK, ErrorCode.OK, new Response.Empty()),
                                new Response.Result(OpCode.GET_DATA, ErrorCode.OK, new Response.Data(DATA, STAT)),
                                new Response.Result(
                                        OpCode.GET_CHILDREN, ErrorCode.OK, new Response.Names(List.of("x", "y"))),
                                Response.Result.failed(ErrorCode.NO_NODE))),
                        multi));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestIsWhatTheStockClientSends(Request request, Record stock) {
        byte[] frame = Stock.bytes(new RequestHeader(42, request.op().code()), stock);

        assertThat(written(out -> ClientCodec.writeRequest(42, request, out))).isEqualTo(frame);
        assertThat(ClientCodec.readRequest(frame).request())
                .usingRecursiveComparison()
                .isEqualTo(request);
    }

    @ParameterizedTest
    @MethodSource("responses")
    void anAnswerIsWhatTheStockServerSends(OpCode op, Response response, Record stock) {
        byte[] frame = Stock.bytes(new ReplyHeader(42, 0x100000002L, 0), stock);
        ServerMessage reply = new ServerMessage.Reply(42, new Zxid(0x100000002L), ErrorCode.OK, response);

        assertThat(written(out -> ClientCodec.writeMessage(reply, out))).isEqualTo(frame);
        ClientCodec.ReplyFrame read = ClientCodec.readReply(frame);
        assertThat(read.xid()).isEqualTo(42);
        assertThat(read.zxid()).isEqualTo(new Zxid(0x100000002L));
        assertThat(read.errorCode()).isZero();
        assertThat(ClientCodec.readResponse(op, read.body()))
                .usingRecursiveComparison()
                .isEqualTo(response);
        assertThat(read.body().remaining()).isZero();
    }

    @Test
    void noOperationWithABodyIsForgottenHere() {
        assertThat(requests())
                .map(arguments -> ((Request) arguments.get()[0]).op())
                .contains(Arrays.stream(OpCode.values())
                        .filter(op -> op.kind() != OpCode.Kind.INTERNAL && !op.isExtension())
                        .filter(op -> op != OpCode.PING && op != OpCode.CLOSE_SESSION && op != OpCode.WHO_AM_I)
                        .toArray(OpCode[]::new));
    }

    @Test
    void theHandshakeIsTheStockOne() {
        ConnectRequest request = new ConnectRequest(0, new Zxid(5), 30000, new SessionId(77), new byte[16], true, true);
        byte[] frame = Stock.bytes(new org.apache.zookeeper.proto.ConnectRequest(0, 5, 30000, 77, new byte[16], true));
        ConnectResponse response = new ConnectResponse(20000, new SessionId(77), DATA, true, false);
        byte[] answer = Stock.bytes(new org.apache.zookeeper.proto.ConnectResponse(0, 20000, 77, DATA, false));

        assertThat(written(out -> ClientCodec.writeConnectRequest(request, out)))
                .isEqualTo(frame);
        assertThat(ClientCodec.readConnectRequest(frame))
                .usingRecursiveComparison()
                .isEqualTo(request);
        assertThat(written(out -> ClientCodec.writeMessage(new ServerMessage.Handshake(response), out)))
                .isEqualTo(answer);
        assertThat(ClientCodec.readConnectResponse(answer))
                .usingRecursiveComparison()
                .isEqualTo(response);
    }

    @Test
    void eventsAreTheStockOnes() {
        for (EventType type : EventType.values()) {
            byte[] frame = Stock.bytes(new ReplyHeader(-1, 9, 0), new WatcherEvent(type.code(), 3, "/a"));

            assertThat(written(out ->
                            ClientCodec.writeMessage(new ServerMessage.Notification(type, "/a", new Zxid(9)), out)))
                    .isEqualTo(frame);
        }
    }
}
