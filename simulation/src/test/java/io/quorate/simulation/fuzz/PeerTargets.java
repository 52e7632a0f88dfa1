package io.quorate.simulation.fuzz;

import io.quorate.protocol.JuteReader;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.MalformedException;
import io.quorate.protocol.peer.ElectionCodec;
import io.quorate.protocol.peer.ElectionCodec.Hello;
import io.quorate.protocol.peer.ElectionNotification;
import io.quorate.protocol.peer.PeerCodec;
import io.quorate.protocol.peer.PeerMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What servers say to each other: packets between leader and learner, and the election port.
final class PeerTargets {
    private static final int LONGEST_CHECKED_PREFIX = 400;
    private static final int NOT_YET = -1;
    private static final int MALFORMED = -2;

    private PeerTargets() {}

    /// An input is what a learner receives, packet behind packet.
    static void fromLeader(byte[] stream) throws Exception {
        packets(stream, PeerCodec::readFromLeader);
    }

    /// An input is what a leader receives, packet behind packet.
    static void fromLearner(byte[] stream) throws Exception {
        packets(stream, PeerCodec::readFromLearner);
    }

    private static void packets(byte[] stream, Function<JuteReader, PeerMessage> codec) throws Exception {
        Received whole = Attempt.at(stream, () -> new Received(codec).take(stream, 0, stream.length));
        if (whole == null) {
            throw new AssertionError("what is malformed is kept, not thrown");
        }
        Received cut = new Received(codec);
        int from = 0;
        for (int length : Pieces.of(stream)) {
            cut.take(stream, from, length);
            from += length;
        }
        Likeness.check(whole.messages, cut.messages);
        Likeness.check(whole.complaint == null, cut.complaint == null);
        whole.messages.forEach(message -> writeAndRead(message, codec));
        checkPrefixes(stream, PeerCodec::sizeOfPacket);
    }

    private static void writeAndRead(PeerMessage message, Function<JuteReader, PeerMessage> codec) {
        JuteWriter out = new JuteWriter();
        PeerCodec.write(message, out);
        byte[] written = out.toByteArray();
        Likeness.check(written.length, PeerCodec.sizeOfPacket(written, 0, written.length));
        Likeness.check(message, codec.apply(new JuteReader(written)));
    }

    /// What has arrived on a link, read as far as it goes.
    private static final class Received {
        private final Function<JuteReader, PeerMessage> codec;
        private final List<PeerMessage> messages = new ArrayList<>();
        private byte[] unread = {};
        private @Nullable String complaint;

        Received(Function<JuteReader, PeerMessage> codec) {
            this.codec = codec;
        }

        Received take(byte[] bytes, int offset, int length) {
            if (complaint != null) {
                return this;
            }
            byte[] all = Arrays.copyOf(unread, unread.length + length);
            System.arraycopy(bytes, offset, all, unread.length, length);
            int position = 0;
            try {
                int size = PeerCodec.sizeOfPacket(all, position, all.length - position);
                while (size >= 0 && size <= all.length - position) {
                    messages.add(codec.apply(new JuteReader(all, position, size)));
                    position += size;
                    size = PeerCodec.sizeOfPacket(all, position, all.length - position);
                }
            } catch (MalformedException e) {
                complaint = e.getMessage();
            }
            unread = Arrays.copyOfRange(all, position, all.length);
            return this;
        }
    }

    static void hello(byte[] bytes) throws Exception {
        Hello hello = Attempt.at(bytes, () -> ElectionCodec.readHello(bytes));
        if (hello != null) {
            Likeness.check(hello, ElectionCodec.readHello(ElectionCodec.writeHello(hello)));
        }
        checkPrefixes(bytes, ElectionCodec::sizeOfHello);
    }

    /// An input is a notification without its length.
    static void notification(byte[] body) throws Exception {
        ElectionNotification read = Attempt.at(body, () -> ElectionCodec.read(body));
        if (read != null) {
            // Only two of the formats are still written, and the shorter is read without its version.
            int version = read.formatVersion() < 2 ? 0 : 2;
            Likeness.check(
                    new ElectionNotification(read.state(), read.vote(), version, read.config()),
                    ElectionCodec.read(ElectionCodec.write(read)));
        }
    }

    private interface Size {
        int of(byte[] bytes, int offset, int length);
    }

    /// More bytes may tell the size, or that there is none, and never change what was told.
    private static void checkPrefixes(byte[] bytes, Size size) {
        int known = NOT_YET;
        for (int length = 0; length <= Math.min(bytes.length, LONGEST_CHECKED_PREFIX); length++) {
            int told = told(bytes, length, size);
            if (known != NOT_YET && told != known) {
                throw new AssertionError("the size was " + known + " and with " + length + " bytes it becomes " + told);
            }
            known = told;
        }
    }

    private static int told(byte[] bytes, int length, Size size) {
        try {
            return size.of(bytes, 0, length);
        } catch (MalformedException e) {
            return MALFORMED;
        }
    }
}
