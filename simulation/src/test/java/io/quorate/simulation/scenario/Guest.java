package io.quorate.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import io.quorate.model.Stat;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.ConnectResponse;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.simulation.client.Line;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A client that does as it is told, and waits. Whatever it hears is judged. It pings; it does not come
/// back by itself when its connection is lost.
final class Guest implements Line.Owner {
    private static final int EPHEMERAL = 1;
    private static final long CONNECTIONS_PER_CLIENT = 1L << 32;
    private static final long BETWEEN_TRIES_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /// A request that has been sent.
    final class Pending {
        private ServerMessage.@Nullable Reply reply;
        private final Line line;

        private Pending(Line line) {
            this.line = line;
        }

        boolean isAnswered() {
            return reply != null;
        }

        /// Whether it is certain that there will be no answer.
        boolean isLost() {
            return reply == null && line != current;
        }

        /// Waits for the answer.
        ServerMessage.Reply await() {
            stage.until("a client is answered", () -> {
                if (isLost()) {
                    throw new AssertionError("the connection was lost before the answer");
                }
                return isAnswered();
            });
            return Objects.requireNonNull(reply);
        }
    }

    private final Stage stage;
    private final int number;
    private final int timeoutMillis;
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private final List<ServerMessage.Notification> notifications = new ArrayList<>();
    private SessionId session = SessionId.NONE;
    private byte[] password = new byte[16];
    private Zxid seen = Zxid.ZERO;
    private long connections;
    private int xid;
    private long dialledAtNanos;
    private boolean expired;
    private @Nullable Line current;

    Guest(Stage stage, int number, int timeoutMillis) {
        this.stage = stage;
        this.number = number;
        this.timeoutMillis = timeoutMillis;
    }

    // ---- connections

    /// Connects to a server without waiting; the session goes on there, if there is one.
    void dial(int server) {
        vanish();
        pending.clear();
        ConnectRequest request = new ConnectRequest(0, seen, timeoutMillis, session, password, true, false);
        long connection = number * CONNECTIONS_PER_CLIENT + ++connections;
        dialledAtNanos = stage.world().timeline().nowNanos();
        Line line = new Line(stage.surroundings(), this, number, new ServerId(server), request, connection);
        current = line;
        tend(line);
    }

    /// Connects to a server that serves.
    Guest comeTo(int server) {
        dial(server);
        stage.until("a client is let in by server " + server, () -> {
            boolean mayTryAgain = stage.world().timeline().nowNanos() - dialledAtNanos > BETWEEN_TRIES_NANOS;
            if (current == null && !expired && mayTryAgain) {
                dial(server);
            }
            return isConnected() || expired;
        });
        return this;
    }

    private void tend(Line line) {
        stage.world().timeline().after(TimeUnit.MILLISECONDS.toNanos(timeoutMillis) / 3, () -> {
            if (line == current) {
                if (line.isOpen()) {
                    line.ping();
                }
                tend(line);
            }
        });
    }

    boolean isConnected() {
        return current != null && current.isOpen();
    }

    /// Whether it was told that its session is over.
    boolean isExpired() {
        return expired;
    }

    SessionId session() {
        return session;
    }

    /// Says nothing more, as if its process were gone.
    void vanish() {
        if (current != null) {
            current.close();
            current = null;
        }
    }

    /// Ends the session.
    void leave() {
        ask(new Request.Bare(OpCode.CLOSE_SESSION));
        vanish();
    }

    // ---- requests

    Pending tell(Request request) {
        Line line = Objects.requireNonNull(current, "the client is not connected");
        Pending told = new Pending(line);
        pending.add(told);
        line.ask(++xid, request);
        return told;
    }

    ServerMessage.Reply ask(Request request) {
        return tell(request).await();
    }

    private ServerMessage.Reply succeed(Request request) {
        ServerMessage.Reply reply = ask(request);
        assertThat(reply.error()).as(request.toString()).isEqualTo(ErrorCode.OK);
        return reply;
    }

    static Request creation(String path, int flags) {
        return new Request.Create(
                OpCode.CREATE, path, path.getBytes(StandardCharsets.UTF_8), new ArrayList<>(Acl.OPEN), flags, 0);
    }

    Zxid create(String path) {
        return succeed(creation(path, 0)).zxid();
    }

    Zxid create(String path, Acl acl) {
        return succeed(new Request.Create(OpCode.CREATE, path, new byte[0], List.of(acl), 0, 0))
                .zxid();
    }

    Zxid createEphemeral(String path) {
        return succeed(creation(path, EPHEMERAL)).zxid();
    }

    /// Sends the creation of a znode, and does not wait.
    Pending creating(String path) {
        return tell(creation(path, 0));
    }

    Zxid delete(String path) {
        return succeed(new Request.Delete(path, -1)).zxid();
    }

    Zxid set(String path, String text) {
        return succeed(new Request.SetData(path, text.getBytes(StandardCharsets.UTF_8), -1))
                .zxid();
    }

    /// Several creations in one.
    Zxid multi(Request... operations) {
        return succeed(new Request.Multi(OpCode.MULTI, List.of(operations))).zxid();
    }

    boolean sees(String path) {
        return stat(path, false) != null;
    }

    /// Null if there is no such znode.
    @Nullable
    Stat stat(String path, boolean watch) {
        ServerMessage.Reply reply = ask(new Request.Watchable(OpCode.EXISTS, path, watch));
        return reply.body() instanceof Response.StatOnly(Stat stat) ? stat : null;
    }

    List<String> children(String path, boolean watch) {
        ServerMessage.Reply reply = succeed(new Request.Watchable(OpCode.GET_CHILDREN, path, watch));
        return reply.body() instanceof Response.Names(var names) ? names : List.of();
    }

    Pending syncing() {
        return tell(new Request.PathOnly(OpCode.SYNC, "/"));
    }

    void sync() {
        syncing().await();
    }

    /// The events that have come.
    List<ServerMessage.Notification> notifications() {
        return notifications;
    }

    static Acl digestAcl(String user) {
        return new Acl(Acl.ALL, new Identity("digest", user));
    }

    // ---- what comes in

    @Override
    public void welcomed(Line line, ServerMessage.Handshake handshake) {
        if (line != current) {
            return;
        }
        ConnectResponse response = handshake.response();
        if (response.timeoutMillis() <= 0) {
            expired = true;
            vanish();
            return;
        }
        session = response.session();
        password = response.password();
    }

    @Override
    public void answered(Line line, @Nullable Request request, ServerMessage.Reply reply) {
        if (line != current) {
            return;
        }
        seen = reply.zxid().isAfter(seen) ? reply.zxid() : seen;
        if (reply.xid() > 0) {
            Pending answered = pending.poll();
            if (answered != null) {
                answered.reply = reply;
            }
        }
    }

    @Override
    public void notified(Line line, ServerMessage.Notification notification) {
        notifications.add(notification);
    }

    @Override
    public void lost(Line line) {
        if (line == current) {
            current = null;
        }
    }
}
