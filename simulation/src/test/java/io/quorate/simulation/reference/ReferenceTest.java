package io.quorate.simulation.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.EventType;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.StoredStat;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnHeader;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// How the reference keeps what txns did: single facts, written out by hand.
final class ReferenceTest {
    private static final SessionId SESSION = new SessionId(0x100);
    private final Reference reference = new Reference();
    private long next = 1;

    private Zxid commit(Txn txn) {
        Zxid zxid = Zxid.of(1, next++);
        reference.commit(new TxnHeader(SESSION, 0, zxid, 1000 + zxid.counter()), txn);
        return zxid;
    }

    private static Txn create(String path, int parentCversion) {
        return new Txn.Create(OpCode.CREATE, path, new byte[0], Acl.OPEN, false, parentCversion, 0);
    }

    private static Txn ephemeral(String path, int parentCversion) {
        return new Txn.Create(OpCode.CREATE, path, null, Acl.OPEN, true, parentCversion, 0);
    }

    private static Txn delete(String path) {
        return new Txn.Delete(OpCode.DELETE, path);
    }

    private static Txn setData(String path, int version) {
        return new Txn.SetData(OpCode.SET_DATA, path, new byte[1], version);
    }

    private List<String> told(WatchKind kind, String path, Zxid zxid) {
        return reference.eventsFor(kind, path, zxid).stream()
                .map(event -> event.type() + " " + event.path())
                .toList();
    }

    @Test
    void aSessionThatNoTxnHasBegunWritesOnlyWhereSessionsMayBeLocalAndOwnsNothing() {
        Asker asker = new Asker(SESSION, List.of());
        Request plain = new Request.Create(OpCode.CREATE, "/a", null, List.copyOf(Acl.OPEN), 0, 0);
        Request ephemeral = new Request.Create(OpCode.CREATE, "/a", null, List.copyOf(Acl.OPEN), 1, 0);
        Reference local = new Reference(new byte[0], 0, true);

        assertThat(reference.judge(plain, asker, Zxid.ZERO).error()).isEqualTo(ErrorCode.SESSION_EXPIRED);
        assertThat(local.judge(plain, asker, Zxid.ZERO).error()).isEqualTo(ErrorCode.OK);
        assertThat(local.judge(ephemeral, asker, Zxid.ZERO).error()).isEqualTo(ErrorCode.EPHEMERAL_ON_LOCAL_SESSION);
        assertThat(local.judge(new Request.Bare(OpCode.CLOSE_SESSION), asker, Zxid.ZERO)
                        .error())
                .isEqualTo(ErrorCode.SESSION_EXPIRED);
        local.commit(new TxnHeader(SESSION, 0, Zxid.of(1, 1), 0), new Txn.CreateSession(1000));
        assertThat(local.judge(ephemeral, asker, Zxid.of(1, 1)).error()).isEqualTo(ErrorCode.OK);
        local.commit(new TxnHeader(SESSION, 0, Zxid.of(1, 2), 0), new Txn.CloseSession(List.of()));
        assertThat(local.judge(plain, asker, Zxid.of(1, 2)).error()).isEqualTo(ErrorCode.SESSION_EXPIRED);
    }

    @Test
    void aFreshTreeHasTheDigestOfTheStockServer() {
        assertThat(reference.at(Zxid.ZERO).digest()).isEqualTo(1371985504L);
        assertThat(reference.at(Zxid.ZERO).paths())
                .containsExactly("/", "/zookeeper", "/zookeeper/config", "/zookeeper/quota");
    }

    @Test
    void everyStateStaysAsItWas() {
        Zxid created = commit(create("/a", 1));
        Zxid changed = commit(setData("/a", 1));
        Zxid gone = commit(delete("/a"));

        assertThat(reference.at(Zxid.ZERO).find("/a")).isNull();
        assertThat(stat(created, "/a"))
                .isEqualTo(new StoredStat(created.value(), created.value(), 1001, 1001, 0, 0, 0, 0, created.value()));
        assertThat(stat(changed, "/a"))
                .isEqualTo(new StoredStat(created.value(), changed.value(), 1001, 1002, 1, 0, 0, 0, created.value()));
        assertThat(reference.at(gone).find("/a")).isNull();
        assertThat(stat(gone, "/")).isEqualTo(new StoredStat(0, 0, 0, 0, 0, 1, 0, 0, gone.value()));
        assertThat(Objects.requireNonNull(reference.at(gone).find("/")).shown().cversion())
                .isEqualTo(1);
    }

