package io.quorate.protocol.client;

import static io.quorate.protocol.Bytes.hex;
import static io.quorate.protocol.Bytes.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.Stat;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.MalformedException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The operations of ClickHouse Keeper on the wire. The bytes follow from what that service's public sources say of the
/// order of the fields.
class ExtensionCodecTest {
    private static final String PATH = "00000002 2f61";
    private static final Stat STAT = new Stat(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    private static final String STAT_BYTES = "0000000000000001 0000000000000002 0000000000000003 0000000000000004"
            + "00000005 00000006 00000007 0000000000000008 00000009 0000000a 000000000000000b";

    static List<Arguments> requests() {
        return List.of(
                Arguments.of(
                        "000001f4" + PATH + "01 02",
                        new Request.FilteredList(OpCode.FILTERED_LIST, "/a", true, 2, false, false)),
                Arguments.of(
                        "000001f4" + PATH + "00 ff",
                        new Request.FilteredList(OpCode.FILTERED_LIST, "/a", false, 255, false, false)),
                Arguments.of("000001f5" + PATH + "ffffffff", new Request.CheckNotExists("/a", -1)),
                Arguments.of(
                        "000001f6" + PATH + "00000000 ffffffff 00000001", creation(OpCode.CREATE_IF_NOT_EXISTS, 1)),
                Arguments.of("000001f7" + PATH + "ffffffff", new Request.RemoveRecursive("/a", -1)),
                Arguments.of("000001f8" + PATH + "00000003" + STAT_BYTES, new Request.CheckStat("/a", 3, STAT)),
                Arguments.of("000001f9 ffffffff 00000003", new Request.TryRemove(null, 3)),
                Arguments.of(
                        "000001fa" + PATH + "01 00 00 01",
                        new Request.FilteredList(OpCode.LIST_WITH_STATS_AND_DATA, "/a", true, 0, false, true)),
                Arguments.of("000001fb" + PATH + "0000000a", new Request.ListRecursive("/a", 10)));
    }

    private static Request.Create creation(OpCode op, int flags) {
        return new Request.Create(op, "/a", new byte[0], null, flags, 0);
    }

    /// The data of a creation is an array, which equals nothing but itself.
    @ParameterizedTest
    @MethodSource("requests")
    void eachRequestHasItsFieldsInOrder(String bytes, Request request) {
        byte[] frame = hex("00000007" + bytes);
        assertThat(written(out -> ClientCodec.writeRequest(7, request, out))).isEqualTo(frame);
        Request read = ClientCodec.readRequest(frame).request();
        assertThat(read.op()).isEqualTo(request.op());
        if (!(request instanceof Request.Create)) {
            assertThat(read).isEqualTo(request);
        }
        assertThat(written(out -> ClientCodec.writeRequest(7, read, out))).isEqualTo(frame);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aFieldThatIsMissingSpoilsTheRequest(String bytes, Request request) {
        byte[] frame = hex("00000007" + bytes);
        byte[] cut = java.util.Arrays.copyOf(frame, frame.length - 1);
        assertThat(ClientCodec.readRequest(cut).request())
                .isInstanceOfSatisfying(
                        Request.Malformed.class,
                        malformed -> assertThat(malformed.op()).isEqualTo(request.op()));
    }

    @Test
    void whatCanBeTakenBackMayBeInAMulti() {
        Request multi = new Request.Multi(
                OpCode.MULTI,
                List.of(
                        new Request.CheckNotExists("/a", -1),
                        new Request.RemoveRecursive("/a", 4),
                        new Request.CheckStat("/a", -1, STAT),
                        new Request.TryRemove("/a", 0)));
        byte[] frame = written(out -> ClientCodec.writeRequest(1, multi, out));
        assertThat(ClientCodec.readRequest(frame).request()).isEqualTo(multi);
        Request create = new Request.Multi(OpCode.MULTI, List.of(creation(OpCode.CREATE_IF_NOT_EXISTS, 3)));
        byte[] created = written(out -> ClientCodec.writeRequest(1, create, out));
        assertThat(ClientCodec.readRequest(created).request()).isInstanceOf(Request.Multi.class);
        Request lists = new Request.Multi(
                OpCode.MULTI, List.of(new Request.FilteredList(OpCode.FILTERED_LIST, "/a", false, 0, false, false)));
        byte[] wrong = written(out -> ClientCodec.writeRequest(1, lists, out));
        assertThat(ClientCodec.readRequest(wrong).request()).isInstanceOf(Request.Malformed.class);
    }

    static List<Arguments> responses() {
        String names = "00000002 00000001 62 00000001 63";
        return List.of(
                Arguments.of(
                        OpCode.FILTERED_LIST, names + STAT_BYTES, new Response.NamesAndStat(List.of("b", "c"), STAT)),
                Arguments.of(OpCode.CHECK_NOT_EXISTS, "", new Response.Empty()),
                Arguments.of(OpCode.CREATE_IF_NOT_EXISTS, PATH, new Response.Path("/a")),
                Arguments.of(OpCode.REMOVE_RECURSIVE, "", new Response.Empty()),
                Arguments.of(OpCode.CHECK_STAT, "", new Response.Empty()),
                Arguments.of(OpCode.TRY_REMOVE, "", new Response.Empty()),
                Arguments.of(
                        OpCode.LIST_WITH_STATS_AND_DATA,
                        names + STAT_BYTES + "00000000 00000000",
                        new Response.Listing(List.of("b", "c"), STAT, List.of(), List.of())),
                Arguments.of(OpCode.LIST_RECURSIVE, "00000001" + PATH, new Response.Names(List.of("/a"))));
    }

    @ParameterizedTest
    @MethodSource("responses")
    void eachAnswerHasItsFieldsInOrder(OpCode op, String bytes, Response response) {
        assertThat(written(out -> ResponseCodec.write(response, out))).isEqualTo(hex(bytes));
        assertThat(ResponseCodec.read(op, new JuteReader(hex(bytes)))).isEqualTo(response);
    }

    @Test
    void statsAndDataFollowOneAfterTheOther() {
        List<byte @Nullable []> data = new java.util.ArrayList<>();
        data.add(new byte[] {7});
        data.add(null);
        Response.Listing listing = new Response.Listing(List.of("b", "c"), STAT, List.of(STAT, STAT), data);
        String bytes = "00000002 00000001 62 00000001 63" + STAT_BYTES + "00000002" + STAT_BYTES + STAT_BYTES
                + "00000002 00000001 07 ffffffff";
        assertThat(written(out -> ResponseCodec.write(listing, out))).isEqualTo(hex(bytes));
        Response.Listing read =
                (Response.Listing) ResponseCodec.read(OpCode.LIST_WITH_STATS_AND_DATA, new JuteReader(hex(bytes)));
        assertThat(read.stats()).isEqualTo(listing.stats());
        assertThat(read.data().get(0)).containsExactly(7);
        assertThat(read.data().get(1)).isNull();
    }

    /// The type word of a part is that of its own operation.
    @Test
    void aMultiSaysWhichOperationAPartBelongsTo() {
        Response multi = new Response.Multi(List.of(
                new Response.Result(OpCode.REMOVE_RECURSIVE, ErrorCode.OK, new Response.Empty()),
                new Response.Result(OpCode.CREATE_IF_NOT_EXISTS, ErrorCode.OK, new Response.Path("/a"))));
        byte[] bytes = hex("000001f7 00 00000000  000001f6 00 00000000" + PATH + "ffffffff 01 ffffffff");
        assertThat(written(out -> ResponseCodec.write(multi, out))).isEqualTo(bytes);
        assertThat(ResponseCodec.read(OpCode.MULTI, new JuteReader(bytes))).isEqualTo(multi);
    }

    @Test
    void aReadThatFailedHasItsOwnTypeAndNoBody() {
        Response reads = new Response.MultiRead(List.of(
                new Response.Result(OpCode.GET_DATA, ErrorCode.NO_NODE, new Response.Empty()),
                new Response.Result(OpCode.FILTERED_LIST, ErrorCode.OK, new Response.NamesAndStat(List.of(), STAT))));
        byte[] bytes = hex("00000004 00 ffffff9b  0000000c 00 00000000 00000000" + STAT_BYTES + "ffffffff 01 ffffffff");
        assertThat(written(out -> ResponseCodec.write(reads, out))).isEqualTo(bytes);
        assertThat(ResponseCodec.read(OpCode.MULTI_READ, new JuteReader(bytes)))
                .isEqualTo(new Response.MultiRead(List.of(
                        new Response.Result(OpCode.GET_DATA, ErrorCode.NO_NODE, new Response.Empty()),
                        new Response.Result(
                                OpCode.GET_CHILDREN2, ErrorCode.OK, new Response.NamesAndStat(List.of(), STAT)))));
    }

    @Test
    void noAnswerSpeaksBothWays() {
        byte[] bytes = hex("00000004 00 ffffff9b  ffffffff 00 ffffff9b ffffff9b  ffffffff 01 ffffffff");
        assertThatThrownBy(() -> ResponseCodec.read(OpCode.MULTI_READ, new JuteReader(bytes)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void anAclIsReadAsInACreate() {
        Request.Create create =
                new Request.Create(OpCode.CREATE_IF_NOT_EXISTS, "/a", null, List.copyOf(Acl.OPEN), 0, 0);
        byte[] frame = written(out -> ClientCodec.writeRequest(1, create, out));
        assertThat(ClientCodec.readRequest(frame).request()).isEqualTo(create);
    }
}
