package io.quorate.model;

import java.util.List;

/// One entry of an access control list: what `identity` may do.
public record Acl(int permissions, Identity identity) {
    public static final int READ = 1;
    public static final int WRITE = 1 << 1;
    public static final int CREATE = 1 << 2;
    public static final int DELETE = 1 << 3;
    public static final int ADMIN = 1 << 4;
    public static final int ALL = READ | WRITE | CREATE | DELETE | ADMIN;

    /// Everybody may do everything.
    public static final List<Acl> OPEN = List.of(new Acl(ALL, Identity.ANYONE));

    /// Everybody may read.
    public static final List<Acl> READ_ONLY = List.of(new Acl(READ, Identity.ANYONE));
}
