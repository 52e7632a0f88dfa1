package io.quorate.client;

import io.quorate.model.Acl;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Stat;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A session with an ensemble. Calls return at once and are answered in the order they were made; their
/// futures fail with a {@link RequestException} and complete on the thread that reads, which must not be
/// kept waiting. Paths are those below the chroot. Any thread may call.
///
/// Methods that take a path throw an `IllegalArgumentException` that names the rule when it is none.
public final class Client implements AutoCloseable {
    /// How long {@link #close} waits for the server's consent; after that the session runs out by itself.
    private static final long GOODBYE_MILLIS = 5000;

    /// For versions: do not check.
    public static final int ANY_VERSION = -1;

    private final ClientSettings settings;
    private final Chroot chroot;
    private final Calls calls;
    private final WatchTable watches;
    private final EventPump events;
    private final Session session;

    private Client(ClientSettings settings, Consumer<WatchEvent> listener) {
        this.settings = settings;
        this.chroot = settings.servers().chroot();
        this.calls = new Calls();
        this.watches = new WatchTable();
        this.events = new EventPump(listener);
        this.session = new Session(settings, calls, watches, events);
    }

    private Client(Client whole, Chroot chroot) {
        this.settings = whole.settings;
        this.chroot = chroot;
        this.calls = whole.calls;
        this.watches = whole.watches;
        this.events = whole.events;
        this.session = whole.session;
    }

    /// Starts to connect and returns at once; calls made meanwhile wait for the connection.
    ///
    /// @param listener hears of watches and of the connection, in order, on a thread of its own
    public static Client open(ClientSettings settings, Consumer<WatchEvent> listener) {
        Client client = new Client(settings, listener);
        client.session.start();
        return client;
    }

    /// The same session without its chroot: the system znodes below `/zookeeper` are the same for all.
    public Client unrooted() {
        return new Client(this, Chroot.NONE);
    }

    public Chroot chroot() {
        return chroot;
    }

    public ConnectionState state() {
        return session.state();
    }

    public SessionId sessionId() {
        return session.id();
    }

    /// What the server granted; what was asked for, while not connected yet.
    public int sessionTimeoutMillis() {
        return session.timeoutMillis();
    }

    /// Null before the first connection.
    public @Nullable ServerAddress server() {
        return session.server();
    }

    /// Waits until the client is connected, or never will be.
    ///
    /// @return the state then, or when the time is over
    public ConnectionState awaitConnected(long timeoutMillis) throws InterruptedException {
        return session.awaitConnected(TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
    }

    /// Which servers were tried since one last answered, and why each did not. Empty if none was.
    public String unanswered() {
        return session.unanswered();
    }

    /// Waits until the listener has heard of everything that this client has. The listener itself must not
    /// call this.
    public void awaitEvents() throws InterruptedException {
        events.drain();
    }

    /// Waits for a call.
    ///
    /// @throws RequestException if it failed
    public static <T> T await(CompletableFuture<T> call) throws InterruptedException {
        try {
            return call.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RequestException failed) {
                throw failed.rethrown();
            }
            throw new IllegalStateException("a call failed for no reason of its own", e.getCause());
        }
    }

    /// @param ttlMillis 0 except for the modes with a TTL
    /// @return the path, with the number of a sequential znode, and its stat
    public CompletableFuture<Response.Created> create(
            String path, byte @Nullable [] data, List<Acl> acl, CreateMode mode, long ttlMillis) {
        if (mode.isSequential()) {
            ZnodePath.checkPrefix(path);
        } else {
            ZnodePath.check(path);
        }
        Request request =
                new Request.Create(mode.op(), chroot.outward(path), data, List.copyOf(acl), mode.flags(), ttlMillis);
        return call(request, path, Response.Created.class)
                .thenApply(made -> new Response.Created(chroot.inward(made.path()), made.stat()));
    }

    public CompletableFuture<Void> delete(String path, int version) {
        return done(call(new Request.Delete(outward(path), version), path, Response.Empty.class));
    }

