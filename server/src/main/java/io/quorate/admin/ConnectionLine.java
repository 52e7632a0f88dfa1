package io.quorate.admin;

import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import org.jspecify.annotations.Nullable;

/// A connection as `stat` (briefly) and `cons` print it.
final class ConnectionLine {
    private ConnectionLine() {}

    static String brief(Connections.Row row) {
        return " /" + row.remote().getAddress().getHostAddress() + ":"
                + row.remote().getPort() + "[" + (row.reading() ? "1" : "0") + "](queued=" + row.outstanding()
                + ",recved=" + row.received() + ",sent=" + row.sent() + ")";
    }

    static String full(Connections.Row row) {
        if (row.session().equals(SessionId.NONE)) {
            return brief(row);
        }
        StringBuilder line = new StringBuilder(brief(row));
        line.setLength(line.length() - 1);
        line.append(",sid=").append(row.session());
        line.append(",lop=").append(shortName(row.lastOp()));
        line.append(",est=").append(row.establishedMillis());
        line.append(",to=").append(row.timeoutMillis());
        if (row.lastOp() != null) {
            line.append(",lcxid=").append(Numbers.hex(row.lastXid()));
        }
        line.append(",lzxid=").append(Numbers.hex(row.lastZxid().value()));
        line.append(",lresp=").append(row.lastAnswerMillis());
        line.append(",llat=").append(row.lastLatencyMillis());
        line.append(",minlat=").append(row.latency().minMillis());
        line.append(",avglat=").append(Numbers.average(row.latency().averageMillis()));
        line.append(",maxlat=").append(row.latency().maxMillis());
        return line.append(')').toString();
    }

    /// ZooKeeper's short names; what has none is `NA`. Operations that it does not have are called like their next of
    /// kin.
    private static String shortName(@Nullable OpCode op) {
        if (op == null) {
            return "NA";
        }
        return switch (op) {
            case PING -> "PING";
            case CREATE_SESSION -> "SESS";
            case CLOSE_SESSION -> "CLOS";
            case CREATE, CREATE2, CREATE_CONTAINER, CREATE_TTL, CREATE_IF_NOT_EXISTS -> "CREA";
            case DELETE, DELETE_CONTAINER, TRY_REMOVE, REMOVE_RECURSIVE -> "DELE";
            case SET_DATA -> "SETD";
            case SET_ACL -> "SETA";
            case RECONFIG -> "RECO";
            case SYNC -> "SYNC";
            case CHECK, CHECK_NOT_EXISTS, CHECK_STAT -> "CHEC";
            case EXISTS -> "EXIS";
            case GET_DATA -> "GETD";
            case GET_ACL -> "GETA";
            case GET_CHILDREN, GET_CHILDREN2, FILTERED_LIST, LIST_WITH_STATS_AND_DATA, LIST_RECURSIVE -> "GETC";
            case GET_ALL_CHILDREN_NUMBER -> "GETACN";
            case GET_EPHEMERALS -> "GETE";
            case MULTI -> "MULT";
            case MULTI_READ -> "MLTR";
            case SET_WATCHES -> "SETW";
            case SET_WATCHES2 -> "STW2";
            case ADD_WATCH -> "ADDW";
            case CHECK_WATCHES -> "CHKW";
            case REMOVE_WATCHES -> "REMW";
            case WHO_AM_I -> "HOMI";
            case ERROR, AUTH, SASL -> "NA";
        };
    }
}
