package io.quorate.client;

import org.jspecify.annotations.Nullable;

/// What the listener of a client hears: a watch fired, or the connection changed (type `NONE`, no path).
///
/// @param zxid of the txn that fired the watch; -1 for what happened while the client was away, and for
///     changes of the connection
public record WatchEvent(State state, Type type, @Nullable String path, long zxid) {
    public static final long NO_ZXID = -1;

    /// What happened. Users see `label`.
    public enum Type {
        NONE("None"),
        NODE_CREATED("NodeCreated"),
        NODE_DELETED("NodeDeleted"),
        NODE_DATA_CHANGED("NodeDataChanged"),
        NODE_CHILDREN_CHANGED("NodeChildrenChanged"),
        DATA_WATCH_REMOVED("DataWatchRemoved"),
        CHILD_WATCH_REMOVED("ChildWatchRemoved"),
        PERSISTENT_WATCH_REMOVED("PersistentWatchRemoved");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /// How the connection was at that moment. Users see `label`.
    public enum State {
        DISCONNECTED("Disconnected"),
        SYNC_CONNECTED("SyncConnected"),
        AUTH_FAILED("AuthFailed"),
        CONNECTED_READ_ONLY("ConnectedReadOnly"),
        EXPIRED("Expired"),
        CLOSED("Closed");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    static WatchEvent of(ConnectionState state) {
        State said = switch (state) {
            case CONNECTING -> State.DISCONNECTED;
            case CONNECTED -> State.SYNC_CONNECTED;
            case CONNECTEDREADONLY -> State.CONNECTED_READ_ONLY;
            case CLOSED -> State.CLOSED;
            case AUTH_FAILED -> State.AUTH_FAILED;
            case EXPIRED -> State.EXPIRED;
        };
        return new WatchEvent(said, Type.NONE, null, NO_ZXID);
    }

    /// As ZooKeeper prints it; scripts read this.
    @Override
    public String toString() {
        return "WatchedEvent state:" + state.label() + " type:" + type.label() + " path:" + path + " zxid: " + zxid;
    }
}
