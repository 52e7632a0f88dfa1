package io.quorate.auth;

import io.quorate.model.Identity;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Peers by address. An ACL entry names an IPv4 or IPv6 address, or a network as `address/bits`.
public record IpScheme() implements Scheme {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int MOST_GROUP_DIGITS = 4;
    private static final int MAX_NUMBER = 0xFFFF;

    public static final String WORD = "ip";

    /// What every connection is known as, unasked.
    public static Identity identityOf(String peerAddress) {
        return new Identity(WORD, peerAddress);
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public Authentication authenticate(byte[] credentials, String peerAddress) {
        return new Authentication.Accepted(List.of(identityOf(peerAddress)));
    }

    @Override
    public boolean isAuthenticated() {
        return false;
    }

    /// The address of a network, and how many of its leading bits count.
    private record Network(byte[] address, int bits) {
        static @Nullable Network parse(String text) {
            int slash = text.indexOf('/');
            byte[] address = parseAddress(slash < 0 ? text : text.substring(0, slash));
            if (address == null) {
                return null;
            }
            int bits = slash < 0 ? address.length * Byte.SIZE : number(text.substring(slash + 1), 10);
            return bits < 0 || bits > address.length * Byte.SIZE ? null : new Network(address, bits);
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int whole = bits / Byte.SIZE;
            if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
                return false;
            }
            int rest = bits % Byte.SIZE;
            return rest == 0 || (address[whole] & 0xFF) >>> (Byte.SIZE - rest) == (other[whole] & 0xFF) >>> (8 - rest);
        }
    }

    @Override
    public boolean isValid(String id) {
        return Network.parse(id) != null;
    }

    @Override
    public boolean matches(String peer, String network) {
        if (peer.equals(network)) {
            return true;
        }
        Network parsed = Network.parse(network);
        byte[] address = parsed == null ? null : parseAddress(peer);
        return parsed != null && address != null && parsed.contains(address);
    }

    private static byte @Nullable [] parseAddress(String text) {
        return text.indexOf(':') >= 0 ? parseIpv6(text) : parseIpv4(text);
    }

    private static byte @Nullable [] parseIpv4(String text) {
        byte[] address = new byte[IPV4_BYTES];
        int start = 0;
        for (int i = 0; i < IPV4_BYTES; i++) {
            int dot = text.indexOf('.', start);
            boolean last = i == IPV4_BYTES - 1;
            if (last != (dot < 0)) {
                return null;
            }
            int value = number(text.substring(start, last ? text.length() : dot), 10);
            if (value < 0 || value > 255) {
                return null;
            }
            address[i] = (byte) value;
            start = dot + 1;
        }
        return address;
    }

    /// Groups of hex digits, `::` at most once; neither zones nor an IPv4 tail.
    private static byte @Nullable [] parseIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte[] all = parseGroups(text);
            return all != null && all.length == IPV6_BYTES ? all : null;
        }
        byte[] head = parseGroups(text.substring(0, gap));
        byte[] tail = parseGroups(text.substring(gap + 2));
        if (head == null || tail == null || head.length + tail.length >= IPV6_BYTES) {
            return null;
        }
        byte[] address = Arrays.copyOf(head, IPV6_BYTES);
        System.arraycopy(tail, 0, address, IPV6_BYTES - tail.length, tail.length);
        return address;
    }

    private static byte @Nullable [] parseGroups(String text) {
        byte[] groups = new byte[IPV6_BYTES];
        int length = 0;
        int start = 0;
        while (start < text.length()) {
            int colon = text.indexOf(':', start);
            int end = colon < 0 ? text.length() : colon;
            int value = end - start > MOST_GROUP_DIGITS ? -1 : number(text.substring(start, end), 16);
            boolean dangling = colon == text.length() - 1;
            if (value < 0 || length == IPV6_BYTES || dangling) {
                return null;
            }
            groups[length++] = (byte) (value >>> 8);
            groups[length++] = (byte) value;
            start = end + 1;
        }
        return Arrays.copyOf(groups, length);
    }

    /// Zeros may lead.
    ///
    /// @return -1 if `text` is anything else than digits, or far too large
    private static int number(String text, int radix) {
        int value = text.isEmpty() ? -1 : 0;
        for (int i = 0; i < text.length() && value >= 0; i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            value = digit < 0 || value > MAX_NUMBER ? -1 : value * radix + digit;
        }
        return value;
    }
}
