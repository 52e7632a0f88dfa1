package io.quorate.client;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// How connections are encrypted.
///
/// @param context holds the keys and whom to trust
/// @param verifiesHost whether the server's certificate must be for the name in the connect string
public record Tls(SSLContext context, boolean verifiesHost) {
    Socket over(Socket plain, ServerAddress server) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, server.host(), server.port(), true);
        if (verifiesHost) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return socket;
    }
}
