package io.quorate.acceptance.frames;

/// Some bytes for a server.
///
/// @param inSession whether a handshake goes before them
/// @param awaitsMore whether they are the beginning of something, so that a server waits for the rest
record FrameCase(String name, boolean inSession, byte[] bytes, boolean awaitsMore) {
    static FrameCase first(String name, byte[] bytes) {
        return new FrameCase("first: " + name, false, bytes, false);
    }

    static FrameCase later(String name, byte[] bytes) {
        return new FrameCase("later: " + name, true, bytes, false);
    }

    FrameCase waiting() {
        return new FrameCase(name, inSession, bytes, true);
    }

    @Override
    public String toString() {
        return name;
    }
}
