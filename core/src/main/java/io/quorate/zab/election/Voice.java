package io.quorate.zab.election;

import io.quorate.model.ServerId;
import io.quorate.protocol.peer.ElectionNotification;

/// How an election speaks: to other servers, and to people who watch.
public interface Voice {
    void tell(ServerId server, ElectionNotification notification);

    void explain(String sentence);
}
