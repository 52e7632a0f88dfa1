package io.quorate.auth;

import io.quorate.model.Acl;
import io.quorate.model.Identity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an ACL grants, and how the ACL of a request becomes one that can be stored. Entries only ever
/// add: there is no denial, and znodes do not inherit from their parents.
final class AccessControl {
    private static final String WORLD = "world";

    private AccessControl() {}

    /// Whether an entry grants any bit of `permission` to one of `who`. A znode without entries is
    /// open. Bits without a meaning grant nothing.
    static boolean allows(Schemes schemes, @Nullable List<Acl> acl, int permission, List<Identity> who) {
        if (acl == null || acl.isEmpty()) {
            return true;
        }
        int wanted = permission & Acl.ALL;
        for (int i = 0; i < acl.size(); i++) {
            Acl entry = acl.get(i);
            if ((entry.permissions() & wanted) != 0 && covers(schemes, entry.identity(), who)) {
                return true;
            }
        }
        return isSuper(who);
    }

    private static boolean isSuper(List<Identity> who) {
        for (int i = 0; i < who.size(); i++) {
            if (who.get(i).scheme().equals(Identity.SUPER.scheme())) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(Schemes schemes, Identity entry, List<Identity> who) {
        if (entry.equals(Identity.ANYONE)) {
            return true;
        }
        Scheme scheme = schemes.named(entry.scheme());
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

    /// See {@link AuthSettings#resolve}.
    static @Nullable List<Acl> resolve(Schemes schemes, @Nullable List<@Nullable Acl> asked, List<Identity> who) {
        if (asked == null || asked.isEmpty()) {
            return null;
        }
        if (asked.size() == 1 && Acl.OPEN.getFirst().equals(asked.getFirst())) {
            return Acl.OPEN;
        }
        List<Acl> resolved = new ArrayList<>(asked.size());
        for (@Nullable Acl entry : new LinkedHashSet<>(asked)) {
            if (entry == null || !resolveEntry(schemes, entry, who, resolved)) {
                return null;
            }
        }
        return List.copyOf(resolved);
    }

    private static boolean resolveEntry(Schemes schemes, Acl entry, List<Identity> who, List<Acl> resolved) {
        Identity identity = entry.identity();
        return switch (identity.scheme()) {
            case WORLD -> identity.equals(Identity.ANYONE) && resolved.add(entry);
            case Identity.AUTH -> {
                int before = resolved.size();
                for (Identity mine : who) {
                    Scheme scheme = schemes.named(mine.scheme());
                    if (scheme != null && scheme.isAuthenticated()) {
                        resolved.add(new Acl(entry.permissions(), mine));
                    }
                }
                yield resolved.size() > before;
            }
            default -> {
                Scheme scheme = schemes.named(identity.scheme());
                yield scheme != null && scheme.isValid(identity.id()) && resolved.add(entry);
            }
        };
    }
}
