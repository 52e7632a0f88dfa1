package io.quorate.transport;

import io.quorate.model.Zxid;
import io.quorate.protocol.snapshot.SnapshotSink;
import io.quorate.replica.Event;
import io.quorate.replica.LinkId;

/// Takes in the snapshot stream behind a SNAP packet. Used for one stream, on the event loop of its link.
public interface SnapshotArrival {
    /// Hears all that is in the snapshot.
    SnapshotSink sink();

    /// The stream has ended as it should: what the inbox is to hear.
    Event complete();

    /// Begins the arrivals; called on event loops.
    interface Reception {
        /// @param zxid of the SNAP packet: the state that the snapshot stands for
        SnapshotArrival begin(LinkId link, Zxid zxid);
    }
}
