package io.quorate.simulation.fuzz;

import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.ClientCodec.ReplyFrame;
import io.quorate.protocol.client.ClientCodec.RequestFrame;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.ConnectResponse;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;
import java.util.Arrays;

/// What goes over a client's connection. An input is one frame without its length.
final class ClientTargets {
    private ClientTargets() {}

    static void handshake(byte[] frame) throws Exception {
        ConnectRequest request = Attempt.at(frame, () -> ClientCodec.readConnectRequest(frame));
        if (request != null) {
            JuteWriter out = new JuteWriter();
            ClientCodec.writeConnectRequest(request, out);
            Likeness.check(request, ClientCodec.readConnectRequest(out.toByteArray()));
        }
        ConnectResponse response = Attempt.at(frame, () -> ClientCodec.readConnectResponse(frame));
        if (response != null) {
            byte[] written = written(new ServerMessage.Handshake(response));
            Likeness.check(response, ClientCodec.readConnectResponse(written));
        }
    }

    static void request(byte[] frame) throws Exception {
        RequestFrame request = Attempt.at(frame, () -> ClientCodec.readRequest(frame));
        if (request != null) {
            JuteWriter out = new JuteWriter();
            ClientCodec.writeRequest(request.xid(), request.request(), out);
            Likeness.check(request, ClientCodec.readRequest(out.toByteArray()));
        }
    }

    /// The first byte is the code of the operation that is answered, since an answer does not say.
    static void reply(byte[] input) throws Exception {
        OpCode op = input.length == 0 ? null : OpCode.of(input[0]);
        if (op == null) {
            return;
        }
        byte[] frame = Arrays.copyOfRange(input, 1, input.length);
        ServerMessage message = Attempt.at(input, () -> read(op, frame));
        if (message != null) {
            Likeness.check(message, read(op, written(message)));
        }
    }

    private static ServerMessage read(OpCode op, byte[] frame) {
        ReplyFrame reply = ClientCodec.readReply(frame);
        if (reply.xid() == ClientCodec.NOTIFICATION_XID) {
            return ClientCodec.readNotification(reply.zxid(), reply.body());
        }
        ErrorCode error = ErrorCode.of(reply.errorCode());
        return error == ErrorCode.OK
                ? new ServerMessage.Reply(reply.xid(), reply.zxid(), error, ClientCodec.readResponse(op, reply.body()))
                : new ServerMessage.Reply(reply.xid(), reply.zxid(), error, new Response.Empty());
    }

    private static byte[] written(ServerMessage message) {
        JuteWriter out = new JuteWriter();
        ClientCodec.writeMessage(message, out);
        return out.toByteArray();
    }
}
