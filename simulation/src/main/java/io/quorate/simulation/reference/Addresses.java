package io.quorate.simulation.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// IP addresses and networks (`address/bits`) as text, by way of strings of zeros and ones.
final class Addresses {
    private static final Pattern NETWORK = Pattern.compile("([^/]*)(?:/([0-9]{1,3}))?");
    private static final Pattern IPV4 = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})");
    private static final Pattern GROUPS = Pattern.compile("[0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4})*");
    private static final int IPV6_GROUPS = 8;

    private Addresses() {}

    static boolean isValid(String network) {
        return prefixOf(network) != null;
    }

    static boolean matches(String address, String network) {
        String bits = bitsOf(address);
        String prefix = prefixOf(network);
        String whole = bitsOf(network.split("/", 2)[0]);
        return address.equals(network)
                || (bits != null
                        && prefix != null
                        && whole != null
                        && bits.length() == whole.length()
                        && bits.startsWith(prefix));
    }

    private static @Nullable String prefixOf(String network) {
        Matcher matcher = NETWORK.matcher(network);
        if (!matcher.matches()) {
            return null;
        }
        String bits = bitsOf(matcher.group(1));
        String length = matcher.group(2);
        if (bits == null || length == null) {
            return bits;
        }
        int count = Integer.parseInt(length);
        return count > bits.length() ? null : bits.substring(0, count);
    }

    private static @Nullable String bitsOf(String address) {
        return address.contains(":") ? bitsOfIpv6(address) : bitsOfIpv4(address);
    }

    private static @Nullable String bitsOfIpv4(String address) {
        Matcher matcher = IPV4.matcher(address);
        if (!matcher.matches()) {
            return null;
        }
        StringBuilder bits = new StringBuilder();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            int part = Integer.parseInt(matcher.group(i));
            if (part > 255) {
                return null;
            }
            bits.append(binary(part, 8));
        }
        return bits.toString();
    }

    private static @Nullable String bitsOfIpv6(String address) {
        String[] halves = address.split("::", -1);
        if (halves.length > 2) {
            return null;
        }
        List<String> groups = new ArrayList<>();
        for (String half : halves) {
            if (!half.isEmpty() && !GROUPS.matcher(half).matches()) {
                return null;
            }
        }
        List<String> head = groupsOf(halves[0]);
        List<String> tail = halves.length == 2 ? groupsOf(halves[1]) : List.of();
        int missing = IPV6_GROUPS - head.size() - tail.size();
        if (halves.length == 2 ? missing < 1 : missing != 0) {
            return null;
        }
        groups.addAll(head);
        for (int i = 0; i < missing; i++) {
            groups.add("0");
        }
        groups.addAll(tail);
        StringBuilder bits = new StringBuilder();
        groups.forEach(group -> bits.append(binary(Integer.parseInt(group, 16), 16)));
        return bits.toString();
    }

    private static List<String> groupsOf(String half) {
        return half.isEmpty() ? List.of() : List.of(half.split(":", -1));
    }

    private static String binary(int number, int digits) {
        String text = BigInteger.valueOf(number).toString(2);
        return "0".repeat(digits - text.length()) + text;
    }
}
