package io.quorate.acceptance.storm;

import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.ClientCodec.ReplyFrame;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;
import java.util.ArrayDeque;
import java.util.Iterator;

/// Understands what a server says on one connection, which takes knowing what it was asked. For any
/// threads.
final class ReplyReader {
    private record Asked(int xid, OpCode op) {}

    private final ArrayDeque<Asked> outstanding = new ArrayDeque<>();
    private boolean greeted;

    synchronized void asked(int xid, Request request) {
        outstanding.add(new Asked(xid, request.op()));
    }

    synchronized ServerMessage read(byte[] frame) {
        if (!greeted) {
            greeted = true;
            return new ServerMessage.Handshake(ClientCodec.readConnectResponse(frame));
        }
        ReplyFrame reply = ClientCodec.readReply(frame);
        if (reply.xid() == ClientCodec.NOTIFICATION_XID) {
            return ClientCodec.readNotification(reply.zxid(), reply.body());
        }
        // The oldest with that number: whether that was its turn is for the judge to say.
        OpCode op = OpCode.PING;
        for (Iterator<Asked> it = outstanding.iterator(); it.hasNext(); ) {
            Asked asked = it.next();
            if (asked.xid() == reply.xid()) {
                op = asked.op();
                it.remove();
                break;
            }
        }
        ErrorCode error = ErrorCode.of(reply.errorCode());
        Response body = error == ErrorCode.OK ? ClientCodec.readResponse(op, reply.body()) : new Response.Empty();
        return new ServerMessage.Reply(reply.xid(), reply.zxid(), error, body);
    }
}
