package io.quorate.simulation.client;

import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.ConnectResponse;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.simulation.Tally;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One user of the service: a session at a time, on one server after the other, as a client library does it. It knows
/// only what it was told.
final class SimulatedClient implements Line.Owner {
    private static final int MANY_OUTSTANDING = 24;
    private static final int MANY_POSTPONED = 8;
    private static final long CONNECTIONS_PER_CLIENT = 1L << 32;

    private final int number;
    private final Surroundings world;
    private final RandomGenerator random;
    private final int wantedTimeoutMillis;
    private final WatchBook watches = new WatchBook();
    private final List<Request.Auth> proofs = new ArrayList<>();

    /// What the client will do as soon as it can.
    private final ArrayDeque<Long> postponed = new ArrayDeque<>();

    private Knowledge knowledge = new Knowledge();
    private Repertoire repertoire;

    private SessionId session = SessionId.NONE;
    private byte[] password = new byte[16];
    private int timeoutMillis;
    private Zxid seen = Zxid.ZERO;
    private int xid;
    private long connections;
    private @Nullable Line line;

    /// Left open when the client went to another server.
    private @Nullable Line former;

    SimulatedClient(int number, Surroundings world, RandomGenerator random) {
        this.number = number;
        this.world = world;
        this.random = random;
        int[] ticks = {2, 3, 5, 10, 20};
        wantedTimeoutMillis = ticks[random.nextInt(ticks.length)] * world.tickMillis();
        timeoutMillis = wantedTimeoutMillis;
        repertoire = new Repertoire(knowledge, watches, world.extensions());
    }

    // ---- connecting

    void start() {
        connectAfter(random.nextLong(TimeUnit.MILLISECONDS.toNanos(world.tickMillis())));
    }

    /// Whether it has a session on a connection that it believes to be open, and waits for nothing.
    boolean isAtRest() {
        return line != null && line.isAtRest();
    }

    private void connectAfter(long delayNanos) {
        world.timeline().after(delayNanos, () -> {
            if (line == null) {
                connect();
            }
        });
    }

    private void connect() {
        ConnectRequest request = new ConnectRequest(0, seen, wantedTimeoutMillis, session, password, true, false);
        Line dialled = new Line(world, this, number, anyServer(), request, nextConnection());
        line = dialled;
        tend(dialled);
    }

    /// Looks after a connection three times in each timeout: says something if nothing else was said, gives up when
    /// too long nothing was heard.
    private void tend(Line tended) {
        world.timeline().after(thirdOfTimeout(), () -> {
            if (line != tended) {
                return;
            }
            long now = world.timeline().nowNanos();
            if (now - tended.heardNanos() >= 2 * thirdOfTimeout()) {
                count("connections given up");
                tended.close();
                gone(true);
                return;
            }
            if (tended.isOpen() && now - tended.saidNanos() >= thirdOfTimeout()) {
                tended.ping();
            }
            tend(tended);
        });
    }

    private long thirdOfTimeout() {
        return TimeUnit.MILLISECONDS.toNanos(timeoutMillis) / 3;
    }

    /// Mostly the next server is tried soon; sometimes so late that the session is over.
    private void gone(boolean inVain) {
        line = null;
        long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        int patience = random.nextInt(20);
        if (!inVain && patience == 0) {
            connectAfter(timeoutNanos + random.nextLong(timeoutNanos));
        } else {
            connectAfter(
                    random.nextLong(inVain ? timeoutNanos / 2 : patience < 5 ? timeoutNanos / 4 : timeoutNanos / 20));
        }
    }

    @Override
    public void welcomed(Line from, ServerMessage.Handshake handshake) {
        if (from != line) {
            return;
        }
        ConnectResponse response = handshake.response();
        if (response.timeoutMillis() <= 0) {
            count("sessions expired");
            from.close();
            forgetSession();
            gone(false);
            return;
        }
        count(session.equals(SessionId.NONE) ? "sessions begun" : "sessions resumed");
        session = response.session();
        password = response.password();
        timeoutMillis = response.timeoutMillis();
        proofs.forEach(proof -> from.ask(Line.AUTH_XID, proof));
        Request.SetWatches again = watches.again(seen);
        if (again != null) {
            from.ask(++xid, again);
        }
        for (int left = postponed.size(); left > 0; left--) {
            operate(postponed.removeFirst());
        }
    }

    /// As a user does who makes a new client.
    private void forgetSession() {
        if (former != null) {
            former.close();
            former = null;
        }
        session = SessionId.NONE;
        password = new byte[16];
        seen = Zxid.ZERO;
        proofs.clear();
        watches.clear();
        knowledge = new Knowledge();
        repertoire = new Repertoire(knowledge, watches, world.extensions());
    }

    @Override
    public void lost(Line from) {
        if (from == former) {
            former = null;
        } else if (from == line) {
            boolean neverOpen = !from.wasOpen();
            count(neverOpen ? "connections refused" : "connections lost");
            gone(neverOpen);
        }
    }

