package io.quorate.simulation.disk;

import io.quorate.simulation.disk.FaultyDisk.Unsynced;
import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/// What is in a file: for whoever reads it now, and on the platters. Nothing here costs more than the sectors it
/// concerns, apart from a crash and a copy.
final class StoredFile {
    private static final int SECTOR_BYTES = 512;

    /// Both arrays are longer than what they hold, and zero beyond it.
    private byte[] content = {};

    private byte[] durable = {};
    private int size;
    private int durableSize;

    /// The sectors that the next sync has to write.
    private final BitSet dirty = new BitSet();

    /// Whether a name leads here; a file that has none takes no room.
    private boolean named = true;

    int size() {
        return size;
    }

    int durableSize() {
        return durableSize;
    }

    boolean isNamed() {
        return named;
    }

    void named(boolean hasName) {
        named = hasName;
    }

    /// The bytes for a reader, of which {@link #size} count. They change when the file does.
    byte[] bytes() {
        return content;
    }

    byte[] copyOfBytes() {
        return Arrays.copyOf(content, size);
    }

    /// The bit that a reader sees after a power failure changes, and nobody is told.
    void flip(int offset, int bit) {
        durable[offset] ^= (byte) (1 << bit);
        if (offset < size) {
            content[offset] ^= (byte) (1 << bit);
        }
    }

    void write(int position, byte[] bytes, int offset, int length) {
        if (position + length > size) {
            resize(position + length);
        }
        System.arraycopy(bytes, offset, content, position, length);
        touch(position, position + length);
    }

    void resize(int newSize) {
        if (newSize < size) {
            Arrays.fill(content, newSize, size, (byte) 0);
        } else {
            content = withRoom(content, newSize);
            touch(size, newSize);
        }
        size = newSize;
    }

    private void touch(int from, int to) {
        dirty.set(from / SECTOR_BYTES, (to + SECTOR_BYTES - 1) / SECTOR_BYTES);
    }

    void sync() {
        settle(size);
        for (int sector = dirty.nextSetBit(0); sector >= 0; sector = dirty.nextSetBit(sector + 1)) {
            copySector(sector);
        }
        dirty.clear();
    }

    /// What a sync that failed leaves behind: whoever reads sees what was written, no later sync will write it again.
    void forgetDirty() {
        dirty.clear();
    }

    void crash(RandomGenerator random, Unsynced unsynced) {
        int seenSize = size;
        settle(unsynced.keeps(random) ? seenSize : durableSize);
        for (int sector = dirty.nextSetBit(0); sector >= 0; sector = dirty.nextSetBit(sector + 1)) {
            if (unsynced.keeps(random)) {
                copySector(sector);
            }
        }
        dirty.clear();
        size = durableSize;
        content = Arrays.copyOf(durable, size);
    }

    StoredFile copy() {
        StoredFile copy = new StoredFile();
        copy.content = copyOfBytes();
        copy.durable = Arrays.copyOf(durable, durableSize);
        copy.size = size;
        copy.durableSize = durableSize;
        copy.dirty.or(dirty);
        copy.named = named;
        return copy;
    }

    /// Gives the durable side a size; what is new reads as zeros until its sectors are written.
    private void settle(int newSize) {
        if (newSize < durableSize) {
            Arrays.fill(durable, newSize, durableSize, (byte) 0);
        } else {
            durable = withRoom(durable, newSize);
        }
        durableSize = newSize;
    }

    private void copySector(int sector) {
        int begin = sector * SECTOR_BYTES;
        int length = Math.min(SECTOR_BYTES, Math.min(size, durableSize) - begin);
        if (length > 0) {
            System.arraycopy(content, begin, durable, begin, length);
        }
    }

    private static byte[] withRoom(byte[] bytes, int needed) {
        return needed <= bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
    }
}
