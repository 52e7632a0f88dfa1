package io.quorate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.SnappyOutputStream;

class SnappyStreamTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void aBlockThatCannotBeAsLongAsItSaysTakesNoMemory() {
        // 64 MiB in the first five bytes, and the beginning of a literal.
        byte[] block = {(byte) 0x80, (byte) 0x80, (byte) 0x80, 0x20, 0, 1};
        byte[] file = ByteBuffer.allocate(SnappyStream.MAGIC.length + 8 + Integer.BYTES + block.length)
                .put(SnappyStream.MAGIC)
                .putInt(1)
                .putInt(1)
                .putInt(block.length)
                .put(block)
                .array();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        assertThatIOException()
                .isThrownBy(() -> new SnappyStream(new ByteArrayInputStream(file)).readAllBytes())
                .withMessageContaining("decompresses to 67108864 bytes, expected 0 to 132");
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(16 << 20);
    }

    @Test
    void whatRepeatsIsReadHoweverSmallItBecame() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (SnappyOutputStream out = new SnappyOutputStream(compressed, 1 << 20)) {
            out.write(new byte[5 << 20]);
        }
        assertThat(compressed.size()).isLessThan(5 << 20 >> 4);
        assertThat(new SnappyStream(new ByteArrayInputStream(compressed.toByteArray())).readAllBytes())
                .isEqualTo(new byte[5 << 20]);
    }
}
