package io.quorate.protocol.peer;

import static io.quorate.protocol.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.protocol.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElectionCodecTest {
    private static final String VOTE = "0000000000000003 0000000200000005 0000000000000001 0000000000000002";

    @Test
    void aNotificationIsAsTheStockServerSendsIt() {
        ElectionNotification notification = new ElectionNotification(
                ServerState.LOOKING, new Vote(new ServerId(3), new Zxid(0x200000005L), 1, 2), 2, "version=0");
        byte[] body = hex("00000000" + VOTE + "00000002 00000009 76657273696f6e3d30");

        assertThat(ElectionCodec.write(notification)).isEqualTo(body);
        assertThat(ElectionCodec.read(body)).isEqualTo(notification);
    }

    @Test
    void aNotificationWithoutAPeerEpochTakesItFromTheZxid() {
        assertThat(ElectionCodec.read(hex("00000002 0000000000000003 0000000200000005 0000000000000001")))
                .isEqualTo(new ElectionNotification(
                        ServerState.LEADING, new Vote(new ServerId(3), new Zxid(0x200000005L), 1, 2), 0, ""));
    }

    @Test
    void theVersionWordOfAShortNotificationIsNotLookedAt() {
        assertThat(ElectionCodec.read(hex("00000003" + VOTE + "00000001")).formatVersion())
                .isZero();
    }

    @Test
    void aNotificationWithoutAConfigurationIsWrittenInTheShortFormat() {
        ElectionNotification notification = new ElectionNotification(
                ServerState.LOOKING, new Vote(new ServerId(3), new Zxid(0x200000005L), 1, 2), 1, "");

        assertThat(ElectionCodec.write(notification)).isEqualTo(hex("00000000" + VOTE + "00000001"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00000000 0000000000000003 0000000200000005 00000000000000",
                "00000000 0000000000000003 0000000200000005 0000000000000001 0000000000000002",
                "00000000 0000000000000003 0000000200000005 0000000000000001 0000000000000002 00000002 000000",
                "00000000 0000000000000003 0000000200000005 0000000000000001 0000000000000002 00000002 00000005 00",
                "00000000 0000000000000003 0000000200000005 0000000000000001 0000000000000002 00000002 ffffffff 00",
                "00000004 0000000000000003 0000000200000005 0000000000000001 0000000000000002 00000001",
                "ffffffff 0000000000000003 0000000200000005 0000000000000001 0000000000000002 00000001"
            })
    void whatIsNoNotificationIsMalformed(String body) {
        assertThatThrownBy(() -> ElectionCodec.read(hex(body))).isInstanceOf(MalformedException.class);
    }

    @Test
    void aHelloWithOneAddressIsOfTheFirstVersion() {
        ElectionCodec.Hello hello = new ElectionCodec.Hello(new ServerId(3), List.of("127.0.0.1:3888"));

        byte[] bytes = ElectionCodec.writeHello(hello);

        assertThat(bytes).isEqualTo(hex("ffffffffffff0000 0000000000000003 0000000e 3132372e302e302e313a33383838"));
        assertThat(ElectionCodec.readHello(bytes)).isEqualTo(hello);
    }

    @Test
    void aHelloWithSeveralAddressesIsOfTheSecondVersion() {
        ElectionCodec.Hello hello = new ElectionCodec.Hello(new ServerId(3), List.of("a:1", "[::1]:2"));

        byte[] bytes = ElectionCodec.writeHello(hello);

        assertThat(bytes).isEqualTo(hex("ffffffffffff0001 0000000000000003 0000000b 613a317c5b3a3a315d3a32"));
        assertThat(ElectionCodec.readHello(bytes)).isEqualTo(hello);
    }

    @Test
    void aVeryOldServerSaysOnlyItsId() {
        assertThat(ElectionCodec.sizeOfHello(hex("0000000000000005 0000"), 0, 10))
                .isEqualTo(8);
        assertThat(ElectionCodec.readHello(hex("0000000000000005")))
                .isEqualTo(new ElectionCodec.Hello(new ServerId(5), List.of()));
    }

    @Test
    void wildcardAddressesAreLeftOut() {
        assertThat(ElectionCodec.readHello(hello("0.0.0.0:3888|[::]:3888|a:3888"))
                        .addresses())
                .containsExactly("a:3888");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a:", ":1", "a:b", "a:65536", "a:-1", "::1:3888", "a:1|", "|a:1", "a:1||b:2"})
    void anAddressIsAHostAndAPort(String address) {
        assertThatThrownBy(() -> ElectionCodec.readHello(hello(address))).isInstanceOf(MalformedException.class);
    }

    @Test
    void theSizeOfAHelloIsKnownOnceItsLengthIsThere() {
        byte[] bytes = hello("127.0.0.1:3888");

        for (int length = 0; length < 20; length++) {
            assertThat(ElectionCodec.sizeOfHello(bytes, 0, length)).isEqualTo(-1);
        }
        for (int length = 20; length <= bytes.length; length++) {
            assertThat(ElectionCodec.sizeOfHello(bytes, 0, length)).isEqualTo(bytes.length);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffffffffffff0002",
                "8000000000000000",
                "ffffffffffff0000 0000000000000003 00000000",
                "ffffffffffff0000 0000000000000003 ffffffff",
                "ffffffffffff0000 0000000000000003 00000801",
                "ffffffffffff0000 0000000000000003 7fffffff"
            })
    void whatIsNoHelloIsMalformed(String text) {
        byte[] bytes = hex(text);

        assertThatThrownBy(() -> ElectionCodec.sizeOfHello(bytes, 0, bytes.length))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void noServerHasANegativeId() {
        assertThatThrownBy(() -> ElectionCodec.readHello(hex("ffffffffffff0000 9200000000000003 00000003 613a31")))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("hello of server");
    }

    @Test
    void halfAHelloIsMalformedWhenItShouldBeWhole() {
        assertThatThrownBy(() -> ElectionCodec.readHello(hex("ffffffffffff0000 0000000000000003 00000004 61")))
                .isInstanceOf(MalformedException.class);
    }

    private static byte[] hello(String address) {
        byte[] text = address.getBytes(StandardCharsets.UTF_8);
        return hex("ffffffffffff0000 0000000000000003" + "%08x".formatted(text.length)
                + HexFormat.of().formatHex(text));
    }
}
