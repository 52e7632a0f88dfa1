package io.quorate.protocol.client;

import io.quorate.model.ErrorCode;
import io.quorate.model.EventType;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.MalformedException;

/// The frames of a client's connection, both directions. A frame is handed over without its length, and whole; bytes
/// left over at its end are ignored, as newer clients may say more than is understood here.
///
/// ```
/// to the server     ConnectRequest     int protocolVersion, long lastZxidSeen, int timeOut, long sessionId,
///                                      buffer passwd, [boolean readOnly]
///                   then               int xid, int type, body
/// to the client     ConnectResponse    int protocolVersion, int timeOut, long sessionId, buffer passwd,
///                                      [boolean readOnly]
///                   then               int xid, long zxid, int err, body if err is 0
/// ```
public final class ClientCodec {
    /// The xid of notifications.
    public static final int NOTIFICATION_XID = -1;

    /// The xid of pings and of their answers.
    public static final int PING_XID = -2;

    /// The xid of auth packets and of their answers.
    public static final int AUTH_XID = -4;

    private static final int PROTOCOL_VERSION = 0;
    private static final int SYNC_CONNECTED = 3;
    private static final int REQUEST_HEADER_BYTES = 8;
    private static final byte[] NO_PASSWORD = {};

    private ClientCodec() {}

    /// A request with the number that its answer must bear.
    public record RequestFrame(int xid, Request request) {}

    /// An answer whose body nobody has read yet. `errorCode` is the number of the wire, known to us or not; unless it
    /// is 0 there is no body.
    public record ReplyFrame(int xid, Zxid zxid, int errorCode, JuteReader body) {}

    /// A null password reads as an empty one, which fits no session.
    ///
    /// @throws MalformedException if fields other than the last are missing
    public static ConnectRequest readConnectRequest(byte[] frame) {
        JuteReader in = new JuteReader(frame);
        int protocolVersion = in.readInt();
        Zxid lastZxidSeen = new Zxid(in.readLong());
        int timeoutMillis = in.readInt();
        SessionId session = new SessionId(in.readLong());
        byte[] password = in.readBuffer();
        boolean hasFlag = in.remaining() > 0;
        return new ConnectRequest(
                protocolVersion,
                lastZxidSeen,
                timeoutMillis,
                session,
                password == null ? NO_PASSWORD : password,
                hasFlag,
                hasFlag && in.readBoolean());
    }

    public static void writeConnectRequest(ConnectRequest request, JuteWriter out) {
        out.writeInt(request.protocolVersion());
        out.writeLong(request.lastZxidSeen().value());
        out.writeInt(request.timeoutMillis());
        out.writeLong(request.session().value());
        out.writeBuffer(request.password());
        if (request.hasReadOnlyFlag()) {
            out.writeBoolean(request.readOnly());
        }
    }

    public static ConnectResponse readConnectResponse(byte[] frame) {
        JuteReader in = new JuteReader(frame);
        // The protocol's version, which has been 0 forever.
        in.readInt();
        int timeoutMillis = in.readInt();
        SessionId session = new SessionId(in.readLong());
        byte[] password = in.readBuffer();
        boolean hasFlag = in.remaining() > 0;
        return new ConnectResponse(
                timeoutMillis,
                session,
                password == null ? NO_PASSWORD : password,
                hasFlag,
                hasFlag && in.readBoolean());
    }

    /// A body that cannot be decoded gives a {@link Request.Malformed}; an operation that nobody knows or that clients
    /// may not ask for, a {@link Request.Unknown}.
    ///
    /// @throws MalformedException if the frame is too short for a header
    public static RequestFrame readRequest(byte[] frame) {
        if (frame.length < REQUEST_HEADER_BYTES) {
            throw new MalformedException("request of " + frame.length + " bytes; expected at least the "
                    + REQUEST_HEADER_BYTES + " of its header");
        }
        JuteReader in = new JuteReader(frame);
        int xid = in.readInt();
        int type = in.readInt();
        OpCode op = OpCode.of(type);
        if (op == null || op.kind() == OpCode.Kind.INTERNAL) {
            return new RequestFrame(xid, new Request.Unknown(type));
        }
        try {
            return new RequestFrame(xid, RequestCodec.readBody(op, in));
        } catch (MalformedException e) {
            return new RequestFrame(xid, new Request.Malformed(op, String.valueOf(e.getMessage())));
        }
    }

    /// The body alone: of a forwarded request, where operations of servers are allowed too.
    ///
    /// @throws MalformedException if it cannot be decoded
    public static Request readRequestBody(OpCode op, JuteReader in) {
        return RequestCodec.readBody(op, in);
    }

    /// The inverse of {@link #readRequestBody}. What could not be read, {@link Request.Malformed} and
    /// {@link Request.Unknown}, is written as no bytes, which a server finds just as malformed.
    public static void writeRequestBody(Request request, JuteWriter out) {
        RequestCodec.writeBody(request, out);
    }

    public static void writeRequest(int xid, Request request, JuteWriter out) {
        out.writeInt(xid);
        out.writeInt(
                switch (request) {
                    case Request.Unknown(int code) -> code;
                    case Request known -> known.op().code();
                });
        RequestCodec.writeBody(request, out);
    }

    public static void writeMessage(ServerMessage message, JuteWriter out) {
        switch (message) {
            case ServerMessage.Handshake(ConnectResponse response) -> writeConnectResponse(response, out);
            case ServerMessage.Reply reply -> {
                writeReplyHeader(reply.xid(), reply.zxid(), reply.error(), out);
                if (reply.error() == ErrorCode.OK) {
                    ResponseCodec.write(reply.body(), out);
                }
            }
            case ServerMessage.Notification(EventType type, String path, Zxid zxid) -> {
                writeReplyHeader(NOTIFICATION_XID, zxid, ErrorCode.OK, out);
                out.writeInt(type.code());
                out.writeInt(SYNC_CONNECTED);
                out.writeString(path);
            }
        }
    }

    public static ReplyFrame readReply(byte[] frame) {
        JuteReader in = new JuteReader(frame);
        return new ReplyFrame(in.readInt(), new Zxid(in.readLong()), in.readInt(), in);
    }

    /// The body of a reply without error.
    ///
    /// @throws MalformedException if it is no answer to `op`
    public static Response readResponse(OpCode op, JuteReader body) {
        return ResponseCodec.read(op, body);
    }

    /// The body of a reply with {@link #NOTIFICATION_XID}; `zxid` is that of its header.
    ///
    /// @throws MalformedException if it is no event that a server sends
    public static ServerMessage.Notification readNotification(Zxid zxid, JuteReader body) {
        int code = body.readInt();
        // The state is that of the connection, which who reads this knows.
        body.readInt();
        for (EventType type : EventType.values()) {
            if (type.code() == code) {
                return new ServerMessage.Notification(type, body.readNonNullString("path of an event"), zxid);
            }
        }
        throw new MalformedException("event of type " + code + "; expected 1 to 4");
    }

    private static void writeConnectResponse(ConnectResponse response, JuteWriter out) {
        out.writeInt(PROTOCOL_VERSION);
        out.writeInt(response.timeoutMillis());
        out.writeLong(response.session().value());
        out.writeBuffer(response.password());
        if (response.hasReadOnlyFlag()) {
            out.writeBoolean(response.readOnly());
        }
    }

    private static void writeReplyHeader(int xid, Zxid zxid, ErrorCode error, JuteWriter out) {
        out.writeInt(xid);
        out.writeLong(zxid.value());
        out.writeInt(error.code());
    }
}
