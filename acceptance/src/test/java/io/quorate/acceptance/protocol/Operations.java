package io.quorate.acceptance.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorate.model.Acl;
import io.quorate.model.OpCode;
import io.quorate.model.Stat;
import io.quorate.protocol.client.Request;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.zookeeper.ZooDefs;
import org.jspecify.annotations.Nullable;

/// Every number that either side has for an operation, asked as a client would with good arguments.
final class Operations {
    private static final byte[] DATA = "data".getBytes(UTF_8);

    private Operations() {}

    static List<Row> rows(Pair pair) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<Integer, String> named : names().entrySet()) {
            OpCode op = OpCode.of(named.getKey());
            rows.add(op == null ? unknownHere(named) : row(op, named.getValue(), pair));
        }
        return rows;
    }

    private static Row unknownHere(Map.Entry<Integer, String> named) {
        return new Row(named.getValue(), String.valueOf(named.getKey()), Row.NOT_TRIED, Row.NOT_TRIED, "");
    }

    private static Row row(OpCode op, String name, Pair pair) throws Exception {
        String root = "/op-" + op.name().toLowerCase(Locale.ROOT);
        Request asked = request(op, root);
        if (asked == null) {
            return new Row(name, String.valueOf(op.code()), Row.NOT_TRIED, Row.NOT_TRIED, "");
        }
        Request watching = new Request.Watchable(OpCode.GET_DATA, root + "/c", true);
        return pair.row(
                name, String.valueOf(op.code()), Pair.asking(creation(root), creation(root + "/c"), watching, asked));
    }

    /// Apache's name where it has one.
    private static Map<Integer, String> names() throws IllegalAccessException {
        Map<Integer, String> names = new TreeMap<>();
        for (OpCode op : OpCode.values()) {
            names.put(op.code(), camel(op.name()));
        }
        for (Field field : ZooDefs.OpCode.class.getFields()) {
            names.put(field.getInt(null), field.getName());
        }
        return names;
    }

    private static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        for (String word : name.toLowerCase(Locale.ROOT).split("_", -1)) {
            camel.append(camel.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return camel.toString();
    }

    static Request creation(String path) {
        return new Request.Create(OpCode.CREATE, path, DATA, List.copyOf(Acl.OPEN), 0, 0);
    }

    /// Null for what clients do not ask.
    private static @Nullable Request request(OpCode op, String root) {
        String child = root + "/c";
        return switch (op) {
            case CREATE, CREATE2, CREATE_IF_NOT_EXISTS -> created(op, root, 0);
            case CREATE_CONTAINER -> created(op, root, 4);
            case CREATE_TTL -> created(op, root, 5);
            case DELETE -> new Request.Delete(child, 0);
            case EXISTS, GET_DATA, GET_CHILDREN, GET_CHILDREN2 -> new Request.Watchable(op, root, true);
            case SET_DATA -> new Request.SetData(root, DATA, 0);
            case SET_ACL -> new Request.SetAcl(root, List.copyOf(Acl.OPEN), 0);
            case GET_ACL, SYNC, GET_EPHEMERALS, GET_ALL_CHILDREN_NUMBER -> new Request.PathOnly(op, root);
            case CHECK -> multi(new Request.Check(root, 0));
            case MULTI -> multi(new Request.Delete(child, 0));
            case MULTI_READ -> new Request.Multi(op, List.of(new Request.Watchable(OpCode.GET_DATA, root, false)));
            case RECONFIG -> new Request.Reconfig("server.9=127.0.0.1:1:2;3", null, null, -1);
            case ADD_WATCH -> new Request.WatchSelection(op, root, 0);
            case CHECK_WATCHES, REMOVE_WATCHES -> new Request.WatchSelection(op, child, 3);
            case AUTH -> new Request.Auth(0, "digest", "user:password".getBytes(UTF_8));
            case SASL -> new Request.Sasl(new byte[0]);
            case SET_WATCHES, SET_WATCHES2 ->
                new Request.SetWatches(op, 0, List.of(), List.of(), List.of(), List.of(), List.of());
            case WHO_AM_I, PING, CLOSE_SESSION -> new Request.Bare(op);
            case FILTERED_LIST -> new Request.FilteredList(op, root, false, 0, false, false);
            case LIST_WITH_STATS_AND_DATA -> new Request.FilteredList(op, root, false, 0, true, true);
            case CHECK_NOT_EXISTS -> new Request.CheckNotExists(root + "/none", -1);
            case CHECK_STAT -> new Request.CheckStat(root, 0, anyStat());
            case REMOVE_RECURSIVE -> new Request.RemoveRecursive(root, 10);
            case TRY_REMOVE -> new Request.TryRemove(child, 0);
            case LIST_RECURSIVE -> new Request.ListRecursive(root, 10);
            case ERROR, DELETE_CONTAINER, CREATE_SESSION -> null;
        };
    }

    private static Request created(OpCode op, String root, int flags) {
        return new Request.Create(
                op, root + "/new", DATA, List.copyOf(Acl.OPEN), flags, op == OpCode.CREATE_TTL ? 60_000 : 0);
    }

    private static Request multi(Request part) {
        return new Request.Multi(OpCode.MULTI, List.of(part));
    }

    /// What is -1 is not compared.
    private static Stat anyStat() {
        return new Stat(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
    }
}
