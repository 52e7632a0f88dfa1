package io.quorate.simulation.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorate.model.OpCode;
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
import org.apache.zookeeper.proto.CheckVersionRequest;
import org.apache.zookeeper.proto.CheckWatchesRequest;
import org.apache.zookeeper.proto.ConnectRequest;
import org.apache.zookeeper.proto.ConnectResponse;
import org.apache.zookeeper.proto.Create2Response;
import org.apache.zookeeper.proto.CreateRequest;
import org.apache.zookeeper.proto.CreateResponse;
import org.apache.zookeeper.proto.CreateTTLRequest;
import org.apache.zookeeper.proto.DeleteRequest;
import org.apache.zookeeper.proto.ErrorResponse;
import org.apache.zookeeper.proto.ExistsRequest;
import org.apache.zookeeper.proto.GetACLRequest;
import org.apache.zookeeper.proto.GetACLResponse;
import org.apache.zookeeper.proto.GetAllChildrenNumberResponse;
import org.apache.zookeeper.proto.GetChildren2Response;
import org.apache.zookeeper.proto.GetChildrenResponse;
import org.apache.zookeeper.proto.GetDataRequest;
import org.apache.zookeeper.proto.GetDataResponse;
import org.apache.zookeeper.proto.GetEphemeralsRequest;
import org.apache.zookeeper.proto.GetSASLRequest;
import org.apache.zookeeper.proto.ReconfigRequest;
import org.apache.zookeeper.proto.RemoveWatchesRequest;
import org.apache.zookeeper.proto.ReplyHeader;
import org.apache.zookeeper.proto.RequestHeader;
import org.apache.zookeeper.proto.SetACLRequest;
import org.apache.zookeeper.proto.SetDataRequest;
import org.apache.zookeeper.proto.SetDataResponse;
import org.apache.zookeeper.proto.SetSASLResponse;
import org.apache.zookeeper.proto.SetWatches;
import org.apache.zookeeper.proto.SetWatches2;
import org.apache.zookeeper.proto.SyncRequest;
import org.apache.zookeeper.proto.SyncResponse;
import org.apache.zookeeper.proto.WatcherEvent;
import org.apache.zookeeper.proto.WhoAmIResponse;

/// A client's connection, as the stock client and server use it.
final class ClientSeeds {
    private static final long ZXID = 0x300000012L;
    private static final byte[] DATA = "hello".getBytes(UTF_8);
    private static final byte[] PASSWORD = new byte[16];

    private ClientSeeds() {}

    static void handshakes(Seeds seeds) {
        seeds.add("new", Stock.bytes(new ConnectRequest(0, 0, 30_000, 0, PASSWORD, false)));
        seeds.add("again", Stock.bytes(new ConnectRequest(0, ZXID, 30_000, 0x1000012345600L, PASSWORD, true)));
        seeds.add("answer", Stock.bytes(new ConnectResponse(0, 30_000, 0x1000012345600L, PASSWORD, false)));
        byte[] old = Stock.bytes(new ConnectRequest(0, ZXID, 30_000, 7, PASSWORD, false));
        seeds.add("without-flag", Arrays.copyOf(old, old.length - 1));
    }

    static void requests(Seeds seeds) {
        request(seeds, "create", OpCode.CREATE, new CreateRequest("/app/a", DATA, Stock.OPEN, 0));
        request(seeds, "create2", OpCode.CREATE2, new CreateRequest("/app/n-", null, Stock.GUARDED, 3));
        request(seeds, "container", OpCode.CREATE_CONTAINER, new CreateRequest("/box", DATA, Stock.OPEN, 4));
        request(seeds, "ttl", OpCode.CREATE_TTL, new CreateTTLRequest("/soon", DATA, Stock.OPEN, 5, 60_000));
        request(seeds, "delete", OpCode.DELETE, new DeleteRequest("/app/a", 3));
        request(seeds, "exists", OpCode.EXISTS, new ExistsRequest("/app", true));
        request(seeds, "get-data", OpCode.GET_DATA, new GetDataRequest("/app/\u00e4", false));
        request(seeds, "set-data", OpCode.SET_DATA, new SetDataRequest("/app", DATA, -1));
        request(seeds, "get-acl", OpCode.GET_ACL, new GetACLRequest("/app"));
        request(seeds, "set-acl", OpCode.SET_ACL, new SetACLRequest("/app", Stock.GUARDED, 2));
        request(seeds, "sync", OpCode.SYNC, new SyncRequest("/"));
        request(seeds, "check", OpCode.CHECK, new CheckVersionRequest("/app", 2));
        request(seeds, "reconfig", OpCode.RECONFIG, new ReconfigRequest("server.4=d:2888:3888;2181", "3", null, -1));
        request(seeds, "add-watch", OpCode.ADD_WATCH, new AddWatchRequest("/app", 1));
        request(seeds, "check-watches", OpCode.CHECK_WATCHES, new CheckWatchesRequest("/app", 3));
        request(seeds, "remove-watches", OpCode.REMOVE_WATCHES, new RemoveWatchesRequest("/app", 2));
        request(seeds, "ephemerals", OpCode.GET_EPHEMERALS, new GetEphemeralsRequest("/app"));
        request(seeds, "sasl", OpCode.SASL, new GetSASLRequest(DATA));
        request(seeds, "auth", OpCode.AUTH, new AuthPacket(0, "digest", "user:secret".getBytes(UTF_8)));
        List<String> paths = List.of("/a", "/b/c");
        request(seeds, "set-watches", OpCode.SET_WATCHES, new SetWatches(ZXID, paths, List.of(), List.of("/d")));
        request(
                seeds,
                "set-watches2",
                OpCode.SET_WATCHES2,
                new SetWatches2(ZXID, paths, paths, List.of(), List.of("/p"), List.of("/r")));
        request(seeds, "multi", OpCode.MULTI, multi());
        request(
                seeds,
                "multi-read",
                OpCode.MULTI_READ,
                new MultiOperationRecord(List.of(Op.getData("/a"), Op.getChildren("/b"))));
        seeds.add("ping", Stock.bytes(new RequestHeader(-2, OpCode.PING.code())));
        seeds.add("close", Stock.bytes(new RequestHeader(9, OpCode.CLOSE_SESSION.code())));
        seeds.add("who-am-i", Stock.bytes(new RequestHeader(9, OpCode.WHO_AM_I.code())));
    }

