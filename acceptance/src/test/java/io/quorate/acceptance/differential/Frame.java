package io.quorate.acceptance.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.quorate.model.OpCode;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.MalformedException;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.Request;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One request as it is sent: usually what a request says, sometimes that with its bytes distorted.
final class Frame {
    /// In the place of the relative zxid of setWatches: the highest zxid that the session has seen.
    static final long SEEN = Long.MIN_VALUE + 4711;

    private static final int HEADER_BYTES = 8;
    private static final int SET_WATCHES_XID = -8;

    private final Request request;
    private final int fixedXid;
    private final byte[] body;
    private final @Nullable String distortion;

    private Frame(Request request, int fixedXid, byte[] body, @Nullable String distortion) {
        this.request = request;
        this.fixedXid = fixedXid;
        this.body = body;
        this.distortion = distortion;
    }

    static Frame of(Request request) {
        int xid = switch (request.op()) {
            case PING -> ClientCodec.PING_XID;
            case AUTH -> ClientCodec.AUTH_XID;
            case SET_WATCHES -> SET_WATCHES_XID;
            default -> 0;
        };
        JuteWriter out = new JuteWriter();
        ClientCodec.writeRequest(0, request, out);
        byte[] whole = out.toByteArray();
        return new Frame(request, xid, Arrays.copyOfRange(whole, HEADER_BYTES, whole.length), null);
    }

    /// The same request with another body.
    Frame distorted(byte[] otherBody, String how) {
        return new Frame(request, fixedXid, otherBody, how);
    }

    Request request() {
        return request;
    }

    OpCode op() {
        return request.op();
    }

    /// What a server that reads leniently finds in the bytes.
    Request understood() {
        if (!isDistorted() || request instanceof Request.Unknown) {
            return request;
        }
        try {
            return ClientCodec.readRequestBody(op(), new JuteReader(body));
        } catch (MalformedException e) {
            return new Request.Malformed(op(), String.valueOf(e.getMessage()));
        }
    }

    boolean isDistorted() {
        return distortion != null;
    }

    byte[] body() {
        return body.clone();
    }

    /// Whether the connection may be closed after the answer; then nothing can follow it in one go.
    boolean mayClose() {
        return isDistorted()
                || request instanceof Request.Unknown
                || switch (op()) {
                    case AUTH, SASL, CLOSE_SESSION, CREATE_SESSION, DELETE_CONTAINER, CHECK, RECONFIG -> true;
                    default -> false;
                };
    }

    /// Whether servers close the connection after such an answer.
    boolean isLast(int error) {
        return switch (request) {
            case Request.Unknown _ -> true;
            case Request.Auth _, Request.Sasl _ -> error != 0;
            case Request.Bare(OpCode op) -> op == OpCode.CLOSE_SESSION;
            case Request _ -> false;
        };
    }

    int type() {
        return request instanceof Request.Unknown(int code) ? code : op().code();
    }

    int xid(int next) {
        return fixedXid == 0 ? next : fixedXid;
    }

    byte[] bytes(int xid, long seen) {
        JuteWriter out = new JuteWriter();
        out.writeInt(xid);
        out.writeInt(type());
        boolean relative =
                !isDistorted() && request instanceof Request.SetWatches setWatches && setWatches.relativeZxid() == SEEN;
        if (relative) {
            out.writeLong(seen);
            out.writeBytes(Arrays.copyOfRange(body, Long.BYTES, body.length));
        } else {
            out.writeBytes(body);
        }
        return out.toByteArray();
    }

    @Override
    public String toString() {
        String said = said(request);
        return distortion == null
                ? said
                : said + " " + distortion + ": " + HexFormat.of().formatHex(body);
    }

    private static String said(Request request) {
        return switch (request) {
            case Request.Create(OpCode op, String path, byte[] data, var acl, int flags, long ttl) ->
                op + " " + quoted(path) + " data=" + text(data) + " acl=" + acl + " flags=" + flags
                        + (op == OpCode.CREATE_TTL ? " ttl=" + ttl : "");
            case Request.SetData(String path, byte[] data, int version) ->
                "SET_DATA " + quoted(path) + " data=" + text(data) + " version=" + version;
            case Request.Auth(int _, String scheme, byte[] credentials) ->
                "AUTH " + quoted(scheme) + " " + text(credentials);
            case Request.Multi(OpCode op, var operations) ->
                op + operations.stream().map(Frame::said).collect(Collectors.joining(", ", "(", ")"));
            case Request.Watchable(OpCode op, String path, boolean watch) ->
                op + " " + quoted(path) + (watch ? " and watches" : "");
            case Request.Bare(OpCode op) -> op.toString();
            case Request.Sasl(byte[] token) -> "SASL " + text(token);
            case Request other -> other.toString().replace(Long.toString(SEEN), "SEEN");
        };
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "null" : "\"" + Wording.printable(text) + "\"";
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "null" : quoted(new String(bytes, ISO_8859_1));
    }
}
