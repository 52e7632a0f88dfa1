package io.quorate.protocol.client;

import io.quorate.protocol.JuteReader;
import io.quorate.protocol.JuteWriter;

/// What stands before each part of a multi, in requests and in answers, and after the last: `int type, boolean done,
/// int err`.
record MultiHeader(int type, boolean done, int error) {
    /// The end of the list.
    static final MultiHeader DONE = new MultiHeader(-1, true, -1);

    static MultiHeader read(JuteReader in) {
        return new MultiHeader(in.readInt(), in.readBoolean(), in.readInt());
    }

    void write(JuteWriter out) {
        out.writeInt(type);
        out.writeBoolean(done);
        out.writeInt(error);
    }
}
