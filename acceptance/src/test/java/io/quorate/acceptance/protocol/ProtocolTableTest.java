package io.quorate.acceptance.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.harness.Flavor;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `docs/protocol.md` says what is seen: everything that has a name is tried on both servers, and the page is put
/// together from that. `-Dprotocol.write=true` writes it.
final class ProtocolTableTest {
    private static final Path PAGE = Path.of(System.getProperty("acceptance.sources", "src/test/java"))
            .resolve("../../../../docs/protocol.md")
            .normalize();

    private static final String SWEEPS = "znode.container.checkIntervalMs";

    private static final Map<String, String> SETTINGS = Map.of(
            "extendedTypesEnabled",
            "true",
            "enforceQuota",
            "true",
            SWEEPS,
            "200",
            "extensionOperations",
            "true",
            "ensembleAuthName",
            "blue");

    @RegisterExtension
    final Stage stage = new Stage();

    private Pair pair() throws Exception {
        Map<String, String> providers = Schemes.providers();
        Map<String, String> apaches = new HashMap<>(SETTINGS);
        providers.forEach((scheme, type) -> apaches.put("authProvider." + scheme, type));
        Map<String, String> ours = new HashMap<>(SETTINGS);
        for (String scheme : List.of("digest", "ip", "ensemble")) {
            ours.put("authProvider." + scheme, String.valueOf(providers.get(scheme)));
        }
        return pair(apaches, ours);
    }

    private Pair wantingProof() {
        Map<String, String> settings = Map.of("enforce.auth.enabled", "true", "enforce.auth.schemes", "digest");
        return pair(settings, settings);
    }

    private Pair pair(Map<String, String> apaches, Map<String, String> ours) {
        Member apache = stage.ensemble(List.of(Flavor.APACHE), apaches).member(1);
        // Apache's server takes it as a system property only.
        apache.startWith("JDK_JAVA_OPTIONS", "-D" + SWEEPS + "=" + SETTINGS.get(SWEEPS));
        apache.awaitServing();
        return new Pair(
                apache, stage.ensemble(List.of(Flavor.QUORATE), ours).start().member(1));
    }

    @Test
    void thePageSaysWhatIsSeen() throws Exception {
        Map<String, List<Row>> tables = tables(pair(), wantingProof(), Left.of(stage));
        String page = Page.of(tables);
        if (Boolean.getBoolean("protocol.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("-Dprotocol.write=true writes it").content().isEqualTo(page);
        assertThat(unexplained(tables))
                .as("what differs, or is not tried, has a note in Page")
                .isEmpty();
        for (EventType type : EventType.values()) {
            // None is for states, which have a table of their own.
            assertThat(type == EventType.None || page.contains(type.name()))
                    .as("%s is there", type)
                    .isTrue();
        }
    }

    private static Map<String, List<Row>> tables(Pair pair, Pair wantingProof, Left left) throws Exception {
        Map<String, List<Row>> tables = new LinkedHashMap<>();
        tables.put(Page.OPERATIONS, Operations.rows(pair));
        tables.put(Page.CREATE_MODES, CreateModes.rows(pair));
        tables.put(Page.WATCHES, WatchKinds.rows(pair));
        tables.put(Page.REMOVALS, WatchKinds.removals(pair));
        tables.put(Page.STATES, States.rows(pair, left));
        tables.put(Page.SCHEMES_IN_ACLS, Schemes.inAcls(pair));
        tables.put(Page.SCHEMES_IN_PACKETS, Schemes.inPackets(pair));
        tables.put(Page.ERRORS, Errors.rows(pair, wantingProof, left));
        tables.replaceAll((title, rows) ->
                rows.stream().map(row -> row.with(Page.notes(title))).toList());
        return tables;
    }

    private static List<String> unexplained(Map<String, List<Row>> tables) {
        List<String> found = new ArrayList<>();
        tables.forEach((title, rows) -> {
            Set<String> noted = new HashSet<>(Page.notes(title).keySet());
            for (Row row : rows) {
                boolean plain = row.agrees() && !row.apache().equals(Row.NOT_TRIED);
                if (!plain && row.note().isEmpty()) {
                    found.add(title + ": " + row.line());
                }
                noted.remove(row.name());
            }
            noted.forEach(name -> found.add(title + ": a note on " + name + ", which there is not"));
        });
        return found;
    }
}
