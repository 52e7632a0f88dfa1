package io.quorate.auth;

import io.quorate.model.Acl;
import io.quorate.model.Identity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an ACL grants, and how the ACL of a request becomes one that can be stored. Entries only ever add:
/// there is no denial, and znodes do not inherit from their parents.
public final class AccessControl {
    /// Whoever has this identity passes every check. No ACL entry can name it.
    public static final Identity SUPER = new Identity("super", "");

    /// In a request: whoever asks, under all the identities that were proved.
    private static final String AUTH = "auth";

    private static final String WORLD = "world";

    private AccessControl() {}

    /// Whether an entry grants any bit of `permission` to one of `who`. A znode without entries is open. Bits
    /// without a meaning grant nothing.
    public static boolean allows(@Nullable List<Acl> acl, int permission, List<Identity> who) {
        if (acl == null || acl.isEmpty()) {
            return true;
        }
        int wanted = permission & Acl.ALL;
        for (int i = 0; i < acl.size(); i++) {
            Acl entry = acl.get(i);
            if ((entry.permissions() & wanted) != 0 && covers(entry.identity(), who)) {
                return true;
            }
        }
        return isSuper(who);
    }

    private static boolean isSuper(List<Identity> who) {
        for (int i = 0; i < who.size(); i++) {
            if (who.get(i).scheme().equals(SUPER.scheme())) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(Identity entry, List<Identity> who) {
        if (entry.equals(Identity.ANYONE)) {
            return true;
        }
        Scheme scheme = Scheme.named(entry.scheme());
        if (scheme == null) {
            return false;
        }
        for (int i = 0; i < who.size(); i++) {
            Identity identity = who.get(i);
            if (identity.scheme().equals(entry.scheme()) && scheme.matches(identity.id(), entry.id())) {
                return true;
            }
        }
        return false;
    }

    /// The list to store for a list that a client asked for: duplicates removed, `auth` replaced by what the
    /// client is known as; the order is kept. Permissions are stored as sent, whatever their bits.
    ///
    /// @return null if the list is missing, empty, or has an entry that could never match anybody (INVALID_ACL)
    public static @Nullable List<Acl> resolve(@Nullable List<@Nullable Acl> asked, List<Identity> who) {
        if (asked == null || asked.isEmpty()) {
            return null;
        }
        if (asked.size() == 1 && Acl.OPEN.getFirst().equals(asked.getFirst())) {
            return Acl.OPEN;
        }
        List<Acl> resolved = new ArrayList<>(asked.size());
        for (@Nullable Acl entry : new LinkedHashSet<>(asked)) {
            if (entry == null || !resolveEntry(entry, who, resolved)) {
                return null;
            }
        }
        return List.copyOf(resolved);
    }

    private static boolean resolveEntry(Acl entry, List<Identity> who, List<Acl> resolved) {
        Identity identity = entry.identity();
        return switch (identity.scheme()) {
            case WORLD -> identity.equals(Identity.ANYONE) && resolved.add(entry);
            case AUTH -> {
                int before = resolved.size();
                for (Identity mine : who) {
                    Scheme scheme = Scheme.named(mine.scheme());
                    if (scheme != null && scheme.isAuthenticated()) {
                        resolved.add(new Acl(entry.permissions(), mine));
                    }
                }
                yield resolved.size() > before;
            }
            default -> {
                Scheme scheme = Scheme.named(identity.scheme());
                yield scheme != null && scheme.isValid(identity.id()) && resolved.add(entry);
            }
        };
    }

    /// The list as somebody may see it who can read the znode but not administer it: without the hashes of
    /// passwords.
    public static List<Acl> withoutHashes(List<Acl> acl) {
        List<Acl> shown = new ArrayList<>(acl.size());
        for (Acl entry : acl) {
            Identity identity = entry.identity();
            shown.add(
                    Scheme.named(identity.scheme()) == Scheme.DIGEST
                            ? new Acl(
                                    entry.permissions(),
                                    new Identity(identity.scheme(), DigestScheme.withoutHash(identity.id())))
                            : entry);
        }
        return List.copyOf(shown);
    }
}
