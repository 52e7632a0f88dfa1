package io.quorate.shell;

import io.quorate.client.Failure;
import io.quorate.client.RequestException;

/// What the shell says when a server refuses. Scripts match these, blanks before colons included.
final class FailureText {
    private FailureText() {}

    static String of(RequestException e) {
        String message = String.valueOf(e.getMessage());
        Failure failure = e.failure();
        if (failure == null) {
            return message;
        }
        String path = e.path();
        return switch (failure) {
            case NO_NODE -> "Node does not exist: " + path;
            case NO_CHILDREN_FOR_EPHEMERALS -> "Ephemerals cannot have children: " + path;
            case NODE_EXISTS -> "Node already exists: " + path;
            case NOT_EMPTY -> "Node not empty: " + path;
            case NOT_READ_ONLY -> "Not a read-only call: " + path;
            case INVALID_ACL -> "Acl is not valid : " + path;
            case NO_AUTH -> "Insufficient permission : " + path;
            case BAD_ARGUMENTS -> "Arguments are not valid : " + path;
            case BAD_VERSION -> "version No is not valid : " + path;
            case QUOTA_EXCEEDED -> "Quota has exceeded : " + path;
            case RECONFIG_IN_PROGRESS -> "Another reconfiguration is in progress; try again when it is done.";
            case NEW_CONFIG_NO_QUORUM ->
                "No quorum of the new configuration is connected and up to date with the leader; start its servers"
                        + " and try again.";
            case SYSTEM_ERROR,
                    RUNTIME_INCONSISTENCY,
                    DATA_INCONSISTENCY,
                    CONNECTION_LOSS,
                    MARSHALLING_ERROR,
                    UNIMPLEMENTED,
                    OPERATION_TIMEOUT,
                    SESSION_EXPIRED,
                    INVALID_CALLBACK,
                    AUTH_FAILED,
                    SESSION_MOVED,
                    EPHEMERAL_ON_LOCAL_SESSION,
                    NO_WATCHER,
                    REQUEST_TIMEOUT,
                    RECONFIG_DISABLED,
                    SESSION_CLOSED_REQUIRE_AUTH,
                    THROTTLED_OP -> message;
        };
    }
}
