package io.quorate.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.SessionId;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.ConnectResponse;
import io.quorate.protocol.client.ServerMessage;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shell over TLS, at a server that greets and hangs up. The JDK's keytool makes the keys.
final class TlsTest {
    private static final String PASSWORD = "password";

    @TempDir
    private static Path directory;

    @BeforeAll
    static void makeKeys() throws Exception {
        for (String who : List.of("server", "client")) {
            Path store = directory.resolve(who + ".p12");
            keytool(
                    "-genkeypair",
                    "-alias",
                    who,
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=" + who,
                    "-ext",
                    "SAN=ip:127.0.0.1",
                    "-keystore",
                    store.toString());
            keytool(
                    "-exportcert",
                    "-rfc",
                    "-alias",
                    who,
                    "-keystore",
                    store.toString(),
                    "-file",
                    directory.resolve(who + ".crt.pem").toString());
        }
        KeyStore store = load("client");
        String key = Base64.getMimeEncoder()
                .encodeToString(store.getKey("client", PASSWORD.toCharArray()).getEncoded());
        Files.writeString(
                directory.resolve("client.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n"
                        + Files.readString(directory.resolve("client.crt.pem")));
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static KeyStore load(String who) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve(who + ".p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    /// Wants a certificate of the client and answers one handshake.
    private static SSLServerSocket serve() throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load("server"), PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("client", load("client").getCertificate("client"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        SSLServerSocket socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        socket.setNeedClientAuth(true);
        Thread.ofVirtual().start(() -> greet(socket));
        return socket;
    }

    private static void greet(ServerSocket listener) {
        while (!listener.isClosed()) {
            try (Socket connection = listener.accept()) {
                DataInputStream in = new DataInputStream(connection.getInputStream());
                in.readNBytes(in.readInt());
                JuteWriter out = new JuteWriter();
                int begin = out.beginBuffer();
                ClientCodec.writeMessage(
                        new ServerMessage.Handshake(
                                new ConnectResponse(10_000, new SessionId(1), new byte[16], true, false)),
                        out);
                out.endBuffer(begin);
                connection.getOutputStream().write(out.toByteArray());
                in.readNBytes(in.readInt());
            } catch (IOException _) {
                // A client that does not trust us hangs up; the end of a test hangs up on everybody.
            }
        }
    }

    private Outcome connect(int port, String... lines) throws Exception {
        Path file = directory.resolve("client.properties");
        Files.writeString(file, "zookeeper.client.secure=true\n" + String.join("\n", lines) + "\n");
        return Outcome.of(
                "-server",
                "127.0.0.1:" + port,
                "-client-configuration",
                file.toString(),
                "-timeout",
                "3000",
                "-waitforconnection",
                "version");
    }

    private static String property(String key, String value) {
        return "zookeeper.ssl." + key + "=" + value;
    }

    private static String file(String name) {
        return directory.resolve(name).toString();
    }

    @Test
    void bothSidesShowTheirCertificates() throws Exception {
        try (SSLServerSocket server = serve()) {
            Outcome stores = connect(
                    server.getLocalPort(),
                    property("keyStore.location", file("client.p12")),
                    property("keyStore.password", PASSWORD),
                    property("trustStore.location", file("server.crt.pem")));
            assertThat(stores.err()).isEmpty();
            assertThat(stores.exitCode()).isZero();
            Path passwordFile = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
            Outcome files = connect(
                    server.getLocalPort(),
                    property("keyStore.location", file("client.pem")),
                    property("keyStore.passwordPath", passwordFile.toString()),
                    property("trustStore.location", file("server.crt.pem")));
            assertThat(files.err()).isEmpty();
            assertThat(files.exitCode()).isZero();
        }
    }

    @Test
    void serverThatIsNotTrustedIsLeft() throws Exception {
        try (SSLServerSocket server = serve()) {
            Outcome outcome = connect(
                    server.getLocalPort(),
                    property("keyStore.location", file("client.p12")),
                    property("keyStore.password", PASSWORD),
                    property("trustStore.location", file("client.crt.pem")));
            assertThat(outcome.err()).contains("127.0.0.1:" + server.getLocalPort(), "PKIX path");
            assertThat(outcome.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void storeThatCannotBeOpenedIsNamed() throws Exception {
        Outcome outcome = connect(
                1,
                property("keyStore.location", file("client.p12")),
                property("keyStore.password", "wrong"),
                property("trustStore.location", file("server.crt.pem")));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("zookeeper.ssl.keyStore.location", "client.p12");
    }
}