    /// Empty if there is no such znode; the watch is left either way.
    public CompletableFuture<Optional<Stat>> exists(String path, boolean watch) {
        return call(new Request.Watchable(OpCode.EXISTS, outward(path), watch), path, Response.StatOnly.class)
                .handle((found, failure) -> {
                    if (failure == null) {
                        return Optional.of(found.stat());
                    }
                    if (cause(failure) instanceof RequestException e && e.is(Failure.NO_NODE)) {
                        return Optional.empty();
                    }
                    throw new CompletionException(cause(failure));
                });
    }

    public CompletableFuture<Response.Data> getData(String path, boolean watch) {
        return call(new Request.Watchable(OpCode.GET_DATA, outward(path), watch), path, Response.Data.class);
    }

    /// The names come in no particular order.
    public CompletableFuture<Response.NamesAndStat> getChildren(String path, boolean watch) {
        return call(
                new Request.Watchable(OpCode.GET_CHILDREN2, outward(path), watch), path, Response.NamesAndStat.class);
    }

    /// The same without a watch, however many there are: if they might be too many for one answer, and the server lists
    /// them in parts, they are asked for in parts. What comes and goes meanwhile may be among them or not.
    public CompletableFuture<Response.NamesAndStat> getAllChildren(String path) {
        return exists(path, false)
                .thenCompose(stat -> stat.isPresent() && stat.get().numChildren() > ChildrenInParts.MANY
                        ? new ChildrenInParts(this, path).ask()
                        : getChildren(path, false));
    }

    public CompletableFuture<Stat> setData(String path, byte @Nullable [] data, int version) {
        return call(new Request.SetData(outward(path), data, version), path, Response.StatOnly.class)
                .thenApply(Response.StatOnly::stat);
    }

    public CompletableFuture<Response.AclAndStat> getAcl(String path) {
        return call(new Request.PathOnly(OpCode.GET_ACL, outward(path)), path, Response.AclAndStat.class);
    }

    public CompletableFuture<Stat> setAcl(String path, List<Acl> acl, int version) {
        return call(new Request.SetAcl(outward(path), List.copyOf(acl), version), path, Response.StatOnly.class)
                .thenApply(Response.StatOnly::stat);
    }

    /// Afterwards this client's server has applied everything that the leader had when it heard of this.
    public CompletableFuture<Void> sync(String path) {
        return done(call(new Request.PathOnly(OpCode.SYNC, outward(path)), path, Response.Path.class));
    }

    /// All or nothing, for requests whose paths are below the chroot. The future fails with the reason of the
    /// operation that did.
    public CompletableFuture<List<Response.Result>> multi(List<Request> operations) {
        MultiCall multi = new MultiCall(chroot, operations);
        return call(multi.request(), null, Response.Multi.class).thenApply(multi::results);
    }

    /// The ephemerals of this session whose path begins with `prefix`.
    public CompletableFuture<List<String>> getEphemerals(String prefix) {
        return call(new Request.PathOnly(OpCode.GET_EPHEMERALS, outward(prefix)), prefix, Response.Names.class)
                // Servers compare characters, not names: `/app` also finds `/apple`.
                .thenApply(found -> found.names().stream()
                        .filter(chroot::holds)
                        .map(chroot::inward)
                        .toList());
    }

    /// How many znodes there are below `path`.
    public CompletableFuture<Integer> getAllChildrenNumber(String path) {
        return call(new Request.PathOnly(OpCode.GET_ALL_CHILDREN_NUMBER, outward(path)), path, Response.Count.class)
                .thenApply(Response.Count::count);
    }

    public CompletableFuture<List<Identity>> whoAmI() {
        return call(new Request.Bare(OpCode.WHO_AM_I), null, Response.Identities.class)
                .thenApply(Response.Identities::identities);
    }

