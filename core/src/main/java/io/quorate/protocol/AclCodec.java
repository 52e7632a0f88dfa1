package io.quorate.protocol;

import io.quorate.model.Acl;
import io.quorate.model.Identity;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// ACLs and identities, which requests, txns, snapshots and packets between servers share.
///
/// ```
/// Id   ustring scheme, ustring id
/// ACL  int permissions, Id
/// ```
public final class AclCodec {
    /// The fewest bytes of an identity on the wire.
    public static final int MIN_IDENTITY_BYTES = 8;

    private static final int MIN_ACL_BYTES = 4 + MIN_IDENTITY_BYTES;

    private AclCodec() {}

    /// A list that a server has made and checked, or null.
    public static @Nullable List<Acl> readStored(JuteReader in) {
        int count = in.readCount(MIN_ACL_BYTES);
        if (count < 0) {
            return null;
        }
        Acl[] acl = new Acl[count];
        for (int i = 0; i < count; i++) {
            acl[i] = new Acl(in.readInt(), readIdentity(in));
        }
        return List.of(acl);
    }

    /// A list as a client sends it, or null. An entry without a scheme or an id is null; only `auth` needs no id,
    /// and some clients send none.
    public static @Nullable List<@Nullable Acl> readAsked(JuteReader in) {
        int count = in.readCount(MIN_ACL_BYTES);
        if (count < 0) {
            return null;
        }
        @Nullable Acl[] acl = new @Nullable Acl[count];
        for (int i = 0; i < count; i++) {
            int permissions = in.readInt();
            String scheme = in.readString();
            String id = in.readString();
            acl[i] = asked(permissions, scheme, id);
        }
        return Collections.unmodifiableList(Arrays.asList(acl));
    }

    private static @Nullable Acl asked(int permissions, @Nullable String scheme, @Nullable String id) {
        if (scheme == null || (id == null && !scheme.equals(Identity.AUTH))) {
            return null;
        }
        return new Acl(permissions, new Identity(scheme, id == null ? "" : id));
    }

    public static void write(@Nullable List<? extends @Nullable Acl> acl, JuteWriter out) {
        if (acl == null) {
            out.writeInt(-1);
            return;
        }
        out.writeInt(acl.size());
        for (Acl entry : acl) {
            if (entry == null) {
                out.writeInt(0);
                out.writeString(null);
                out.writeString(null);
            } else {
                out.writeInt(entry.permissions());
                writeIdentity(entry.identity(), out);
            }
        }
    }

    public static Identity readIdentity(JuteReader in) {
        return new Identity(in.readNonNullString("scheme of an identity"), in.readNonNullString("id of an identity"));
    }

    public static void writeIdentity(Identity identity, JuteWriter out) {
        out.writeString(identity.scheme());
        out.writeString(identity.id());
    }
}