    // ---- operations

    void operate(long choice) {
        Line current = line;
        if (current == null || !current.isOpen() || current.outstanding() > MANY_OUTSTANDING) {
            if (postponed.size() < MANY_POSTPONED) {
                postponed.add(choice);
            } else {
                count("operations given up");
            }
            return;
        }
        RandomGenerator chosen = new SplittableRandom(choice);
        int what = chosen.nextInt(200);
        if (what < 8) {
            for (int left = 3 + chosen.nextInt(8); left > 0; left--) {
                ask(current, chosen);
            }
        } else if (what < 18) {
            syncAndRead(current, chosen);
        } else if (what < 22) {
            move(current, chosen);
        } else if (what < 24) {
            current.close();
            gone(false);
        } else if (what < 25) {
            current.ask(++xid, new Request.Bare(OpCode.CLOSE_SESSION));
        } else if (what < 26) {
            knock();
        } else {
            ask(current, chosen);
        }
    }

    void sync() {
        if (line != null && line.isOpen()) {
            askOnceMore();
        }
    }

    /// What it is answered must show all that happened, and be told after all events of it.
    void askOnceMore() {
        if (line != null) {
            line.ask(++xid, new Request.PathOnly(OpCode.SYNC, "/"));
            line.ask(++xid, new Request.Watchable(OpCode.GET_CHILDREN2, "/", false));
        }
    }

    private void ask(Line to, RandomGenerator chosen) {
        Request request = repertoire.next(chosen);
        if (request instanceof Request.Auth auth) {
            proofs.add(auth);
            to.ask(Line.AUTH_XID, auth);
        } else {
            to.ask(++xid, request);
        }
    }

    private void syncAndRead(Line to, RandomGenerator chosen) {
        String path = Paths.any(chosen);
        to.ask(++xid, new Request.PathOnly(OpCode.SYNC, path));
        to.ask(++xid, new Request.Watchable(OpCode.GET_DATA, path, chosen.nextInt(3) == 0));
    }

    /// Goes to another server while the old connection stays, with a few last words still on their way.
    private void move(Line from, RandomGenerator chosen) {
        count("sessions moved");
        if (former != null) {
            former.close();
        }
        former = from;
        connect();
        for (int left = chosen.nextInt(4); left > 0; left--) {
            ask(from, chosen);
        }
        long stayNanos = chosen.nextLong(TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
        world.timeline().after(stayNanos, () -> {
            if (former == from) {
                if (chosen.nextBoolean()) {
                    ask(from, chosen);
                }
                from.close();
                former = null;
            }
        });
    }

    /// Somebody who does not know the password wants to go on with this session; it must not be disturbed.
    private void knock() {
        count("strangers at the door");
        byte[] guess = password.clone();
        guess[random.nextInt(guess.length)] ^= 1;
        ConnectRequest request = new ConnectRequest(0, Zxid.ZERO, wantedTimeoutMillis, session, guess, true, false);
        Line door = new Line(world, new Stranger(), number, anyServer(), request, nextConnection());
        world.timeline().after(thirdOfTimeout(), door::close);
    }

    private ServerId anyServer() {
        return world.servers().get(random.nextInt(world.servers().size()));
    }

    private long nextConnection() {
        return number * CONNECTIONS_PER_CLIENT + ++connections;
    }

    // ---- answers

    @Override
    public void answered(Line from, @Nullable Request request, ServerMessage.Reply reply) {
        if (reply.zxid().isAfter(seen)) {
            seen = reply.zxid();
        }
        if (request == null || reply.xid() == Line.PING_XID) {
            return;
        }
        world.tally().count(Names.answered(request, reply.error()));
        if (reply.body() instanceof Response.Multi(var results)) {
            boolean whole = results.stream().allMatch(result -> result.error() == ErrorCode.OK);
            count(whole ? "multis that succeeded" : "multis with an error");
        }
        knowledge.answered(request, reply.error(), reply.body());
        if (from == line) {
            watches.answered(request, reply.error());
            if (request.op() == OpCode.CLOSE_SESSION) {
                from.close();
                forgetSession();
                gone(false);
            }
        }
    }

    @Override
    public void notified(Line from, ServerMessage.Notification notification) {
        count(
                notification.zxid().equals(Zxid.UNKNOWN)
                        ? "events caught up " + notification.type()
                        : "events " + notification.type());
        if (from == line) {
            watches.notified(notification.type(), notification.path());
        }
    }

    private void count(String what) {
        Tally tally = world.tally();
        tally.count("client " + what);
    }

    @Override
    public String toString() {
        String state = line == null
                ? "is not connected"
                : line.isOpen() ? "waits for %d answers".formatted(line.outstanding()) : "waits for its handshake";
        return "client %d of session %s, which has seen %s, %s".formatted(number, session, seen, state);
    }
}
