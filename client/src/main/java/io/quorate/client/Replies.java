package io.quorate.client;

import io.quorate.model.EventType;
import io.quorate.model.OpCode;
import io.quorate.model.Zxid;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.MalformedException;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;

/// What servers say to this client once a session is established: brings each answer to its call and each
/// event to the listener. Belongs to the session's thread.
final class Replies {
    private final Calls calls;
    private final WatchTable watches;
    private final EventPump events;
    private final Chroot chroot;
    private final Runnable refused;

    private long lastZxid;

    /// @param refused is run when a server does not take this client's credentials
    Replies(Calls calls, WatchTable watches, EventPump events, Chroot chroot, Runnable refused) {
        this.calls = calls;
        this.watches = watches;
        this.events = events;
        this.chroot = chroot;
        this.refused = refused;
    }

    /// The newest state this client has seen; no server that is behind it will do.
    long lastZxid() {
        return lastZxid;
    }

    /// @throws MalformedException if the frame is nothing a server may say now
    void hear(byte[] frame) {
        ClientCodec.ReplyFrame reply = ClientCodec.readReply(frame);
        switch (reply.xid()) {
            case ClientCodec.NOTIFICATION_XID -> fired(reply.zxid(), reply.body());
            case ClientCodec.PING_XID, Calls.SET_WATCHES_XID -> {}
            case ClientCodec.AUTH_XID -> authenticated(reply.errorCode());
            default -> answered(reply);
        }
    }

    private void fired(Zxid zxid, JuteReader body) {
        ServerMessage.Notification event = ClientCodec.readNotification(zxid, body);
        if (watches.fire(event.type(), event.path())) {
            String path = chroot.inward(event.path());
            events.add(new WatchEvent(WatchEvent.State.SYNC_CONNECTED, type(event.type()), path, zxid.value()));
        }
    }

    private static WatchEvent.Type type(EventType type) {
        return switch (type) {
            case CREATED -> WatchEvent.Type.NODE_CREATED;
            case DELETED -> WatchEvent.Type.NODE_DELETED;
            case DATA_CHANGED -> WatchEvent.Type.NODE_DATA_CHANGED;
            case CHILDREN_CHANGED -> WatchEvent.Type.NODE_CHILDREN_CHANGED;
        };
    }

    private void authenticated(int errorCode) {
        Call credential = calls.credentialAnswered();
        if (errorCode != 0) {
            refused.run();
        } else if (credential != null) {
            credential.answer().complete(new Response.Empty());
        }
    }

    private void answered(ClientCodec.ReplyFrame reply) {
        Call call = calls.answered(reply.xid());
        lastZxid = Math.max(lastZxid, reply.zxid().value());
        remember(call.request(), reply.errorCode());
        if (reply.errorCode() != 0) {
            call.answer().completeExceptionally(new RequestException(reply.errorCode(), call.path(), null));
            return;
        }
        try {
            call.answer().complete(ClientCodec.readResponse(call.request().op(), reply.body()));
        } catch (MalformedException e) {
            call.fail(Failure.MARSHALLING_ERROR, e.getMessage());
        }
    }

    /// The server has left a watch: so does this side, or its event would find nobody.
    private void remember(Request request, int errorCode) {
        if (request instanceof Request.Watchable(OpCode op, String path, boolean watch) && watch && path != null) {
            if (errorCode == 0) {
                boolean children = op == OpCode.GET_CHILDREN || op == OpCode.GET_CHILDREN2;
                watches.add(children ? WatchTable.Kind.CHILD : WatchTable.Kind.DATA, path);
            } else if (op == OpCode.EXISTS && errorCode == Failure.NO_NODE.code()) {
                watches.add(WatchTable.Kind.EXIST, path);
            }
        } else if (request instanceof Request.WatchSelection(OpCode op, String path, int mode)
                && op == OpCode.ADD_WATCH
                && errorCode == 0
                && path != null) {
            boolean one = mode == PersistentWatch.PERSISTENT.mode();
            watches.add(one ? WatchTable.Kind.PERSISTENT : WatchTable.Kind.PERSISTENT_RECURSIVE, path);
        }
    }
}