    private StoredStat stat(Zxid zxid, String path) {
        return Objects.requireNonNull(reference.at(zxid).find(path)).stat();
    }

    @Test
    void aSessionTakesItsEphemeralsWithIt() {
        commit(new Txn.CreateSession(5000));
        commit(ephemeral("/a", 1));
        Zxid before = commit(ephemeral("/b", 2));
        Zxid closed = commit(new Txn.CloseSession(List.of("/b", "/a")));

        assertThat(reference.at(before).ephemeralsOf(SESSION)).containsExactly("/a", "/b");
        assertThat(reference.at(before).sessions()).containsExactly(java.util.Map.entry(SESSION, 5000));
        assertThat(reference.at(closed).ephemeralsOf(SESSION)).isEmpty();
        assertThat(reference.at(closed).sessions()).isEmpty();
        assertThat(told(WatchKind.PERSISTENT, "/", closed)).containsExactly("CHILDREN_CHANGED /", "CHILDREN_CHANGED /");
        assertThat(told(WatchKind.CHILD, "/", closed)).containsExactly("CHILDREN_CHANGED /");
    }

    @Test
    void aMultiWithAFailureDoesNothing() {
        Zxid zxid = commit(new Txn.Multi(List.of(create("/a", 1), new Txn.Failed(ErrorCode.NO_NODE), create("/b", 2))));

        assertThat(reference.at(zxid).find("/a")).isNull();
        assertThat(reference.at(zxid).digest()).isEqualTo(1371985504L);
        assertThat(reference.changesOf(zxid)).isEmpty();
        assertThat(reference.knows(zxid)).isTrue();
    }

    @Test
    void theTablesOfWatchesFireOneAfterTheOther() {
        Zxid created = commit(create("/w", 1));
        Zxid child = commit(create("/w/c", 1));
        Zxid data = commit(setData("/w/c", 1));
        Zxid gone = commit(delete("/w/c"));

        assertThat(told(WatchKind.EXIST, "/w", created)).containsExactly("CREATED /w");
        assertThat(told(WatchKind.PERSISTENT, "/w", created)).containsExactly("CREATED /w");
        assertThat(told(WatchKind.PERSISTENT_RECURSIVE, "/", created)).containsExactly("CREATED /w");
        assertThat(told(WatchKind.CHILD, "/", created)).containsExactly("CHILDREN_CHANGED /");
        assertThat(told(WatchKind.CHILD, "/w", child)).containsExactly("CHILDREN_CHANGED /w");
        assertThat(told(WatchKind.DATA, "/w", child)).isEmpty();
        assertThat(told(WatchKind.PERSISTENT_RECURSIVE, "/w", data)).containsExactly("DATA_CHANGED /w/c");
        assertThat(told(WatchKind.PERSISTENT_RECURSIVE, "/w/", data)).isEmpty();
        assertThat(told(WatchKind.CHILD, "/w/c", gone)).containsExactly("DELETED /w/c");
        assertThat(told(WatchKind.PERSISTENT, "/w/c", gone)).containsExactly("DELETED /w/c");
        assertThat(told(WatchKind.PERSISTENT, "/w", gone)).containsExactly("CHILDREN_CHANGED /w");
    }

    @Test
    void severalWatchesOfOneConnectionAreToldOncePerLook() {
        Watch recursive = new Watch(WatchKind.PERSISTENT_RECURSIVE, "/");
        Watch persistent = new Watch(WatchKind.PERSISTENT, "/w");
        Watch once = new Watch(WatchKind.CHILD, "/");
        Zxid created = commit(create("/w", 1));

        Notices notices = reference.noticesFor(List.of(recursive, persistent, once), created);

        assertThat(notices.events())
                .extracting(WatchEvent::type)
                .containsExactly(EventType.CREATED, EventType.CHILDREN_CHANGED);
        assertThat(notices.left()).containsExactly(recursive, persistent);
    }

    @Test
    void txnsComeInOrderAndFit() {
        commit(create("/a", 1));

        assertThatThrownBy(() -> commit(create("/a", 2))).hasMessageContaining("already there");
        assertThatThrownBy(() -> commit(delete("/b"))).hasMessageContaining("not there");
        TxnHeader old = new TxnHeader(SESSION, 0, Zxid.of(1, 1), 0);
        assertThatThrownBy(() -> reference.commit(old, delete("/a"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> reference.at(Zxid.of(9, 9))).hasMessageContaining("not known");
    }
}
