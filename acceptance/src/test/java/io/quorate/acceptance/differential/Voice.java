package io.quorate.acceptance.differential;

import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.ConnectResponse;
import io.quorate.protocol.client.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One session of a script at one server, over all its connections; when it is over, the next one with its number.
final class Voice implements AutoCloseable {
    private static final int ENDS_WITHIN_MILLIS = 500;
    private static final byte[] NO_PASSWORD = new byte[16];
    private static final Frame PING = Frame.of(new Request.Bare(OpCode.PING));

    private final int number;
    private final int port;
    private final Wording wording;
    private @Nullable Line line;
    private SessionId session = SessionId.NONE;
    private byte[] password = NO_PASSWORD;
    private int incarnation;
    private long seen;
    private int xid;

    Voice(int number, int port, Wording wording) {
        this.number = number;
        this.port = port;
        this.wording = wording;
    }

    boolean isConnected() {
        return line != null;
    }

    boolean hasSession() {
        return !session.equals(SessionId.NONE);
    }

    /// Connects if it is not connected; a session that turns out to be over is followed by another.
    void connect(List<Heard> heard) throws IOException {
        if (line == null) {
            greet(Greeting.PLAIN, heard);
        }
        if (line == null) {
            session = SessionId.NONE;
            password = NO_PASSWORD;
            seen = 0;
            greet(Greeting.PLAIN, heard);
        }
        if (line == null) {
            throw new AssertionError("session #" + number + " cannot be opened: " + heard);
        }
    }

    void greet(Greeting greeting, List<Heard> heard) throws IOException {
        greet(greeting.request(session, password, seen), heard);
    }

    private void greet(ConnectRequest request, List<Heard> heard) throws IOException {
        hangUp();
        Line fresh = new Line(port);
        JuteWriter out = new JuteWriter();
        ClientCodec.writeConnectRequest(request, out);
        fresh.send(out);
        byte[] frame = fresh.receive();
        if (frame == null) {
            heard.add(Heard.of("no handshake"));
            fresh.close();
            return;
        }
        ConnectResponse response = ClientCodec.readConnectResponse(frame);
        boolean accepted = response.timeoutMillis() > 0;
        if (accepted && !response.session().equals(session)) {
            session = response.session();
            password = response.password();
            wording.knows(session.value(), "#" + number + "." + ++incarnation);
        }
        heard.add(Heard.of("handshake of " + frame.length + " bytes: timeout=" + response.timeoutMillis() + " session="
                + wording.session(response.session().value()) + " password="
                + (java.util.Arrays.equals(response.password(), NO_PASSWORD) ? "none" : "some") + " readOnly="
                + response.readOnly()));
        if (accepted) {
            line = fresh;
        } else {
            heard.add(Heard.of(fresh.receive() == null ? "closed" : "not closed"));
            fresh.close();
        }
    }

    /// Sends requests in one go and listens until all of them are answered or the connection is closed.
    void ask(List<Frame> frames, List<Heard> heard) throws IOException {
        Line current = line;
        if (current == null) {
            throw new IllegalStateException("session #" + number + " is not connected");
        }
        Map<Integer, Frame> outstanding = new HashMap<>();
        List<byte[]> bytes = new ArrayList<>();
        int waiting = 0;
        for (Frame frame : frames) {
            int own = frame.xid(++xid);
            outstanding.put(own, frame);
            bytes.add(frame.bytes(own, seen));
            waiting++;
        }
        current.send(bytes);
        while (waiting > 0) {
            byte[] message = current.receive();
            if (message == null) {
                heard.add(Heard.of("closed"));
                hangUp();
                return;
            }
            if (understand(message, outstanding, heard)) {
                waiting--;
            }
        }
    }

    /// @return whether it is a reply
    private boolean understand(byte[] message, Map<Integer, Frame> outstanding, List<Heard> heard) {
        JuteReader in = new JuteReader(message);
        int answered = in.readInt();
        long zxid = in.readLong();
        int error = in.readInt();
        if (answered == ClientCodec.NOTIFICATION_XID) {
            heard.add(Heard.of(wording.event(zxid, in)));
            return false;
        }
        seen = Math.max(seen, zxid);
        Frame asked = outstanding.get(answered);
        String to = asked == null ? " to nothing that was asked" : "";
        heard.add(new Heard(asked, error, wording.reply(asked, zxid, error, in) + to));
        return true;
    }

    /// Whether the connection has ended after an answer that is followed by that. A server may still answer a ping
    /// while
    /// it is about to close, so it is given a moment.
    void expectEnd(List<Heard> heard) throws IOException {
        if (line != null && line.isEndedWithin(ENDS_WITHIN_MILLIS)) {
            heard.add(Heard.of("closed"));
            hangUp();
        }
    }

    /// Hears whatever is still under way to it.
    void listen(List<Heard> heard) throws IOException {
        if (line != null) {
            ask(List.of(PING), heard);
        }
    }

    void babble(byte[] bytes, List<Heard> heard) throws IOException {
        Line current = line;
        if (current == null) {
            throw new IllegalStateException("session #" + number + " is not connected");
        }
        current.sendBytes(bytes);
        byte[] message = current.receive();
        while (message != null) {
            boolean _ = understand(message, Map.of(), heard);
            message = current.receive();
        }
        heard.add(Heard.of("closed"));
        hangUp();
    }

    /// So that it expires soon; there is no connection then.
    void greetInPassing(int timeoutMillis, List<Heard> heard) throws IOException {
        greet(
                new ConnectRequest(0, new io.quorate.model.Zxid(seen), timeoutMillis, session, password, true, false),
                heard);
        hangUp();
    }

    void hangUp() throws IOException {
        if (line != null) {
            line.close();
            line = null;
        }
    }

    @Override
    public void close() throws IOException {
        hangUp();
    }
}
