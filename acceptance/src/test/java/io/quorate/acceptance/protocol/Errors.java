package io.quorate.acceptance.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.StockClient;
import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;

/// Every code that the stock client knows, and a request that is answered with it.
final class Errors {
    private static final Acl NOBODYS = new Acl(Acl.ALL, new Identity("digest", "nobody:hash"));

    private Errors() {}

    /// @param wantingProof two that want clients to prove who they are
    static List<Row> rows(Pair pair, Pair wantingProof, Left left) throws Exception {
        Map<Code, List<Request>> trials = trials();
        List<Row> rows = new ArrayList<>();
        for (Code code : Code.values()) {
            String number = String.valueOf(code.intValue());
            List<Request> trial = trials.get(code);
            if (code == Code.SESSIONCLOSEDREQUIRESASLAUTH) {
                rows.add(wantingProof.row(code.name(), number, Pair.asking(exists())));
            } else if (code == Code.RUNTIMEINCONSISTENCY) {
                rows.add(pair.row(code.name(), number, Errors::behindAFailure));
            } else if (code == Code.EPHEMERALONLOCALSESSION) {
                rows.add(left.onLocalSession());
            } else if (code == Code.NOTREADONLY) {
                rows.add(left.alone().row(code.name(), number, Left::writes));
            } else if (trial == null) {
                rows.add(new Row(code.name(), number, Row.NOT_TRIED, knownHere(code), ""));
            } else {
                rows.add(pair.row(code.name(), number, Pair.asking(trial)));
            }
        }
        return rows;
    }

    private static Request exists() {
        return new Request.Watchable(OpCode.EXISTS, "/", false);
    }

    /// The last part of a multi whose first one fails.
    private static String behindAFailure(Member server) throws Exception {
        try (StockClient client = StockClient.connect(server)) {
            List<OpResult> results = client.zk().multi(List.of(Op.check("/none", 0), Op.check("/", -1)));
            return "done: " + results;
        } catch (KeeperException e) {
            return Desk.error(((OpResult.ErrorResult) e.getResults().getLast()).getErr());
        }
    }

    /// Said of what is not tried: whether this server has a word for it at all.
    private static String knownHere(Code code) {
        for (ErrorCode ours : ErrorCode.values()) {
            if (ours.code() == code.intValue()) {
                return Row.NOT_TRIED + " (it has this code)";
            }
        }
        return Row.NOT_TRIED;
    }

    private static Map<Code, List<Request>> trials() {
        Map<Code, List<Request>> trials = new EnumMap<>(Code.class);
        String root = "/error";
        trials.put(Code.OK, List.of(Operations.creation(root)));
        trials.put(Code.NODEEXISTS, List.of(Operations.creation(root)));
        trials.put(Code.NONODE, List.of(new Request.Delete(root + "/none", -1)));
        trials.put(Code.BADVERSION, List.of(new Request.SetData(root, null, 7)));
        trials.put(
                Code.NOTEMPTY,
                List.of(
                        Operations.creation(root + "/parent"),
                        Operations.creation(root + "/parent/c"),
                        delete("/parent")));
        trials.put(Code.INVALIDACL, List.of(new Request.SetAcl(root, List.of(), -1)));
        trials.put(
                Code.NOAUTH,
                List.of(
                        new Request.Create(OpCode.CREATE, root + "/nobodys", null, List.of(NOBODYS), 0, 0),
                        new Request.Watchable(OpCode.GET_DATA, root + "/nobodys", false)));
        trials.put(
                Code.NOCHILDRENFOREPHEMERALS,
                List.of(
                        new Request.Create(OpCode.CREATE, root + "/e", null, List.copyOf(Acl.OPEN), 1, 0),
                        Operations.creation(root + "/e/c")));
        trials.put(Code.BADARGUMENTS, List.of(Operations.creation("no path")));
        trials.put(Code.MARSHALLINGERROR, List.of(new Request.Delete(null, -1)));
        trials.put(Code.UNIMPLEMENTED, List.of(new Request.Unknown(77)));
        trials.put(Code.AUTHFAILED, List.of(new Request.Auth(0, "nothing", "x".getBytes(UTF_8))));
        trials.put(Code.NOWATCHER, List.of(new Request.WatchSelection(OpCode.CHECK_WATCHES, root, 3)));
        trials.put(Code.RECONFIGDISABLED, List.of(new Request.Reconfig("server.9=127.0.0.1:1:2;3", null, null, -1)));
        trials.put(Code.QUOTAEXCEEDED, quota(root + "/small"));
        return trials;
    }

    private static Request delete(String path) {
        return new Request.Delete("/error" + path, -1);
    }

    /// Who wants a quota has to be allowed to write it.
    private static List<Request> quota(String path) {
        String quota = "/zookeeper/quota";
        List<Request> requests = new ArrayList<>();
        for (String name : (path + "/zookeeper_limits").substring(1).split("/", -1)) {
            quota += "/" + name;
            byte[] data = name.equals("zookeeper_limits")
                    ? "count=-1,bytes=-1=;byteHardLimit=-1;countHardLimit=1".getBytes(UTF_8)
                    : new byte[0];
            if (!name.equals("error") || requests.isEmpty()) {
                requests.add(new Request.Create(OpCode.CREATE, quota, data, List.copyOf(Acl.OPEN), 0, 0));
            }
        }
        String stats = quota.replace("zookeeper_limits", "zookeeper_stats");
        requests.add(new Request.Create(
                OpCode.CREATE, stats, "count=1,bytes=0".getBytes(UTF_8), List.copyOf(Acl.OPEN), 0, 0));
        requests.addFirst(Operations.creation(path));
        requests.add(Operations.creation(path + "/more"));
        return requests;
    }
}
