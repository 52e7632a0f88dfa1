package io.quorate.protocol;

import static io.quorate.protocol.Bytes.hex;
import static io.quorate.protocol.Bytes.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JuteTest {
    @Test
    void numbersAreBigEndian() {
        assertThat(written(out -> out.writeInt(0x01020304))).isEqualTo(hex("01020304"));
        assertThat(written(out -> out.writeLong(0x0102030405060708L))).isEqualTo(hex("0102030405060708"));
        assertThat(new JuteReader(hex("fffffff6")).readInt()).isEqualTo(-10);
        assertThat(new JuteReader(hex("fffffffe80000001")).readLong()).isEqualTo(0xfffffffe80000001L);
        assertThat(new JuteReader(hex("00000000ffffffff")).readLong()).isEqualTo(0xffffffffL);
    }

    @Test
    void anyByteButZeroIsTrue() {
        JuteReader in = new JuteReader(hex("00 01 7f"));

        assertThat(in.readBoolean()).isFalse();
        assertThat(in.readBoolean()).isTrue();
        assertThat(in.readBoolean()).isTrue();
    }

    @Test
    void nullAndEmptyBuffersDiffer() {
        assertThat(written(out -> out.writeBuffer(null))).isEqualTo(hex("ffffffff"));
        assertThat(written(out -> out.writeBuffer(new byte[0]))).isEqualTo(hex("00000000"));
        assertThat(new JuteReader(hex("ffffffff")).readBuffer()).isNull();
        assertThat(new JuteReader(hex("00000000")).readBuffer()).isEmpty();
    }

    @Test
    void nullAndEmptyStringsDiffer() {
        assertThat(written(out -> out.writeString(null))).isEqualTo(hex("ffffffff"));
        assertThat(written(out -> out.writeString(""))).isEqualTo(hex("00000000"));
        assertThat(new JuteReader(hex("ffffffff")).readString()).isNull();
        assertThat(new JuteReader(hex("00000000")).readString()).isEmpty();
    }

    /// The stock writer encodes the two halves of such a character on their own, and nobody can read the outcome.
    @Test
    void charactersBeyondTheBasicPlaneAreRealUtf8() {
        byte[] bytes = written(out -> out.writeString("a\uD83D\uDE00"));

        assertThat(bytes).isEqualTo(hex("00000005 61 f09f9880"));
        assertThat(new JuteReader(bytes).readString()).isEqualTo("a\uD83D\uDE00");
    }

    @Test
    void whatIsNoUtf8BecomesReplacementCharacters() {
        byte[] bytes = hex("00000002 61ff");

        assertThat(new JuteReader(bytes).readString())
                .isEqualTo(new String(new byte[] {0x61, (byte) 0xff}, StandardCharsets.UTF_8));
    }

    @Test
    void aLengthBeyondTheEndIsMalformed() {
        assertThatThrownBy(() -> new JuteReader(hex("7fffffff 00")).readBuffer())
                .isInstanceOf(MalformedException.class)
                .hasMessage("buffer at byte 0 announces 2147483647 bytes; expected -1 to 1, as many as are left");
        assertThatThrownBy(() -> new JuteReader(hex("fffffffe 00")).readString())
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void aCountThatTheRestCannotHoldIsMalformed() {
        assertThatThrownBy(() -> new JuteReader(hex("00000003 0000000000000000")).readCount(4))
                .isInstanceOf(MalformedException.class)
                .hasMessage("vector at byte 0 announces 3 elements; expected -1 to 2, as 8 bytes are left");
        assertThat(new JuteReader(hex("00000002 0000000000000000")).readCount(4))
                .isEqualTo(2);
        assertThat(new JuteReader(hex("ffffffff")).readCount(4)).isEqualTo(-1);
        assertThatThrownBy(() -> new JuteReader(hex("fffffffe")).readCount(4)).isInstanceOf(MalformedException.class);
    }

    @Test
    void theEndInTheMiddleOfANumberIsMalformed() {
        assertThatThrownBy(() -> new JuteReader(hex("000000")).readInt())
                .isInstanceOf(MalformedException.class)
                .hasMessage("int at byte 0 needs 4 bytes; only 3 are left");
        assertThatThrownBy(() -> new JuteReader(hex("00000000000000")).readLong())
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void aReaderStaysInsideItsRange() {
        JuteReader in = new JuteReader(hex("ff 00000007 ff"), 1, 4);

        assertThat(in.remaining()).isEqualTo(4);
        assertThat(in.peekInt()).isEqualTo(7);
        assertThat(in.readInt()).isEqualTo(7);
        assertThat(in.position()).isEqualTo(4);
        assertThatThrownBy(in::readByte).isInstanceOf(MalformedException.class);
    }

    @Test
    void aSliceEndsWhereItsBufferEnds() {
        JuteReader in = new JuteReader(hex("00000002 0102 00000005"));

        JuteReader slice = in.readSlice();

        assertThat(Objects.requireNonNull(slice).readRest()).isEqualTo(hex("0102"));
        assertThat(in.readInt()).isEqualTo(5);
    }

    @Test
    void aBufferMayBeWrittenBeforeItsLengthIsKnown() {
        byte[] bytes = written(out -> {
            int begin = out.beginBuffer();
            out.writeInt(7);
            out.endBuffer(begin);
        });

        assertThat(bytes).isEqualTo(hex("00000004 00000007"));
    }

    @Test
    void aWriterGrowsAndCanBeUsedAgain() {
        JuteWriter out = new JuteWriter(0);
        out.writeBytes(new byte[1000]);
        out.writeByte(1);
        assertThat(out.size()).isEqualTo(1001);

        out.reset();
        out.writeByte(2);

        assertThat(out.toByteArray()).isEqualTo(hex("02"));
        assertThat(out.buffer()[0]).isEqualTo((byte) 2);
    }
}
