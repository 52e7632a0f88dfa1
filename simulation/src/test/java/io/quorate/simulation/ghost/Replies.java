package io.quorate.simulation.ghost;

import io.quorate.model.ErrorCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.ConnectResponse;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.replica.ConnectionId;
import io.quorate.replica.Effect;

/// What servers say to a client.
final class Replies {
    private static final ConnectionId CLIENT = new ConnectionId(1);

    private Replies() {}

    static Effect ok(Zxid zxid) {
        return new Effect.Say(CLIENT, new ServerMessage.Reply(1, zxid, ErrorCode.OK, new Response.Empty()));
    }

    static Effect welcome(SessionId session) {
        ConnectResponse response = new ConnectResponse(4000, session, session.password(), true, false);
        return new Effect.Say(CLIENT, new ServerMessage.Handshake(response));
    }
}
