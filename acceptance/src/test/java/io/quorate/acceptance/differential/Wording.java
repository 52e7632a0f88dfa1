package io.quorate.acceptance.differential;

import static java.util.stream.Collectors.joining;

import io.quorate.model.OpCode;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.MalformedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Puts what one server sends into words that the other must use, too: field by field, as the wire has it (null
/// and empty are not the same), but with zxids relative to a beginning, sessions by number, names sorted
/// where the order means nothing, and no times.
final class Wording {
    private static final int NO_ERROR = 0;

    private final long begin;
    private final Map<Long, String> sessions = new HashMap<>();

    /// @param begin the server's last zxid before the script
    Wording(long begin) {
        this.begin = begin;
        sessions.put(0L, "0");
    }

    void knows(long session, String as) {
        sessions.put(session, as);
    }

    String session(long id) {
        String known = sessions.get(id);
        return known == null ? "0x" + Long.toHexString(id) : known;
    }

    String zxid(long zxid) {
        if (zxid > begin) {
            return "+" + (zxid - begin);
        }
        return zxid <= 0 ? Long.toString(zxid) : "earlier";
    }

    String event(long zxid, JuteReader in) {
        return "event zxid=" + zxid(zxid) + " type=" + in.readInt() + " state=" + in.readInt() + " path=" + string(in)
                + rest(in);
    }

    String reply(@Nullable Frame asked, long zxid, int error, JuteReader in) {
        String body = error == NO_ERROR && asked != null ? body(asked.op(), in) : "";
        return "reply zxid=" + zxid(zxid) + " err=" + error + body + rest(in);
    }

    private String body(OpCode op, JuteReader in) {
        try {
            return " " + fields(op, in);
        } catch (MalformedException e) {
            return " (cannot be read: " + e.getMessage() + ")";
        }
    }

    private String fields(OpCode op, JuteReader in) {
        return switch (op) {
            case CREATE, SYNC -> string(in);
            case CREATE2, CREATE_CONTAINER, CREATE_TTL -> string(in) + " " + stat(in);
            case EXISTS, SET_DATA, SET_ACL -> stat(in);
            case GET_DATA, RECONFIG -> buffer(in) + " " + stat(in);
            case GET_ACL -> acls(in) + " " + stat(in);
            case GET_CHILDREN, GET_EPHEMERALS -> names(in);
            case GET_CHILDREN2 -> names(in) + " " + stat(in);
            case GET_ALL_CHILDREN_NUMBER, ADD_WATCH -> Integer.toString(in.readInt());
            case WHO_AM_I -> identities(in);
            case SASL -> buffer(in);
            case MULTI, MULTI_READ -> multi(in);
            default -> "";
        };
    }

    private String multi(JuteReader in) {
        List<String> parts = new ArrayList<>();
        while (true) {
            int type = in.readInt();
            boolean done = in.readBoolean();
            int error = in.readInt();
            String header = type + "/" + done + "/" + error;
            if (done) {
                parts.add(header);
                return parts.stream().collect(joining(", ", "[", "]"));
            }
            OpCode op = OpCode.of(type);
            parts.add(header + " " + (type == -1 ? in.readInt() : op == null ? "?" : fields(op, in)));
        }
    }

    private String stat(JuteReader in) {
        String czxid = zxid(in.readLong());
        String mzxid = zxid(in.readLong());
        long ctime = in.readLong();
        long mtime = in.readLong();
        boolean times = ctime > 0 && mtime > 0;
        return "Stat(czxid=" + czxid + " mzxid=" + mzxid + (times ? "" : " timeless") + " version=" + in.readInt()
                + " cversion=" + in.readInt() + " aversion=" + in.readInt() + " owner=" + session(in.readLong())
                + " dataLength=" + in.readInt() + " numChildren=" + in.readInt() + " pzxid=" + zxid(in.readLong())
                + ")";
    }

    /// Identities that stand for `auth` come from a hash table in Apache's server, so digests with the same permissions
    /// that follow one another are sorted.
    private static String acls(JuteReader in) {
        int count = in.readInt();
        if (count < 0) {
            return "null";
        }
        List<String> entries = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < count; i++) {
            String entry = acl(in);
            if (i == 0 || !kind(entry).equals(kind(entries.getLast()))) {
                begin = i;
            }
            entries.add(entry);
            Collections.sort(entries.subList(begin, entries.size()));
        }
        return entries.toString();
    }

    private static String kind(String entry) {
        return entry.contains(":\"digest\":") ? entry.substring(0, entry.indexOf(":\"digest\":")) : entry;
    }

    private static String acl(JuteReader in) {
        return in.readInt() + ":" + string(in) + ":" + string(in);
    }

    private static String names(JuteReader in) {
        int count = in.readInt();
        if (count < 0) {
            return "null";
        }
        TreeSet<String> sorted = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            sorted.add(string(in));
        }
        return count + sorted.toString();
    }

    private static String identities(JuteReader in) {
        int count = in.readInt();
        if (count < 0) {
            return "null";
        }
        List<String> sorted = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sorted.add(string(in) + ":" + string(in));
        }
        Collections.sort(sorted);
        return sorted.toString();
    }

    private static String string(JuteReader in) {
        String text = in.readString();
        return text == null ? "null" : "\"" + printable(text) + "\"";
    }

    private static String buffer(JuteReader in) {
        byte[] bytes = in.readBuffer();
        return bytes == null ? "null" : "<" + HexFormat.of().formatHex(bytes) + ">";
    }

    private static String rest(JuteReader in) {
        return in.remaining() == 0 ? "" : " and " + in.remaining() + " bytes more";
    }

    static String printable(String text) {
        return text.chars()
                .mapToObj(c -> c >= ' ' && c < 0x7F ? Character.toString(c) : "\\u%04x".formatted(c))
                .collect(joining());
    }
}