    static MultiOperationRecord multi() {
        return new MultiOperationRecord(List.of(
                Op.create("/a", DATA, Stock.OPEN, 0),
                Op.create("/a/t", DATA, Stock.OPEN, CreateMode.PERSISTENT_WITH_TTL, 9000),
                Op.delete("/b", 1),
                Op.setData("/c", null, 7),
                Op.check("/d", -1)));
    }

    private static void request(Seeds seeds, String name, OpCode op, Record body) {
        seeds.add(name, Stock.bytes(new RequestHeader(77, op.code()), body));
    }

    static void replies(Seeds seeds) {
        reply(seeds, "create", OpCode.CREATE, new CreateResponse("/app/a"));
        reply(seeds, "create2", OpCode.CREATE2, new Create2Response("/app/n-0000000001", Stock.STAT));
        reply(seeds, "set-data", OpCode.SET_DATA, new SetDataResponse(Stock.STAT));
        reply(seeds, "data", OpCode.GET_DATA, new GetDataResponse(DATA, Stock.STAT));
        reply(seeds, "acl", OpCode.GET_ACL, new GetACLResponse(Stock.GUARDED, Stock.STAT));
        reply(seeds, "children", OpCode.GET_CHILDREN, new GetChildrenResponse(List.of("a", "b", "c")));
        reply(seeds, "children2", OpCode.GET_CHILDREN2, new GetChildren2Response(List.of("a"), Stock.STAT));
        reply(seeds, "number", OpCode.GET_ALL_CHILDREN_NUMBER, new GetAllChildrenNumberResponse(12));
        reply(seeds, "sync", OpCode.SYNC, new SyncResponse("/"));
        reply(seeds, "sasl", OpCode.SASL, new SetSASLResponse(DATA));
        reply(seeds, "add-watch", OpCode.ADD_WATCH, new ErrorResponse(0));
        reply(
                seeds,
                "who-am-i",
                OpCode.WHO_AM_I,
                new WhoAmIResponse(List.of(new ClientInfo("ip", "127.0.0.1"), new ClientInfo("digest", "user"))));
        MultiResponse multi = new MultiResponse();
        multi.add(new OpResult.CreateResult("/a", Stock.STAT));
        multi.add(new OpResult.DeleteResult());
        multi.add(new OpResult.SetDataResult(Stock.STAT));
        multi.add(new OpResult.CheckResult());
        reply(seeds, "multi", OpCode.MULTI, multi);
        MultiResponse failed = new MultiResponse();
        failed.add(new OpResult.ErrorResult(0));
        failed.add(new OpResult.ErrorResult(-101));
        reply(seeds, "multi-failed", OpCode.MULTI, failed);
        MultiResponse reads = new MultiResponse();
        reads.add(new OpResult.GetDataResult(DATA, Stock.STAT));
        reads.add(new OpResult.GetChildrenResult(List.of("x", "y")));
        reply(seeds, "multi-read", OpCode.MULTI_READ, reads);
        seeds.add("no-node", answerTo(OpCode.EXISTS, Stock.bytes(new ReplyHeader(77, ZXID, -101))));
        seeds.add(
                "event",
                answerTo(OpCode.PING, Stock.bytes(new ReplyHeader(-1, ZXID, 0), new WatcherEvent(3, 3, "/app"))));
    }

    private static void reply(Seeds seeds, String name, OpCode op, Record body) {
        seeds.add(name, answerTo(op, Stock.bytes(new ReplyHeader(77, ZXID, 0), body)));
    }

    private static byte[] answerTo(OpCode op, byte[] frame) {
        return Stock.joined(new byte[] {(byte) op.code()}, frame);
    }
}
