package io.quorate.operation;

import io.quorate.model.ErrorCode;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;
import java.util.List;

/// What a client hears.
///
/// @param response {@link Response.Empty} if `error` is not OK
/// @param catchUp notifications to put on the connection before the answer: what the watches that the client
///     asks to have again would have told it already
public record Answer(ErrorCode error, Response response, List<ServerMessage.Notification> catchUp) {
    static Answer of(Response response) {
        return new Answer(ErrorCode.OK, response, List.of());
    }

    static Answer empty() {
        return of(new Response.Empty());
    }

    static Answer failed(ErrorCode error) {
        return new Answer(error, new Response.Empty(), List.of());
    }
}
