package io.quorate.simulation.reference;

import io.quorate.model.Acl;
import io.quorate.model.Identity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who may do what, and which lists may be stored.
final class Permissions {
    private static final String SUPER = "super";
    private static final String AUTH = "auth";
    private static final String WORLD = "world";
    private static final String IP = "ip";
    private static final String DIGEST = "digest";

    private Permissions() {}

    /// Whether any of the `wanted` bits is granted to somebody with these identities.
    static boolean allow(List<Acl> acl, int wanted, List<Identity> identities) {
        if (acl.isEmpty()) {
            return true;
        }
        for (Identity identity : identities) {
            if (identity.scheme().equals(SUPER)) {
                return true;
            }
        }
        for (Acl entry : acl) {
            if ((entry.permissions() & wanted) != 0 && isAbout(entry.identity(), identities)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAbout(Identity named, List<Identity> identities) {
        if (named.equals(Identity.ANYONE)) {
            return true;
        }
        for (Identity mine : identities) {
            if (mine.scheme().equals(named.scheme()) && matches(named.scheme(), mine.id(), named.id())) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String scheme, String mine, String named) {
        return switch (scheme) {
            case DIGEST -> mine.equals(named);
            case IP -> Addresses.matches(mine, named);
            default -> false;
        };
    }

    /// The list to store for a list that was asked for; null if it is no valid one.
    static @Nullable List<Acl> toStore(@Nullable List<@Nullable Acl> asked, List<Identity> identities) {
        if (asked == null || asked.isEmpty()) {
            return null;
        }
        List<Acl> stored = new ArrayList<>();
        for (@Nullable Acl entry : new LinkedHashSet<>(asked)) {
            if (entry == null) {
                return null;
            }
            Identity named = entry.identity();
            if (named.scheme().equals(AUTH)) {
                int before = stored.size();
                for (Identity mine : identities) {
                    // An address proves nothing, and nobody can name those whose scheme has no provider.
                    if (mine.scheme().equals(DIGEST)) {
                        stored.add(new Acl(entry.permissions(), mine));
                    }
                }
                if (stored.size() == before) {
                    return null;
                }
            } else if (isValid(named)) {
                stored.add(entry);
            } else {
                return null;
            }
        }
        return List.copyOf(stored);
    }

    private static boolean isValid(Identity named) {
        return switch (named.scheme()) {
            case WORLD -> named.equals(Identity.ANYONE);
            case DIGEST -> named.id().split(":").length == 2;
            case IP -> Addresses.isValid(named.id());
            default -> false;
        };
    }

    /// The list as it is shown to somebody who may read the znode only: without hashes.
    static List<Acl> shownToReader(List<Acl> acl) {
        List<Acl> shown = new ArrayList<>();
        for (Acl entry : acl) {
            Identity named = entry.identity();
            boolean hide = named.scheme().equals(DIGEST) && named.id().contains(":");
            shown.add(hide ? new Acl(entry.permissions(), new Identity(DIGEST, userOf(named) + ":x")) : entry);
        }
        return shown;
    }

    /// What people should read for an identity.
    static String userName(Identity identity) {
        return switch (identity.scheme()) {
            case DIGEST -> userOf(identity);
            case IP -> identity.id();
            default -> "";
        };
    }

    private static String userOf(Identity digest) {
        return digest.id().contains(":") ? digest.id().substring(0, digest.id().indexOf(':')) : digest.id();
    }
}
