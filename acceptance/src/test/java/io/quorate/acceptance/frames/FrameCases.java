package io.quorate.acceptance.frames;

import static io.quorate.acceptance.frames.Bytes.header;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Every kind of frame that is not what a client should send.
final class FrameCases {
    private static final int MAX_FRAME = 0xfffff;
    private static final int XID = 7;

    private static final int CREATE = 1;
    private static final int EXISTS = 3;
    private static final int GET_DATA = 4;
    private static final int SET_DATA = 5;
    private static final int PING = 11;
    private static final int CHECK = 13;
    private static final int MULTI = 14;
    private static final int CHECK_WATCHES = 17;
    private static final int REMOVE_WATCHES = 18;
    private static final int CREATE_TTL = 21;
    private static final int MULTI_READ = 22;
    private static final int AUTH = 100;
    private static final int SET_WATCHES = 101;
    private static final int SASL = 102;
    private static final int SET_WATCHES_2 = 105;
    private static final int ADD_WATCH = 106;
    private static final int CLOSE_SESSION = -11;

    /// All that ZooKeeper 3.9 knows, and some that nobody does.
    private static final int[] OPERATIONS = {
        Integer.MIN_VALUE,
        -12,
        -11,
        -10,
        -2,
        -1,
        0,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        10,
        11,
        12,
        13,
        14,
        15,
        16,
        17,
        18,
        19,
        20,
        21,
        22,
        23,
        99,
        100,
        101,
        102,
        103,
        104,
        105,
        106,
        107,
        108,
        500,
        Integer.MAX_VALUE
    };

    private final List<FrameCase> cases = new ArrayList<>();

    private FrameCases() {}

    static List<FrameCase> all() {
        FrameCases all = new FrameCases();
        all.firstLengths();
        all.handshakes();
        all.otherProtocols();
        all.laterLengths();
        all.operations();
        all.fields();
        all.multis();
        all.watches();
        all.identities();
        all.oddButLegal();
        return List.copyOf(all.cases);
    }

    private void first(String name, byte[] bytes) {
        cases.add(FrameCase.first(name, bytes));
    }

    private void later(String name, byte[] bytes) {
        cases.add(FrameCase.later(name, bytes));
    }

    private void later(String name, Bytes bytes) {
        later(name, bytes.framed());
    }

    // ---- before there is a session

    private void firstLengths() {
        for (int length : new int[] {-1, Integer.MIN_VALUE, MAX_FRAME + 1, Integer.MAX_VALUE}) {
            first("length " + length, new Bytes().number(length).unframed());
        }
        for (int length : new int[] {0, 1, 4, 8, 27, 28, 43}) {
            first(
                    "frame of " + length + " zero bytes",
                    new Bytes().repeated(0, length).framed());
        }
        cases.add(FrameCase.first("half a length", new byte[] {0, 0}).waiting());
        cases.add(FrameCase.first(
                        "half a handshake",
                        new Bytes().number(45).repeated(0, 20).unframed())
                .waiting());
        cases.add(FrameCase.first(
                        "the largest length", new Bytes().number(MAX_FRAME).unframed())
                .waiting());
    }

    private static Bytes handshake(int version, long zxid, int timeout, long session) {
        return new Bytes().number(version).longNumber(zxid).number(timeout).longNumber(session);
    }

    private void handshakes() {
        Bytes password = new Bytes().number(16).repeated(0, 16);
        byte[] zeros = password.unframed();
        first(
                "handshake without the flag",
                handshake(0, 0, 30_000, 0).raw(zeros).framed());
        first(
                "handshake with bytes behind it",
                handshake(0, 0, 30_000, 0).raw(zeros).one(0).repeated(9, 30).framed());
        first(
                "handshake with a strange flag",
                handshake(0, 0, 30_000, 0).raw(zeros).one(77).framed());
        first(
                "handshake of another version",
                handshake(99, 0, 30_000, 0).raw(zeros).one(0).framed());
        for (int timeout : new int[] {Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE}) {
            first(
                    "timeout " + timeout,
                    handshake(0, 0, timeout, 0).raw(zeros).one(0).framed());
        }
        first(
                "zxid of the future",
                handshake(0, Long.MAX_VALUE, 30_000, 0).raw(zeros).one(0).framed());
        first("negative zxid", handshake(0, -1, 30_000, 0).raw(zeros).one(0).framed());
        first(
                "session that nobody knows",
                handshake(0, 0, 30_000, 4711).raw(zeros).one(0).framed());
        first("negative session", handshake(0, 0, 30_000, -1).raw(zeros).one(0).framed());
        for (int length : new int[] {-2, Integer.MIN_VALUE, 17, Integer.MAX_VALUE}) {
            first(
                    "password that announces " + length,
                    handshake(0, 0, 30_000, 0).number(length).repeated(0, 16).framed());
        }
        first("null password", handshake(0, 0, 30_000, 0).number(-1).one(0).framed());
        first(
                "null password of a session",
                handshake(0, 0, 30_000, 4711).number(-1).one(0).framed());
        first("empty password", handshake(0, 0, 30_000, 0).number(0).one(0).framed());
        first(
                "password of 100 bytes",
                handshake(0, 0, 30_000, 0).number(100).repeated(1, 100).one(0).framed());
        first(
                "handshake of 100000 bytes",
                handshake(0, 0, 30_000, 0)
                        .raw(zeros)
                        .one(0)
                        .repeated(0, 100_000)
                        .framed());
    }

