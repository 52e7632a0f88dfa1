package io.quorate.shell;

import io.quorate.client.Client;
import io.quorate.client.RequestException;
import io.quorate.model.Acl;
import io.quorate.model.Identity;
import io.quorate.model.Stat;
import io.quorate.protocol.client.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The commands about who may do what.
final class AclCommands {
    private AclCommands() {}

    static List<Command> all() {
        return List.of(
                new Command(
                        "getAcl",
                        "[-s] path",
                        "show who may do what with a znode",
                        1,
                        List.of(Flag.of("s", "show the stat too")),
                        AclCommands::getAcl),
                new Command(
                        "setAcl",
                        "[-s] [-v version] [-R] path acl",
                        "say who may do what with a znode (scheme:id:cdrwa, comma-separated)",
                        2,
                        List.of(
                                Flag.of("s", "show the new stat"),
                                new Flag("v", "version", "only if the ACL has this version"),
                                Flag.of("R", "of everything below too")),
                        AclCommands::setAcl),
                new Command(
                        "addauth",
                        "scheme auth",
                        "add an identity to this session",
                        1,
                        List.of(),
                        AclCommands::addAuth),
                new Command("whoami", "", "show the identities of this session", 0, List.of(), AclCommands::whoAmI));
    }

    private static void getAcl(Arguments arguments, Shell shell) throws InterruptedException {
        Response.AclAndStat found = shell.await(shell.client().getAcl(arguments.path(0)));
        for (Acl acl : found.acl()) {
            shell.out().println(AclText.of(acl));
        }
        if (arguments.has("s")) {
            shell.out().println(StatText.of(found.stat()));
        }
    }

    private static void setAcl(Arguments arguments, Shell shell) throws InterruptedException {
        String path = arguments.path(0);
        List<Acl> acl = WriteCommands.acl(arguments.word(1), path, shell);
        Client client = shell.client();
        if (!arguments.has("R")) {
            Stat stat = shell.await(client.setAcl(path, acl, arguments.version()));
            if (arguments.has("s")) {
                shell.out().println(StatText.of(stat));
            }
            return;
        }
        shell.await(client.getChildren(path, false));
        setAclOfAll(path, acl, arguments.version(), shell);
    }

    /// Level by level. One that is somebody else's is no reason to leave the others as they are: it is
    /// named, and the rest goes on.
    private static void setAclOfAll(String path, List<Acl> acl, int version, Shell shell) throws InterruptedException {
        Client client = shell.client();
        Deque<String> open = new ArrayDeque<>(List.of(path));
        while (!open.isEmpty()) {
            String next = open.remove();
            Set<String> refusals = new LinkedHashSet<>();
            try {
                shell.await(client.setAcl(next, acl, version));
            } catch (RequestException e) {
                refusals.add(String.valueOf(e.getMessage()));
            }
            try {
                open.addAll(new Subtree(client, shell).children(next));
            } catch (RequestException e) {
                refusals.add(String.valueOf(e.getMessage()));
            }
            refusals.forEach(shell.out()::println);
        }
    }

    private static void addAuth(Arguments arguments, Shell shell) throws InterruptedException {
        String credentials = arguments.count() > 1 ? arguments.word(1) : "";
        shell.await(shell.client().addAuth(arguments.word(0), credentials.getBytes(StandardCharsets.UTF_8)));
    }

    private static void whoAmI(Arguments arguments, Shell shell) throws InterruptedException {
        List<Identity> identities = shell.await(shell.client().whoAmI());
        shell.out().println("Auth scheme: User");
        for (Identity identity : identities) {
            shell.out().println(identity.scheme() + ": " + identity.id());
        }
    }
}
