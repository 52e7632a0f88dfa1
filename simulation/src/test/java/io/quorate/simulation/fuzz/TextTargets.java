package io.quorate.simulation.fuzz;

import io.quorate.auth.AuthSettings;
import io.quorate.auth.DigestScheme;
import io.quorate.model.Acl;
import io.quorate.model.Identity;
import io.quorate.model.ZnodePath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Texts that are taken apart: paths, and the entries of ACLs.
final class TextTargets {
    private static final Identity PEER = new Identity("ip", "192.168.7.1");
    private static final Identity PEER6 = new Identity("ip", "fe80:0:0:0:1:2:3:4");
    private static final Identity USER = new Identity("digest", "me:hash");

    private TextTargets() {}

    /// An input is a path.
    static void path(byte[] input) throws Exception {
        String path = new String(input, StandardCharsets.UTF_8);
        String problem = Attempt.at(input, () -> String.valueOf(ZnodePath.problemWith(path)));
        if (problem == null || problem.isBlank()) {
            throw new AssertionError("no answer about a path");
        }
        if (ZnodePath.isValid(path)) {
            String parent = ZnodePath.parent(path);
            if (!ZnodePath.isValid(parent)) {
                throw new AssertionError(path + " is a path and " + parent + " above it is none");
            }
            if (!path.equals(ZnodePath.ROOT)) {
                Likeness.check(path, ZnodePath.child(parent, ZnodePath.name(path)));
            }
        }
    }

    /// An input is a list of entries, one in a line: a byte of permissions, scheme, colon, id.
    static void acl(byte[] input) throws Exception {
        List<Acl> asked = new ArrayList<>();
        for (String line : new String(input, StandardCharsets.UTF_8).split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                asked.add(new Acl(line.charAt(0), new Identity(line.substring(1, colon), line.substring(colon + 1))));
            }
        }
        List<Identity> who = List.of(PEER, PEER6, USER);
        List<Acl> resolved = Attempt.at(input, () -> List.copyOf(orEmpty(AuthSettings.DEFAULT.resolve(asked, who))));
        if (resolved == null) {
            throw new AssertionError("lists are refused without an exception");
        }
        Attempt.at(input, () -> AuthSettings.DEFAULT.allows(asked, Acl.ALL, who));
        Attempt.at(input, () -> DigestScheme.withoutHashes(asked));
        Attempt.at(
                input,
                () -> asked.stream()
                        .map(entry -> AuthSettings.DEFAULT.userName(entry.identity()))
                        .toList());
        if (!resolved.isEmpty()) {
            // What is stored may be asked for again, and means the same.
            List<Acl> again = orEmpty(AuthSettings.DEFAULT.resolve(resolved, who));
            Likeness.check(List.copyOf(new LinkedHashSet<>(resolved)), again);
        }
    }

    private static List<Acl> orEmpty(@Nullable List<Acl> acl) {
        return acl == null ? List.of() : acl;
    }
}