    /// Adds an identity to this client, on this connection and all later ones. Credentials that a server
    /// refuses end the client: `AUTH_FAILED`.
    public CompletableFuture<Void> addAuth(String scheme, byte[] credentials) {
        return done(call(new Request.Auth(0, scheme, credentials.clone()), null, Response.Empty.class));
    }

    public CompletableFuture<Void> addWatch(String path, PersistentWatch watch) {
        return done(call(
                new Request.WatchSelection(OpCode.ADD_WATCH, outward(path), watch.mode()),
                path,
                Response.WatchAdded.class));
    }

    /// Takes watches away; the listener hears of each kind that is gone.
    ///
    /// @param evenIfUnreachable forget them on this side also when no server could be told
    public CompletableFuture<Void> removeWatches(String path, WatchKind kind, boolean evenIfUnreachable) {
        String outward = outward(path);
        Request request = new Request.WatchSelection(OpCode.REMOVE_WATCHES, outward, kind.selector());
        return done(call(request, path, Response.Empty.class).handle((_, failure) -> {
            boolean forgets = failure == null
                    || (evenIfUnreachable
                            && cause(failure) instanceof RequestException e
                            && e.is(Failure.CONNECTION_LOSS));
            if (!forgets) {
                throw new CompletionException(cause(failure));
            }
            for (WatchEvent.Type gone : watches.remove(kind, outward)) {
                events.add(new WatchEvent(WatchEvent.State.SYNC_CONNECTED, gone, path, WatchEvent.NO_ZXID));
            }
            return path;
        }));
    }

    /// Changes the ensemble.
    ///
    /// @param joining servers to add, comma-separated; excludes `members`
    /// @param leaving ids of servers to remove, comma-separated; excludes `members`
    /// @param members what the ensemble is to be
    /// @param configVersion that must be in force; -1: any
    /// @return the new configuration
    public CompletableFuture<Response.Data> reconfig(
            @Nullable String joining, @Nullable String leaving, @Nullable String members, long configVersion) {
        return call(new Request.Reconfig(joining, leaving, members, configVersion), null, Response.Data.class);
    }

    /// Ends the session, with all its ephemerals. Waits for the server's consent for a while.
    @Override
    public void close() {
        session.closing();
        if (session.state().isConnected()) {
            Call goodbye = Call.of(new Request.Bare(OpCode.CLOSE_SESSION), null);
            calls.add(goodbye);
            try {
                goodbye.answer().get(GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException | CancellationException _) {
                // The server ends the session when its timeout is over.
            }
        }
        session.end(ConnectionState.CLOSED, Failure.SESSION_EXPIRED, "the client is closed");
    }

    private String outward(String path) {
        ZnodePath.check(path);
        return chroot.outward(path);
    }

    private <T extends Response> CompletableFuture<T> call(Request request, @Nullable String path, Class<T> type) {
        Call call = Call.of(request, path);
        calls.add(call);
        // Not `orTimeout` on the answer itself: the place in the order of answers must be kept.
        return call.answer()
                .orTimeout(settings.requestTimeoutMillis(), TimeUnit.MILLISECONDS)
                .handle((response, failure) -> {
                    if (failure != null) {
                        throw new CompletionException(described(cause(failure), path));
                    }
                    if (!type.isInstance(response)) {
                        throw new CompletionException(
                                RequestException.of(Failure.MARSHALLING_ERROR, path, "unexpected " + response));
                    }
                    return type.cast(response);
                });
    }

    private Throwable described(Throwable failure, @Nullable String path) {
        if (!(failure instanceof TimeoutException)) {
            return failure;
        }
        String tried = session.unanswered();
        String detail = "no answer within " + settings.requestTimeoutMillis() + " ms";
        return RequestException.of(Failure.REQUEST_TIMEOUT, path, tried.isEmpty() ? detail : detail + "; " + tried);
    }

    private static <T> CompletableFuture<Void> done(CompletableFuture<T> call) {
        return call.thenAccept(_ -> {});
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
