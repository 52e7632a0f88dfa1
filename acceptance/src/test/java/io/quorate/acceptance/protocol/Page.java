package io.quorate.acceptance.protocol;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The words around the tables of `docs/protocol.md`, and the reasons of what differs.
final class Page {
    static final String OPERATIONS = "Operations";
    static final String CREATE_MODES = "Kinds of znodes";
    static final String WATCHES = "Watches";
    static final String REMOVALS = "Taking watches back";
    static final String STATES = "States that watchers hear of";
    static final String SCHEMES_IN_ACLS = "Schemes in ACLs";
    static final String SCHEMES_IN_PACKETS = "Schemes of credentials";
    static final String ERRORS = "Errors";

    private static final String INTRODUCTION = """
            # The protocol, piece by piece

            What Apache ZooKeeper 3.9.6 and Quorate are seen to do with everything that has a name in the client protocol. This
            page is written by a test, `ProtocolTableTest`, that asks both servers and compares; where a row differs it says
            why. The finer print, every field of every answer, is the business of other tests, the differential one first of
            all.

            Both servers stand alone, where a row does not say otherwise, with `extendedTypesEnabled`, `enforceQuota` and
            `extensionOperations`; Apache's has all of its authentication providers, Quorate those that it has. `yes` is an
            answer without an error; "closed" says that the connection ended. `–` is not tried here.
            """;

    private static final Map<String, String> WORDS = Map.of(
            OPERATIONS, "Each asked with good arguments by a client that may do it.",
            CREATE_MODES, "What becomes of a znode that was created so, and whether its name has got a number.",
            WATCHES,
                    "What one watcher hears while a child `/c` of the watched znode is created, changed and deleted, the"
                            + " znode itself is changed twice and deleted, and comes back.",
            REMOVALS, "Which of the watches above a type takes back, and what their watchers are told.",
            STATES, "Whether the stock client comes to hear of them.",
            SCHEMES_IN_ACLS, "An ACL entry that is good under the scheme, from a client that has proved a digest.",
            SCHEMES_IN_PACKETS, "An auth packet with good words.",
            ERRORS, "What comes of a request that asks for it.");

    private static final String ONLY_CLIENTS = "clients say it to themselves";
    private static final String EXTENSION =
            "ClickHouse Keeper's; off unless `extensionOperations=true` ([why](decisions/extension-operations.md))";
    private static final String NO_SASL = "there is no SASL here yet";

    private static final Map<String, Map<String, String>> NOTES = Map.of(
            OPERATIONS,
                    Map.ofEntries(
                            Map.entry("notification", "servers send it"),
                            Map.entry("error", "servers write it into their logs"),
                            Map.entry("createSession", "servers ask it one another; what clients send is a handshake"),
                            Map.entry("deleteContainer", "servers do it by themselves"),
                            Map.entry("check", "in a multi"),
                            Map.entry("sasl", NO_SASL),
                            Map.entry("filteredList", EXTENSION),
                            Map.entry("checkNotExists", EXTENSION),
                            Map.entry("createIfNotExists", EXTENSION),
                            Map.entry("removeRecursive", EXTENSION),
                            Map.entry("checkStat", EXTENSION),
                            Map.entry("tryRemove", EXTENSION),
                            Map.entry("listWithStatsAndData", EXTENSION),
                            Map.entry("listRecursive", EXTENSION)),
            STATES,
                    Map.of(
                            "Unknown", "no client comes to it any more",
                            "NoSyncConnected", "no client comes to it any more",
                            "ConnectedReadOnly", "with `readonlymode.enabled`, where there is no leader",
                            "SaslAuthenticated", NO_SASL),
            SCHEMES_IN_ACLS,
                    Map.of(
                            "key", "Apache's sample, which looks into the tree",
                            "sasl", NO_SASL,
                            "x509", "comes with TLS for clients"),
            SCHEMES_IN_PACKETS, Map.of("key", "Apache's sample, which looks into the tree"),
            ERRORS,
                    Map.ofEntries(
                            Map.entry("SYSTEMERROR", ONLY_CLIENTS),
                            Map.entry("DATAINCONSISTENCY", ONLY_CLIENTS),
                            Map.entry("CONNECTIONLOSS", ONLY_CLIENTS),
                            Map.entry("OPERATIONTIMEOUT", ONLY_CLIENTS),
                            Map.entry("INVALIDCALLBACK", ONLY_CLIENTS),
                            Map.entry("UNKNOWNSESSION", "servers say it to one another"),
                            Map.entry("APIERROR", ONLY_CLIENTS),
                            Map.entry("REQUESTTIMEOUT", ONLY_CLIENTS),
                            Map.entry("RUNTIMEINCONSISTENCY", "of the parts of a multi behind the one that failed"),
                            Map.entry("SESSIONEXPIRED", "said by the handshake, and by leaders"),
                            Map.entry("SESSIONMOVED", "servers say it to one another and close the old connection"),
                            Map.entry("NOTREADONLY", "with `readonlymode.enabled`, where there is no leader"),
                            Map.entry("EPHEMERALONLOCALSESSION", "with `localSessionsEnabled`, in an ensemble"),
                            Map.entry("NEWCONFIGNOQUORUM", "comes with `reconfig`"),
                            Map.entry("RECONFIGINPROGRESS", "comes with `reconfig`"),
                            Map.entry("SESSIONCLOSEDREQUIRESASLAUTH", "with `enforce.auth.enabled`"),
                            Map.entry(
                                    "THROTTLEDOP",
                                    "needs `request_throttle_max_requests` and `throttled_op_wait_time`")));

    private Page() {}

    static Map<String, String> notes(String title) {
        return NOTES.getOrDefault(title, Map.of());
    }

    static String of(Map<String, List<Row>> tables) {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        tables.forEach((title, rows) -> page.append("\n## ")
                .append(title)
                .append("\n\n")
                .append(WORDS.get(title))
                .append("\n\n| | number | Apache 3.9.6 | Quorate | |\n| --- | --- | --- | --- | --- |\n")
                .append(rows.stream().map(row -> row.line() + "\n").collect(Collectors.joining())));
        return page.toString();
    }
}
