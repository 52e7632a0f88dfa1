package io.quorate.simulation.fuzz;

import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.MalformedException;
import io.quorate.protocol.snapshot.SnapshotDecoder;
import io.quorate.protocol.snapshot.SnapshotEncoder;
import io.quorate.protocol.snapshot.SnapshotSink;
import io.quorate.protocol.snapshot.SnapshotSource;
import io.quorate.protocol.snapshot.ZnodeImage;
import io.quorate.protocol.txn.TxnDigest;
import io.quorate.tree.Tree;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Snapshots, in files and behind a SNAP packet.
final class SnapshotTargets {
    /// Of a tree each znode has its place in several sorted collections.
    private static final long TREE_BYTES_PER_BYTE = 256;

    private static final Zxid NAMED = new Zxid(0x5_0000_0010L);

    private SnapshotTargets() {}

    /// An input is a whole file; its seals must be right for it to be read to the end.
    static void file(byte[] bytes) throws Exception {
        decode(bytes, SnapshotDecoder::file);
        tree(bytes, SnapshotDecoder::file);
    }

    /// An input is what follows a SNAP packet.
    static void stream(byte[] bytes) throws Exception {
        decode(bytes, SnapshotDecoder::stream);
        tree(bytes, SnapshotDecoder::stream);
    }

    /// An input is what a file has between its header and its first seal. The rest is put around it, so that the seals
    /// hold whatever it says.
    static void body(byte[] body) throws Exception {
        file(Sealed.snapshot(body, NAMED));
    }

    private static void decode(byte[] bytes, Function<SnapshotSink, SnapshotDecoder> format) throws Exception {
        Heard whole = Attempt.at(bytes, () -> Heard.whole(bytes, format));
        Heard cut = Heard.cut(bytes, format);
        Likeness.check(whole == null, cut == null);
        if (whole != null && cut != null) {
            Likeness.check(whole.consumed, cut.consumed);
            Likeness.check(whole.said, cut.said);
            if (whole.finished) {
                Heard again = Heard.whole(encoded(SnapshotEncoder.stream(whole)), SnapshotDecoder::stream);
                Likeness.check(whole.sessions, again.sessions);
                Likeness.check(whole.znodes, again.znodes);
            }
        }
    }

    /// What makes a tree, makes the same tree again when that is written.
    private static void tree(byte[] bytes, Function<SnapshotSink, SnapshotDecoder> format) throws Exception {
        Tree tree = Attempt.within(
                Attempt.CONSTANT_BYTES + TREE_BYTES_PER_BYTE * bytes.length,
                MalformedException.class,
                () -> treeOf(bytes, format));
        if (tree != null) {
            checkWritten(tree);
        }
    }

    private static Tree treeOf(byte[] bytes, Function<SnapshotSink, SnapshotDecoder> format) {
        Tree.Builder builder = new Tree.Builder();
        SnapshotDecoder decoder = format.apply(builder);
        decoder.feed(bytes, 0, bytes.length);
        if (!decoder.finished()) {
            throw new MalformedException("it ends in the middle");
        }
        return builder.build(NAMED);
    }

    /// A snapshot of `tree` must give the same tree.
    static void checkWritten(Tree tree) {
        byte[] written = encoded(SnapshotEncoder.file(tree));
        Tree.Builder builder = new Tree.Builder();
        SnapshotDecoder decoder = SnapshotDecoder.file(builder);
        decoder.feed(written, 0, written.length);
        Tree again = builder.build(tree.zxid());
        if (!decoder.finished() || !tree.sameAs(again)) {
            throw new AssertionError("wrote " + tree + ", and then read " + again);
        }
    }

    private static byte[] encoded(SnapshotEncoder encoder) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        encoder.forEachRemaining(bytes::writeBytes);
        return bytes.toByteArray();
    }

    /// Everything that was in a snapshot, in order.
    private static final class Heard implements SnapshotSink, SnapshotSource {
        private final List<Map.Entry<SessionId, Integer>> sessions = new ArrayList<>();
        private final List<ZnodeImage> znodes = new ArrayList<>();
        private @Nullable Record said;
        private int consumed;
        private boolean finished;

        static Heard whole(byte[] bytes, Function<SnapshotSink, SnapshotDecoder> format) {
            Heard heard = new Heard();
            SnapshotDecoder decoder = format.apply(heard);
            heard.consumed = decoder.feed(bytes, 0, bytes.length);
            heard.finished = decoder.finished();
            return heard;
        }

        /// Null if it was refused.
        static @Nullable Heard cut(byte[] bytes, Function<SnapshotSink, SnapshotDecoder> format) {
            Heard heard = new Heard();
            SnapshotDecoder decoder = format.apply(heard);
            try {
                for (int length : Pieces.of(bytes)) {
                    int taken = decoder.feed(bytes, heard.consumed, length);
                    heard.consumed += taken;
                    if (taken < length) {
                        break;
                    }
                }
            } catch (MalformedException e) {
                return null;
            }
            return heard;
        }

        @Override
        public void session(SessionId session, int timeoutMillis) {
            sessions.add(Map.entry(session, timeoutMillis));
        }

        @Override
        public void znode(ZnodeImage znode) {
            znodes.add(znode);
        }

        @Override
        public void digest(Zxid zxid, TxnDigest digest) {
            record Said(Zxid zxid, TxnDigest digest) {}
            said = new Said(zxid, digest);
        }

        @Override
        public Zxid zxid() {
            return NAMED;
        }

        @Override
        public Iterable<Map.Entry<SessionId, Integer>> sessions() {
            return sessions;
        }

        @Override
        public int sessionCount() {
            return sessions.size();
        }

        @Override
        public Iterator<ZnodeImage> znodes() {
            return znodes.iterator();
        }

        @Override
        public TxnDigest digest() {
            return new TxnDigest(2, 0);
        }
    }
}
