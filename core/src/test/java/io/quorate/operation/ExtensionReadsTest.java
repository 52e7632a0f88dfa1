package io.quorate.operation;

import static io.quorate.operation.Service.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.Stat;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the reading operations of ClickHouse Keeper are answered.
class ExtensionReadsTest {
    private static final int NO_LIMIT = -1;
    private static final Acl SECRET = grant(Acl.ALL & ~Acl.READ, Identity.ANYONE);

    private final Service service = new Service();

    @BeforeEach
    void aFamily() {
        service.has("/p").hasEphemeral("/p/e").has("/p/x").has("/p/x/y").hasContainer("/p/c");
    }

    private Answer list(@Nullable String path, int filter) {
        return service.read(new Request.FilteredList(OpCode.FILTERED_LIST, path, false, filter, false, false));
    }

    private Answer listing(String path, int filter, boolean withStats, boolean withData) {
        return service.read(
                new Request.FilteredList(OpCode.LIST_WITH_STATS_AND_DATA, path, true, filter, withStats, withData));
    }

    private Response.NamesAndStat children(String... names) {
        return new Response.NamesAndStat(List.of(names), service.znode("/p").stat());
    }

    @Test
    void childrenAreFilteredByWhatBecomesOfThemWithTheSession() {
        assertThat(list("/p", 0)).isEqualTo(Answer.of(children("c", "e", "x")));
        assertThat(list("/p", 1)).isEqualTo(Answer.of(children("c", "x")));
        assertThat(list("/p", 2)).isEqualTo(Answer.of(children("e")));
        assertThat(list("/p", 3)).isEqualTo(Answer.failed(ErrorCode.BAD_ARGUMENTS));
    }

    @Test
    void aListHasTheErrorsOfGetChildren() {
        service.has("/secret", SECRET);
        assertThat(list("/missing", 0).error()).isEqualTo(ErrorCode.NO_NODE);
        assertThat(list("/secret", 0).error()).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(list("", 0).error()).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(list(null, 0).error()).isEqualTo(ErrorCode.MARSHALLING_ERROR);
    }

    /// The names are the parent's to tell, all else is each child's own.
    @Test
    void whatIsToldOfAChildHasToBeGrantedByIt() {
        service.has("/p/s", SECRET);
        assertThat(list("/p", 0).response()).isEqualTo(children("c", "e", "s", "x"));
        assertThat(list("/p", 1).error()).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(list("/p", 2).error()).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(listing("/p", 0, true, false).error()).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(listing("/p", 0, false, true).error()).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(service.watches.count()).isZero();
        assertThat(listing("/p", 0, false, false).error()).isEqualTo(ErrorCode.OK);
    }

    @Test
    void aListLeavesAWatchOnTheChildren() {
        listing("/p", 2, false, false);
        assertThat(service.watches.has(service.watcher(), "/p", 1)).isTrue();
        assertThat(service.watches.count()).isEqualTo(1);
        list("/p", 0);
        assertThat(service.watches.count()).isEqualTo(1);
    }

    @Test
    void statsAndDataStandInTheOrderOfTheNames() {
        Stat stat = service.znode("/p").stat();
        Stat c = service.znode("/p/c").stat();
        Stat x = service.znode("/p/x").stat();
        Response.Listing full = (Response.Listing) listing("/p", 1, true, true).response();
        assertThat(full.names()).containsExactly("c", "x");
        assertThat(full.stat()).isEqualTo(stat);
        assertThat(full.stats()).containsExactly(c, x);
        assertThat(full.data()).hasSize(2).allSatisfy(data -> assertThat(data).containsExactly(1));

        Response.Listing bare =
                (Response.Listing) listing("/p", 0, false, false).response();
        assertThat(bare).isEqualTo(new Response.Listing(List.of("c", "e", "x"), stat, List.of(), List.of()));
    }

    @Test
    void aSubtreeIsListedLevelByLevelAsFarAsWanted() {
        assertThat(paths("/p", NO_LIMIT)).containsExactly("/p/c", "/p/e", "/p/x", "/p/x/y");
        assertThat(paths("/p", 2)).containsExactly("/p/c", "/p/e");
        assertThat(paths("/p", 0)).isEmpty();
        assertThat(paths("/p/x/y", NO_LIMIT)).isEmpty();
        assertThat(paths("/", 3)).containsExactly("/p", "/zookeeper", "/p/c");
    }

    @Test
    void whatMayNotBeReadIsLeftOutWithAllBelow() {
        service.has("/p/s", SECRET).has("/p/s/open");
        assertThat(paths("/p", NO_LIMIT)).containsExactly("/p/c", "/p/e", "/p/x", "/p/x/y");
        assertThat(recursive("/p/s", NO_LIMIT).error()).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(recursive("/missing", NO_LIMIT).error()).isEqualTo(ErrorCode.NO_NODE);
        assertThat(recursive("", NO_LIMIT).error()).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(recursive(null, NO_LIMIT).error()).isEqualTo(ErrorCode.MARSHALLING_ERROR);
    }

    private Answer recursive(@Nullable String path, int limit) {
        return service.read(new Request.ListRecursive(path, limit));
    }

    private List<String> paths(String path, int limit) {
        return ((Response.Names) recursive(path, limit).response()).names();
    }

    @Test
    void checksThatStandAloneAreReads() {
        Stat stat = service.znode("/p").stat();
        assertThat(service.read(new Request.CheckNotExists("/q", -1))).isEqualTo(Answer.empty());
        assertThat(service.read(new Request.CheckNotExists("/p", -1)).error()).isEqualTo(ErrorCode.NODE_EXISTS);
        assertThat(service.read(new Request.CheckNotExists(null, -1)).error()).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(service.read(new Request.CheckStat("/p", 0, stat))).isEqualTo(Answer.empty());
        assertThat(service.read(new Request.CheckStat("/p/x", 0, stat)).error()).isEqualTo(ErrorCode.BAD_VERSION);
        assertThat(service.read(new Request.CheckStat("/q", 0, stat)).error()).isEqualTo(ErrorCode.NO_NODE);
        assertThat(service.read(new Request.CheckStat(null, 0, stat)).error()).isEqualTo(ErrorCode.BAD_ARGUMENTS);
    }
}
