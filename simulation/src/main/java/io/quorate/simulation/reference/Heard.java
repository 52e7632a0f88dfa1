package io.quorate.simulation.reference;

import io.quorate.model.ErrorCode;
import io.quorate.protocol.client.Response;

/// What a client was answered.
public record Heard(ErrorCode error, Response response) {}
