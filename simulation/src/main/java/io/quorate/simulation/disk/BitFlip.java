package io.quorate.simulation.disk;

import java.nio.file.Path;

/// A bit that has changed while it lay there.
public record BitFlip(Path file, int offset, int bit, int sizeBytes) {
    @Override
    public String toString() {
        return "bit " + bit + " of byte " + offset + " of the " + sizeBytes + " bytes of " + file;
    }
}
