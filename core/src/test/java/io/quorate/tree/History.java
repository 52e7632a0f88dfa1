package io.quorate.tree;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.snapshot.ZnodeImage;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnHeader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A random past: txns as a leader makes them, each prepared on the tree that the ones before it left. Few
/// sessions and few names, so that znodes come, go and come again.
final class History {
    record Step(TxnHeader header, Txn txn) {}

    private static final List<String> NAMES = List.of("a", "b", "c", "ä");
    private static final int MOST_COMPONENTS = 4;
    private static final List<List<Acl>> ACLS = List.of(
            Acl.OPEN,
            Acl.READ_ONLY,
            List.of(new Acl(Acl.ALL, new Identity("digest", "anna:x")), new Acl(Acl.READ, Identity.ANYONE)));

    private final Random random;
    private final List<Step> steps = new ArrayList<>();
    private final List<Tree> trees = new ArrayList<>();
    private SessionId nextSession = new SessionId(0x1000_0000_0000_0001L);

    private History(long seed) {
        random = new Random(seed);
        trees.add(Tree.fresh());
    }

    static History of(long seed, int length) {
        History history = new History(seed);
        for (int i = 0; i < length; i++) {
            history.extend();
        }
        return history;
    }

    List<Step> steps() {
        return steps;
    }

    int length() {
        return steps.size();
    }

    /// The tree after the first `count` txns.
    Tree after(int count) {
        return trees.get(count);
    }

    Tree end() {
        return trees.getLast();
    }

    private void extend() {
        Tree tree = end();
        List<SessionId> sessions = tree.sessions().keyList();
        long counter = steps.size() + 1L;
        if (sessions.size() < 2 || (sessions.size() < 5 && random.nextInt(15) == 0)) {
            SessionId session = nextSession;
            nextSession = new SessionId(session.value() + 1);
            append(header(session, counter), new Txn.CreateSession(1000 * random.nextInt(1, 40)));
            return;
        }
        TxnHeader header = header(oneOf(sessions), counter);
        if (random.nextInt(20) == 0) {
            List<String> ephemerals = tree.ephemeralsOf(header.session()).keyList();
            Collections.shuffle(ephemerals, random);
            append(header, new Txn.CloseSession(ephemerals));
        } else if (random.nextInt(8) == 0) {
            append(header, multi(tree, header));
        } else {
            append(header, single(tree));
        }
    }

    private static TxnHeader header(SessionId session, long counter) {
        return new TxnHeader(session, (int) counter, Zxid.of(3, counter), 1_700_000_000_000L + 7 * counter);
    }

    private void append(TxnHeader header, Txn txn) {
        steps.add(new Step(header, txn));
        trees.add(end().apply(header, txn).tree());
    }

    private Txn multi(Tree before, TxnHeader header) {
        Tree tree = before;
        List<Txn> members = new ArrayList<>();
        boolean failed = false;
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            Txn member = failed ? new Txn.Failed(ErrorCode.RUNTIME_INCONSISTENCY) : member(tree);
            failed = failed || member instanceof Txn.Failed;
            tree = tree.apply(header, member).tree();
            members.add(member);
        }
        return new Txn.Multi(members);
    }

    private Txn member(Tree tree) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> create(tree);
            case 4, 5, 6 -> delete(tree);
            case 7 -> new Txn.Check(oneOf(paths(tree)), 1);
            default -> setData(tree);
        };
    }

    private Txn single(Tree tree) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> create(tree);
            case 4, 5, 6 -> delete(tree);
            case 7 -> random.nextBoolean() ? setAcl(tree) : reconfig();
            default -> setData(tree);
        };
    }

    private Txn reconfig() {
        return new Txn.SetData(OpCode.RECONFIG, "/zookeeper/config", someData(), -1);
    }

    private Txn create(Tree tree) {
        String parentPath = oneOf(paths(tree));
        Znode parent = Objects.requireNonNull(tree.find(parentPath));
        if (parent.isEphemeral() || parentPath.split("/").length > MOST_COMPONENTS) {
            return new Txn.Failed(ErrorCode.NO_CHILDREN_FOR_EPHEMERALS);
        }
        int counter = parent.storedStat().cversion();
        String name = random.nextInt(4) == 0 ? "%s%010d".formatted("s-", counter) : oneOf(NAMES);
        if (parent.hasChild(name)) {
            return new Txn.Failed(ErrorCode.NODE_EXISTS);
        }
        String path = (parentPath.equals("/") ? "" : parentPath) + "/" + name;
        OpCode type = switch (random.nextInt(8)) {
            case 0 -> OpCode.CREATE_CONTAINER;
            case 1 -> OpCode.CREATE_TTL;
            case 2, 3 -> OpCode.CREATE2;
            default -> OpCode.CREATE;
        };
        boolean plain = type == OpCode.CREATE || type == OpCode.CREATE2;
        long ttlMillis = type == OpCode.CREATE_TTL ? random.nextInt(1, 100_000) : 0;
        boolean ephemeral = plain && random.nextInt(3) == 0;
        return new Txn.Create(type, path, someData(), oneOf(ACLS), ephemeral, counter + 1, ttlMillis);
    }

    private Txn delete(Tree tree) {
        String path = oneOf(paths(tree));
        Znode znode = Objects.requireNonNull(tree.find(path));
        if (path.equals("/") || path.startsWith("/zookeeper")) {
            return new Txn.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        if (znode.childCount() > 0) {
            return new Txn.Failed(ErrorCode.NOT_EMPTY);
        }
        return new Txn.Delete(znode.isContainer() || znode.isTtl() ? OpCode.DELETE_CONTAINER : OpCode.DELETE, path);
    }

    private Txn setData(Tree tree) {
        String path = oneOf(paths(tree));
        Znode znode = Objects.requireNonNull(tree.find(path));
        return random.nextInt(10) == 0
                ? new Txn.Failed(ErrorCode.BAD_VERSION)
                : new Txn.SetData(
                        OpCode.SET_DATA, path, someData(), znode.storedStat().version() + 1);
    }

    private Txn setAcl(Tree tree) {
        String path = oneOf(paths(tree));
        Znode znode = Objects.requireNonNull(tree.find(path));
        return new Txn.SetAcl(path, oneOf(ACLS), znode.storedStat().aversion() + 1);
    }

    private byte @Nullable [] someData() {
        int length = random.nextInt(-1, 40);
        if (length < 0) {
            return null;
        }
        byte[] data = new byte[length];
        random.nextBytes(data);
        return data;
    }

    private <T> T oneOf(List<T> options) {
        return options.get(random.nextInt(options.size()));
    }

    /// All paths as clients say them.
    static List<String> paths(Tree tree) {
        List<String> paths = new ArrayList<>();
        for (Iterator<ZnodeImage> znodes = tree.znodes(); znodes.hasNext(); ) {
            String path = znodes.next().path();
            paths.add(path.isEmpty() ? "/" : path);
        }
        return paths;
    }
}