    private void otherProtocols() {
        for (String text : List.of("what", "RUOK", "GET / HTTP/1.1\r\nHost: zk\r\n\r\n", "SSH-2.0-x\r\n", "\r\n\r\n")) {
            first(
                    "the text " + text.strip().lines().findFirst().orElse("of empty lines"),
                    text.getBytes(StandardCharsets.US_ASCII));
        }
        first("the beginning of TLS", new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3, 0, 0, 0, 0, 0});
    }

    // ---- in a session

    private void laterLengths() {
        for (int length : new int[] {-1, Integer.MIN_VALUE, MAX_FRAME + 1, Integer.MAX_VALUE}) {
            later("length " + length, new Bytes().number(length).unframed());
        }
        for (int length : new int[] {0, 1, 4, 7}) {
            later(
                    "frame of " + length + " bytes",
                    new Bytes().repeated(0, length).framed());
        }
        later("a four-letter word", "ruok".getBytes(StandardCharsets.US_ASCII));
        later(
                "a second handshake",
                handshake(0, 0, 30_000, 0).number(16).repeated(0, 16).one(0).framed());
        cases.add(FrameCase.later(
                        "half a request", new Bytes().number(100).number(XID).unframed())
                .waiting());
        cases.add(FrameCase.later(
                        "the largest length", new Bytes().number(MAX_FRAME).unframed())
                .waiting());
    }

    private void operations() {
        for (int operation : OPERATIONS) {
            later("operation " + operation + " without a body", header(XID, operation));
            later("operation " + operation + " of zeros", header(XID, operation).repeated(0, 60));
            later("operation " + operation + " of ones", header(XID, operation).repeated(0xff, 60));
            later(
                    "operation " + operation + " with a path and an end",
                    header(XID, operation).text("/x"));
        }
    }

    private void fields() {
        for (int length : new int[] {-2, Integer.MIN_VALUE, 3, MAX_FRAME, Integer.MAX_VALUE}) {
            later(
                    "path that announces " + length,
                    header(XID, GET_DATA).number(length).raw((byte) '/', (byte) 0));
            later(
                    "data that announces " + length,
                    header(XID, SET_DATA).text("/frames").number(length).repeated(0, 2));
        }
        later("null path", header(XID, GET_DATA).number(-1).one(0));
        later(
                "path that is no UTF-8",
                header(XID, GET_DATA)
                        .number(3)
                        .raw((byte) '/', (byte) 0xff, (byte) 0xfe)
                        .one(0));
        later("watch of 77", header(XID, EXISTS).text("/").one(77));
        for (int count : new int[] {-2, Integer.MIN_VALUE, 2, Integer.MAX_VALUE}) {
            later(
                    "ACL of " + count + " entries",
                    header(XID, CREATE)
                            .text("/none/frames")
                            .text("")
                            .number(count)
                            .number(31)
                            .text("world")
                            .text("anyone"));
            later(
                    "watches of " + count,
                    header(XID, SET_WATCHES).longNumber(0).number(count).text("/"));
        }
        later(
                "null ACL",
                header(XID, CREATE).text("/none/frames").text("").number(-1).number(0));
        for (int flags : new int[] {-1, 4, 5, 7, 99, Integer.MAX_VALUE}) {
            later(
                    "create with flags " + flags,
                    header(XID, CREATE).text("/none/frames").text("").openAcl().number(flags));
        }
        later(
                "createTTL without a time to live",
                header(XID, CREATE_TTL).text("/none/frames").text("").openAcl().number(5));
    }

    private static Bytes part(Bytes bytes, int type, boolean done) {
        return bytes.number(type).one(done ? 1 : 0).number(-1);
    }

    private static Bytes multi(int operation, int type) {
        return part(header(XID, operation), type, false);
    }

    private void multis() {
        later("multi without an end", multi(MULTI, CHECK).text("/").number(-1));
        later("multi that only ends", part(header(XID, MULTI), -1, true));
        later("multiRead that only ends", part(header(XID, MULTI_READ), -1, true));
        later("multi with half a part", multi(MULTI, CHECK).text("/").one(0));
        later("multi with half a header", header(XID, MULTI).number(CHECK).one(0));
        for (int type : new int[] {-11, -1, 0, 3, 4, 7, 9, 14, 22, 99, 100}) {
            later(
                    "multi with operation " + type,
                    part(multi(MULTI, type).text("/").one(0), -1, true));
            later(
                    "multiRead with operation " + type,
                    part(multi(MULTI_READ, type).text("/").one(0), -1, true));
        }
        later("multi in a multi", part(part(multi(MULTI, MULTI), -1, true), -1, true));
        later(
                "multi that reads as well",
                part(
                        part(multi(MULTI, CHECK).text("/").number(-1), GET_DATA, false)
                                .text("/")
                                .one(0),
                        -1,
                        true));
        later(
                "multi with flags 99",
                part(multi(MULTI, CREATE).text("/none/x").text("").openAcl().number(99), -1, true));
        later("multi with a null path", part(multi(MULTI, CHECK).number(-1).number(-1), -1, true));
        later(
                "multiRead with a null path",
                part(multi(MULTI_READ, GET_DATA).number(-1).one(0), -1, true));
    }

    private void watches() {
        for (int mode : new int[] {-1, 2, 77}) {
            later("addWatch with mode " + mode, header(XID, ADD_WATCH).text("/").number(mode));
        }
        for (int type : new int[] {-1, 0, 6, 77}) {
            later(
                    "checkWatches with type " + type,
                    header(XID, CHECK_WATCHES).text("/").number(type));
            later(
                    "removeWatches with type " + type,
                    header(XID, REMOVE_WATCHES).text("/").number(type));
        }
        later(
                "setWatches with null lists",
                header(-8, SET_WATCHES).longNumber(0).number(-1).number(-1).number(-1));
        later(
                "setWatches with a null path",
                header(-8, SET_WATCHES)
                        .longNumber(0)
                        .number(1)
                        .number(-1)
                        .number(0)
                        .number(0));
        later(
                "setWatches2 with three lists",
                header(-8, SET_WATCHES_2).longNumber(0).number(0).number(0).number(0));
    }

    private void identities() {
        later(
                "auth of an unknown scheme",
                header(-4, AUTH).number(0).text("kerberized").text("me"));
        later(
                "auth of the scheme super",
                header(-4, AUTH).number(0).text("super").text("me:me"));
        later(
                "auth of the scheme world",
                header(-4, AUTH).number(0).text("world").text("anyone"));
        later("auth of a null scheme", header(-4, AUTH).number(0).number(-1).text("me"));
        later(
                "auth without credentials",
                header(-4, AUTH).number(0).text("digest").number(-1));
        later(
                "auth with empty credentials",
                header(-4, AUTH).number(0).text("digest").text(""));
        later(
                "auth with a digest of no password",
                header(-4, AUTH).number(0).text("digest").text("me"));
        later(
                "auth with an ordinary xid",
                header(XID, AUTH).number(0).text("digest").text("me:me"));
        later(
                "auth with another type",
                header(-4, AUTH).number(99).text("digest").text("me:me"));
        later("sasl with a null token", header(XID, SASL).number(-1));
        later("sasl with a token", header(XID, SASL).text("token"));
    }

    private void oddButLegal() {
        for (int xid : new int[] {Integer.MIN_VALUE, -8, -1, 0, Integer.MAX_VALUE}) {
            later(
                    "getData with xid " + xid,
                    header(xid, GET_DATA).text("/zookeeper").one(0));
        }
        later(
                "getData with bytes behind it",
                header(XID, GET_DATA).text("/zookeeper").one(0).repeated(9, 30));
        later("ping with an ordinary xid", header(XID, PING));
        later("ping with bytes behind it", header(-2, PING).repeated(9, 30));
        later("closeSession with bytes behind it", header(0, CLOSE_SESSION).repeated(9, 30));
    }
}
