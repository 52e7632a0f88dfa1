package io.quorate.shell;

import io.quorate.client.Client;
import io.quorate.client.CreateMode;
import io.quorate.client.Failure;
import io.quorate.client.RequestException;
import io.quorate.model.Acl;
import io.quorate.protocol.client.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The quota of one znode. It is kept in two system znodes: the limits, which tools write, and the usage,
/// whose data servers maintain.
final class Quota {
    static final String ROOT = "/zookeeper/quota";

    private static final String LIMITS = "/zookeeper_limits";
    private static final String USAGE = "/zookeeper_stats";

    private final String path;
    private final Shell shell;
    private final Client client;
    private final String rooted;

    Quota(String path, Shell shell) {
        this.path = path;
        this.shell = shell;
        // The system znodes are outside every chroot.
        this.client = shell.client().unrooted();
        this.rooted = shell.client().chroot().outward(path);
    }

    private static String limits(String rooted) {
        return ROOT + rooted + LIMITS;
    }

    void set(String flag, long value) throws InterruptedException {
        if (rooted.equals("/")) {
            throw new CommandFailure("cannot set a quota on the root");
        }
        if (shell.await(client.exists(rooted, false)).isEmpty()) {
            throw new CommandFailure(path + " does not exist.");
        }
        refuseOverlap();
        Limits before = read(limits(rooted));
        Limits after = (before == null ? Limits.UNLIMITED : before).with(flag, value);
        if (before == null) {
            createNodes(after);
        } else {
            shell.await(client.setData(limits(rooted), bytes(after.text()), -1));
        }
        warn(after);
    }

    /// Two quotas on one path would count everything twice.
    private void refuseOverlap() throws InterruptedException {
        for (String above = parent(rooted); above.length() > 1; above = parent(above)) {
            if (shell.await(client.exists(limits(above), false)).isPresent()) {
                throw new CommandFailure(path + " has a parent " + inward(above) + " which has a quota");
            }
        }
        if (shell.await(client.exists(ROOT + rooted, false)).isEmpty()) {
            return;
        }
        for (String node : new Subtree(client, shell).levels(ROOT + rooted)) {
            if (node.endsWith(LIMITS) && !node.equals(limits(rooted))) {
                String below = node.substring(ROOT.length(), node.length() - LIMITS.length());
                throw new CommandFailure(path + " has a child " + inward(below) + " which has a quota");
            }
        }
    }

    private String inward(String serverPath) {
        return shell.client().chroot().inward(serverPath);
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(1, path.lastIndexOf('/')));
    }

    private void createNodes(Limits limits) throws InterruptedException {
        String node = ROOT;
        for (String name : rooted.substring(1).split("/", 0)) {
            node += "/" + name;
            create(node, null);
        }
        create(limits(rooted), bytes(limits.text()));
        // Servers count afresh when this appears.
        create(ROOT + rooted + USAGE, bytes(new Limits(0, 0, Limits.NONE, Limits.NONE).usageText()));
    }

    private void create(String node, byte @Nullable [] data) throws InterruptedException {
        try {
            shell.await(client.create(node, data, Acl.OPEN, CreateMode.PERSISTENT, 0));
        } catch (RequestException e) {
            if (!e.is(Failure.NODE_EXISTS)) {
                throw e;
            }
        }
    }

    private void warn(Limits limits) throws InterruptedException {
        Limits usage = read(ROOT + rooted + USAGE);
        if (usage == null) {
            return;
        }
        if (limits.countBelow(usage.count())) {
            shell.out()
                    .println("[Warning]: the count quota you create is less than the existing count:" + usage.count());
        }
        if (limits.bytesBelow(usage.bytes())) {
            shell.out()
                    .println("[Warning]: the bytes quota you create is less than the existing bytes:" + usage.bytes());
        }
    }

    void list() throws InterruptedException {
        shell.err().println("absolute path is " + limits(rooted));
        Response.Data limits = data(limits(rooted));
        Response.Data usage = limits == null ? null : data(ROOT + rooted + USAGE);
        if (limits == null || usage == null) {
            shell.err().println("quota for " + path + " does not exist.");
            return;
        }
        shell.out()
                .println("Output quota for " + path + " "
                        + Limits.parse(text(limits)).text());
        shell.out()
                .println("Output stat for " + path + " "
                        + Limits.parse(text(usage)).usageText());
    }

    /// @return whether there was a quota
    boolean unlimit(String flag) throws InterruptedException {
        Limits limits = read(limits(rooted));
        if (limits == null) {
            return false;
        }
        byte[] data = bytes(limits.with(flag, Limits.NONE).text());
        shell.await(client.setData(limits(rooted), data, -1));
        return true;
    }

    /// Also removes the znodes above it that are of no more use.
    ///
    /// @return whether there was a quota
    boolean delete() throws InterruptedException {
        if (shell.await(client.exists(limits(rooted), false)).isEmpty()) {
            return false;
        }
        for (String node : List.of(limits(rooted), ROOT + rooted + USAGE)) {
            deleteIfThere(node);
        }
        for (String node = ROOT + rooted; node.length() > ROOT.length(); node = parent(node)) {
            if (!deleteIfThere(node)) {
                break;
            }
        }
        return true;
    }

    /// @return whether it is gone
    private boolean deleteIfThere(String node) throws InterruptedException {
        try {
            shell.await(client.delete(node, -1));
            return true;
        } catch (RequestException e) {
            if (e.is(Failure.NO_NODE)) {
                return true;
            }
            if (e.is(Failure.NOT_EMPTY)) {
                return false;
            }
            throw e;
        }
    }

    private @Nullable Limits read(String node) throws InterruptedException {
        Response.Data found = data(node);
        return found == null ? null : Limits.parse(text(found));
    }

    private Response.@Nullable Data data(String node) throws InterruptedException {
        try {
            return shell.await(client.getData(node, false));
        } catch (RequestException e) {
            if (e.is(Failure.NO_NODE)) {
                return null;
            }
            throw e;
        }
    }

    private static String text(Response.Data found) {
        return found.data() == null ? "" : DataText.text(found.data());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
