package io.quorate.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.auth.AuthSettings;
import io.quorate.model.Acl;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Stat;
import io.quorate.operation.Caller;
import io.quorate.operation.Operations;
import io.quorate.operation.Preparation;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.zookeeper.server.DataTree.ProcessTxnResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the operations of ClickHouse Keeper become is applied by Apache ZooKeeper's tree, which has
/// never heard of them, and both trees stay equal to the last digit.
class ExtensionTxnsTest {
    private static final SessionId SESSION = new SessionId(0x1000);
    private static final Caller CALLER = new Caller(SESSION, 1, "", List.of(Identity.ANYONE));
    private static final Stat ANY = new Stat(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void treesStayEqual(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        ApacheTree apache = new ApacheTree();
        Tree ours = Tree.fresh();
        int removed = 0;
        for (int i = 0; i < 400; i++) {
            Request request = random.nextInt(3) == 0 ? multi(random) : operation(random);
            Txn txn = Operations.prepare(request, CALLER, new Preparation(ours, i, AuthSettings.DEFAULT));
            TxnHeader header = new TxnHeader(SESSION, i, ours.zxid().next(), i);
            ProcessTxnResult theirs = apache.apply(new History.Step(header, txn));
            Applied applied = ours.apply(header, txn);
            assertThat(theirs.err).isEqualTo(applied.result().error().code());
            ours = applied.tree();
            apache.assertSame(ours);
            removed += txn instanceof Txn.Multi(var parts) && parts.size() > 4 ? 1 : 0;
        }
        assertThat(removed).isPositive();
    }

    private static Request multi(RandomGenerator random) {
        List<Request> operations = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            operations.add(operation(random));
        }
        return new Request.Multi(OpCode.MULTI, operations);
    }

    private static Request operation(RandomGenerator random) {
        String path = path(random);
        return switch (random.nextInt(10)) {
            case 0 -> new Request.RemoveRecursive(path, random.nextInt(12));
            case 1 -> new Request.TryRemove(path, random.nextInt(3) - 1);
            case 2 -> new Request.CheckNotExists(path, -1);
            case 3 -> new Request.CheckStat(path, -1, ANY);
            case 4 -> new Request.SetData(path, new byte[random.nextInt(9)], -1);
            default ->
                new Request.Create(
                        OpCode.CREATE_IF_NOT_EXISTS,
                        path,
                        new byte[random.nextInt(9)],
                        List.copyOf(Acl.OPEN),
                        random.nextInt(8) == 0 ? random.nextInt(4) : 0,
                        0);
        };
    }

    private static String path(RandomGenerator random) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i <= random.nextInt(3); i++) {
            path.append('/').append((char) ('a' + random.nextInt(2)));
        }
        return path.toString();
    }
}
