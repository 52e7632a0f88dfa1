package io.quorate.protocol.peer;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.protocol.JuteExtent;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.MalformedException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What is said on the election port. The dialler begins with a hello; then both send notifications, each with its
/// length as an int in front, which this codec neither reads nor writes.
///
/// ```
/// hello          long version (-65536, or -65535 with several addresses), long server, int length, addresses in UTF-8,
///                separated by '|'; of very old servers only the server's id, which is not negative
///
/// notification   int state, long leader, long zxid, long round, long peerEpoch, int version, int length,
///                configuration in UTF-8
/// ```
public final class ElectionCodec {
    /// The longest notification, and so the largest length in front of one, that is accepted.
    public static final int MAX_NOTIFICATION_BYTES = 512 * 1024;

    private static final int WITH_VERSION = 1;
    private static final int WITH_CONFIG = 2;
    private static final int BYTES_WITHOUT_PEER_EPOCH = 28;
    private static final int BYTES_WITHOUT_CONFIG = 40;

    private static final long ONE_ADDRESS = -65536;
    private static final long SEVERAL_ADDRESSES = -65535;
    private static final int HELLO_HEADER_BYTES = 20;
    private static final int MAX_ADDRESS_BYTES = 2048;
    private static final int MAX_PORT = 65535;
    private static final Pattern SEPARATOR = Pattern.compile("\\|");
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    private ElectionCodec() {}

    /// Who has dialled, and where it listens for elections: `host:port`, IPv6 literals in brackets. Empty if it did
    /// not say, or only that it listens everywhere.
    public record Hello(ServerId server, List<String> addresses) {}

    /// The notification without its length; in the format of 3.5 and later, or without a configuration if
    /// `formatVersion` says so.
    public static byte[] write(ElectionNotification notification) {
        JuteWriter out = new JuteWriter(256);
        Vote vote = notification.vote();
        out.writeInt(notification.state().code());
        out.writeLong(vote.leader().value());
        out.writeLong(vote.zxid().value());
        out.writeLong(vote.round());
        out.writeLong(vote.peerEpoch());
        if (notification.formatVersion() < WITH_CONFIG) {
            out.writeInt(WITH_VERSION);
        } else {
            out.writeInt(WITH_CONFIG);
            out.writeString(notification.config());
        }
        return out.toByteArray();
    }

    /// The length decides which of the formats it is. Of 40 bytes the last four are ignored and the version is 0.
    ///
    /// @throws MalformedException if it is none of them; the sender may stay connected
    public static ElectionNotification read(byte[] body) {
        boolean old = body.length == BYTES_WITHOUT_PEER_EPOCH;
        if (!old && body.length < BYTES_WITHOUT_CONFIG) {
            throw new MalformedException("notification of " + body.length + " bytes; expected "
                    + BYTES_WITHOUT_PEER_EPOCH + ", or " + BYTES_WITHOUT_CONFIG + " or more");
        }
        JuteReader in = new JuteReader(body);
        ServerState state = readState(in);
        ServerId leader = new ServerId(in.readLong());
        Zxid zxid = new Zxid(in.readLong());
        long round = in.readLong();
        Vote vote = new Vote(leader, zxid, round, old ? zxid.epoch() : in.readLong());
        int version = body.length > BYTES_WITHOUT_CONFIG ? in.readInt() : 0;
        String config = version >= WITH_CONFIG ? in.readNonNullString("configuration of a notification") : "";
        return new ElectionNotification(state, vote, version, config);
    }

    private static ServerState readState(JuteReader in) {
        int code = in.readInt();
        for (ServerState state : ServerState.values()) {
            if (state.code() == code) {
                return state;
            }
        }
        throw new MalformedException("notification from a server in state " + code + "; expected 0 to 3");
    }

    public static byte[] writeHello(Hello hello) {
        JuteWriter out = new JuteWriter();
        if (hello.addresses().isEmpty()) {
            out.writeLong(hello.server().value());
            return out.toByteArray();
        }
        out.writeLong(hello.addresses().size() == 1 ? ONE_ADDRESS : SEVERAL_ADDRESSES);
        out.writeLong(hello.server().value());
        out.writeString(String.join("|", hello.addresses()));
        return out.toByteArray();
    }

    /// How many bytes the hello that begins at `offset` takes; more than `length` if its rest is still to come, -1 if
    /// more must come before this can be told.
    ///
    /// @throws MalformedException if it is no hello that is understood here
    public static int sizeOfHello(byte[] bytes, int offset, int length) {
        if (length < Long.BYTES) {
            return -1;
        }
        long version = new JuteReader(bytes, offset, length).readLong();
        if (version >= 0) {
            return Long.BYTES;
        }
        if (version != ONE_ADDRESS && version != SEVERAL_ADDRESSES) {
            throw new MalformedException("hello of version " + version + "; expected " + ONE_ADDRESS + ", "
                    + SEVERAL_ADDRESSES + " or a server's id");
        }
        JuteExtent extent = new JuteExtent(bytes, offset, length, MAX_ADDRESS_BYTES);
        extent.skip(HELLO_HEADER_BYTES - Integer.BYTES);
        if (extent.skipBuffer("address of a hello") == 0) {
            throw new MalformedException("hello with an empty address; expected 1 to " + MAX_ADDRESS_BYTES + " bytes");
        }
        return extent.size();
    }

    /// Wildcard addresses are left out: they tell where a server listens, not where it can be reached.
    ///
    /// @throws MalformedException if it is no hello, or if an address is not `host:port`
    public static Hello readHello(byte[] hello) {
        int size = sizeOfHello(hello, 0, hello.length);
        if (size < 0 || size > hello.length) {
            throw new MalformedException("hello of " + hello.length + " bytes; expected "
                    + (size < 0 ? "at least " + HELLO_HEADER_BYTES : String.valueOf(size)));
        }
        JuteReader in = new JuteReader(hello);
        long version = in.readLong();
        if (version >= 0) {
            return new Hello(new ServerId(version), List.of());
        }
        long server = in.readLong();
        if (server < 0) {
            throw new MalformedException("hello of server " + server + "; expected 0 or more");
        }
        String text = in.readNonNullString("address of a hello");
        return new Hello(
                new ServerId(server),
                Arrays.stream(SEPARATOR.split(text, -1))
                        .filter(address -> !WILDCARDS.contains(hostOf(address)))
                        .toList());
    }

    private static String hostOf(String address) {
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? "" : address.substring(0, colon);
        boolean literal = host.startsWith("[") && host.endsWith("]");
        String bare = literal ? host.substring(1, host.length() - 1) : host;
        if (bare.isEmpty() || (!literal && bare.indexOf(':') >= 0) || !isPort(address.substring(colon + 1))) {
            throw new MalformedException("address '" + address + "' in a hello; expected host:port or [IPv6]:port");
        }
        return bare;
    }

    private static boolean isPort(String text) {
        try {
            int port = Integer.parseInt(text);
            return port >= 0 && port <= MAX_PORT;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
