package io.quorate.simulation.world;

import io.quorate.protocol.JuteReader;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.peer.PeerCodec;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.snapshot.SnapshotDecoder;
import io.quorate.protocol.snapshot.SnapshotEncoder;
import io.quorate.replica.Event;
import io.quorate.replica.LinkId;
import io.quorate.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One end of a connection between a learner and a leader. What is said travels as the bytes of the wire.
final class LinkEnd {
    private final ServerProcess owner;
    private final LinkId id;
    private final boolean atLearner;
    private final Channel out;
    private @Nullable LinkEnd far;
    private boolean closed;

    LinkEnd(ServerProcess owner, LinkId id, boolean atLearner, Channel out) {
        this.owner = owner;
        this.id = id;
        this.atLearner = atLearner;
        this.out = out;
    }

    static void connect(LinkEnd one, LinkEnd other) {
        one.far = other;
        other.far = one;
    }

    LinkId id() {
        return id;
    }

    ServerProcess owner() {
        return owner;
    }

    LinkEnd far() {
        return Objects.requireNonNull(far);
    }

    void send(PeerMessage message) {
        JuteWriter writer = new JuteWriter();
        PeerCodec.write(message, writer);
        byte[] bytes = writer.toByteArray();
        out.send(bytes.length, () -> far().arrived(bytes));
    }

    private void arrived(byte[] bytes) {
        if (!closed) {
            JuteReader reader = new JuteReader(bytes);
            owner.post(
                    atLearner
                            ? new Event.FromLeader(id, PeerCodec.readFromLeader(reader))
                            : new Event.FromLearner(id, PeerCodec.readFromLearner(reader)));
        }
    }

    void sendSnapshot(Tree tree) {
        List<byte[]> chunks = new ArrayList<>();
        SnapshotEncoder.stream(tree).forEachRemaining(chunks::add);
        long bytes = chunks.stream().mapToLong(chunk -> chunk.length).sum();
        out.send(bytes, () -> far().snapshotArrived(tree, chunks));
    }

    private void snapshotArrived(Tree sent, List<byte[]> chunks) {
        if (!closed) {
            Tree.Builder builder = new Tree.Builder();
            SnapshotDecoder decoder = SnapshotDecoder.stream(builder);
            chunks.forEach(chunk -> decoder.feed(chunk, 0, chunk.length));
            owner.post(new Event.SnapshotReceived(id, builder.build(sent.zxid())));
        }
    }

    // ---- ends

    /// By its owner: the far end learns of it after everything that was sent before.
    void close() {
        closed = true;
        owner.wires().forget(id);
        out.finish(() -> far().lost());
    }

    /// The owner learns that there is no connection any more.
    void lost() {
        if (!closed) {
            breakSilently();
            owner.post(new Event.LinkLost(id));
        }
    }

    /// What the owner has sent is lost; whether the far end learns of it is another matter.
    void breakOff() {
        out.breakOff();
    }

    private void breakSilently() {
        closed = true;
        owner.wires().forget(id);
        out.breakOff();
    }
}
