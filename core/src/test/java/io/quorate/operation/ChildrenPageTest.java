package io.quorate.operation;

import static io.quorate.operation.Service.creation;
import static io.quorate.operation.Service.delete;
import static io.quorate.operation.Service.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.Stat;
import io.quorate.model.StoredStat;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Children in parts, each of which fits into an answer.
class ChildrenPageTest {
    private static final String PAGES = "/zookeeper_children";

    private final Service service = new Service();

    private Answer ask(OpCode op, String path) {
        return service.read(new Request.Watchable(op, path, false));
    }

    private List<String> names(String path) {
        return ((Response.Names) ask(OpCode.GET_CHILDREN, path).response()).names();
    }

    /// So many bytes of names fit into an answer.
    private void pagesOf(int bytes) {
        service.maxTxnBytes = 8 * bytes;
    }

    @Test
    void aPartGoesOnBehindTheLastNameOfTheOneBefore() {
        service.has("/p").has("/p/a").has("/p/b").has("/p/c").has("/p/cc").has("/p/d");
        pagesOf(10);
        assertThat(names("/p" + PAGES)).containsExactly("a", "b");
        assertThat(names("/p" + PAGES + "/b")).containsExactly("c");
        assertThat(names("/p" + PAGES + "/c")).containsExactly("cc");
        assertThat(names("/p" + PAGES + "/cc")).containsExactly("d");
        assertThat(names("/p" + PAGES + "/d")).isEmpty();
        assertThat(names("/p" + PAGES + "/bb"))
                .as("behind a name that is not there")
                .containsExactly("c");
        assertThat(names("/p")).as("a list of all").hasSize(5);
    }

    @Test
    void theRootHasPartsToo() {
        service.has("/a").has("/b");
        assertThat(names(PAGES)).containsExactly("a", "b", "zookeeper");
        assertThat(names(PAGES + "/a")).containsExactly("b", "zookeeper");
    }

    @Test
    void aNameThatIsLongerThanAPartIsAPartByItself() {
        service.has("/p").has("/p/a").has("/p/" + "b".repeat(30)).has("/p/c");
        pagesOf(10);
        assertThat(names("/p" + PAGES)).containsExactly("a");
        assertThat(names("/p" + PAGES + "/a")).containsExactly("b".repeat(30));
    }

    @Test
    void theStatIsThatOfTheParent() {
        service.has("/p").has("/p/a");
        Stat stat = service.znode("/p").stat();
        assertThat(ask(OpCode.GET_CHILDREN2, "/p" + PAGES).response())
                .isEqualTo(new Response.NamesAndStat(List.of("a"), stat));
        assertThat(ask(OpCode.GET_CHILDREN2, "/p" + PAGES + "/a").response())
                .isEqualTo(new Response.NamesAndStat(List.of(), stat));
    }

    @Test
    void theParentSaysWhoMayReadThem() {
        service.has("/p", grant(Acl.ALL & ~Acl.READ, Identity.ANYONE)).has("/p/a");
        assertThat(ask(OpCode.GET_CHILDREN, "/p" + PAGES).error()).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(ask(OpCode.GET_CHILDREN, "/p" + PAGES + "/a").error()).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(ask(OpCode.GET_CHILDREN, "/missing" + PAGES).error()).isEqualTo(ErrorCode.NO_NODE);
    }

    @Test
    void aPartCannotBeWatched() {
        service.has("/p");
        assertThat(service.read(Service.watching(OpCode.GET_CHILDREN, "/p" + PAGES))
                        .error())
                .isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(service.watches.count()).isZero();
    }

    @Test
    void thereIsNoZnodeForWhoDoesNotAskForChildren() {
        service.has("/p").has("/p/a");
        for (OpCode op : List.of(OpCode.EXISTS, OpCode.GET_DATA)) {
            assertThat(ask(op, "/p" + PAGES).error()).isEqualTo(ErrorCode.NO_NODE);
        }
        assertThat(service.errorOf(delete("/p" + PAGES))).isEqualTo(ErrorCode.NO_NODE);
        assertThat(ask(OpCode.GET_CHILDREN, "/p" + PAGES + "/a/b").error()).isEqualTo(ErrorCode.NO_NODE);
        assertThat(ask(OpCode.GET_CHILDREN, "/p" + PAGES + "/").error()).isEqualTo(ErrorCode.NO_NODE);
        assertThat(ask(OpCode.GET_CHILDREN, "/p" + PAGES + "x").error()).isEqualTo(ErrorCode.NO_NODE);
    }

    @Test
    void aZnodeOfThatNameIsListedAsEver() {
        service.has("/p").has("/p/a").has("/p" + PAGES).has("/p" + PAGES + "/mine");
        assertThat(names("/p" + PAGES)).containsExactly("mine");
        assertThat(names("/p" + PAGES + "/mine")).isEmpty();
        assertThat(names("/p" + PAGES + PAGES)).as("in parts").containsExactly("mine");
    }

    @Test
    void severalPartsMayBeReadAtOnce() {
        service.has("/p").has("/p/a");
        Request.Watchable page = new Request.Watchable(OpCode.GET_CHILDREN, "/p" + PAGES, false);
        Response.Multi answer = (Response.Multi) service.read(new Request.Multi(OpCode.MULTI_READ, List.of(page)))
                .response();
        assertThat(answer.results().getFirst().body()).isEqualTo(new Response.Names(List.of("a")));
    }

    /// Others create and delete between any two parts.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatIsThereAllTheTimeIsListedOnce(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        service.has("/p");
        TreeSet<String> there = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            change(random, there);
        }
        TreeSet<String> throughout = new TreeSet<>(there);
        TreeSet<String> ever = new TreeSet<>(there);
        pagesOf(60);
        List<String> listed = new ArrayList<>();
        List<String> page = names("/p" + PAGES);
        while (!page.isEmpty()) {
            listed.addAll(page);
            for (int i = 0; i < random.nextInt(8); i++) {
                change(random, there);
                throughout.retainAll(there);
                ever.addAll(there);
            }
            page = names("/p" + PAGES + "/" + page.getLast());
        }
        assertThat(listed).doesNotHaveDuplicates().isSorted().containsAll(throughout);
        assertThat(ever).containsAll(listed);
    }

    private void change(RandomGenerator random, Set<String> there) {
        String name = (random.nextInt(3) == 0 ? "é" : "n") + random.nextInt(300);
        if (there.remove(name)) {
            service.done(delete("/p/" + name));
        } else {
            service.done(creation("/p/" + name, 0));
            there.add(name);
        }
    }

    /// The last part costs no more than the first: all 24 megabytes of names take a moment.
    @Test
    void aMillionChildrenAreListed() {
        byte[] none = {};
        Tree.Builder builder = new Tree.Builder();
        builder.with("", none, StoredStat.ZERO).with("/p", none, StoredStat.ZERO);
        for (int i = 0; i < 1_000_000; i++) {
            builder.with("/p/member-with-number-%07d".formatted(i), none, StoredStat.ZERO);
        }
        service.tree = builder.build(Zxid.ZERO);
        int count = 0;
        int pages = 0;
        List<String> page = names("/p" + PAGES);
        while (!page.isEmpty()) {
            pages++;
            count += page.size();
            int bytes = page.stream()
                    .mapToInt(name -> Integer.BYTES + name.getBytes(StandardCharsets.UTF_8).length)
                    .sum();
            assertThat(bytes).isLessThanOrEqualTo(256 << 10);
            page = names("/p" + PAGES + "/" + page.getLast());
        }
        assertThat(count).isEqualTo(1_000_000);
        assertThat(pages).isBetween(100, 120);
    }
}
