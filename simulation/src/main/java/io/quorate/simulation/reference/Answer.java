package io.quorate.simulation.reference;

import io.quorate.model.ErrorCode;
import io.quorate.protocol.client.Response;

/// What a client must hear.
///
/// @param response empty if `error` is not OK
/// @param local whether servers keep the body each for itself, so that nobody can say what it must be:
///     usage under quotas, and the znode of the configuration
public record Answer(ErrorCode error, Response response, boolean local) {
    static Answer of(Response response) {
        return new Answer(ErrorCode.OK, response, false);
    }

    static Answer failed(ErrorCode error) {
        return new Answer(error, new Response.Empty(), false);
    }

    /// Whether a client that hears this hears the right thing. Lists of names are in no order.
    public boolean permits(ErrorCode heard, Response body) {
        return error == heard && (local || error != ErrorCode.OK || Sameness.of(response, body));
    }
}
