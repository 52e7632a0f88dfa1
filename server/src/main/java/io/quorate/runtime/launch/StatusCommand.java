package io.quorate.runtime.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Shows any running ensemble, Quorate's or Apache's, by asking each server `srvr`.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Shows the servers of a running ensemble. Ends with 0 if one of them leads or stands alone, else with 1.")
public final class StatusCommand implements Callable<Integer> {
    private static final int DEFAULT_PORT = 2181;
    private static final int TIMEOUT_MILLIS = 3_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"--server", "-s"},
            paramLabel = "HOST:PORT[,...]",
            defaultValue = "localhost:2181",
            description = "The servers to ask, as in a connect string (default: ${DEFAULT-VALUE}).")
    private String servers = "";

    record Address(String host, int port) {
        /// Reads `host`, `host:port` or `[v6]:port`.
        static Address parse(String text) throws LaunchException {
            String host = text;
            String port = "";
            int colon = text.lastIndexOf(':');
            if (text.startsWith("[")) {
                int end = text.indexOf(']');
                host = end < 0 ? "" : text.substring(1, end);
                port = end < 0 || end + 1 == text.length() ? "" : text.substring(end + 2);
            } else if (colon >= 0 && colon == text.indexOf(':')) {
                host = text.substring(0, colon);
                port = text.substring(colon + 1);
            }
            try {
                int number = port.isEmpty() ? DEFAULT_PORT : Integer.parseInt(port);
                if (!host.isEmpty() && number > 0 && number <= 65535) {
                    return new Address(host, number);
                }
            } catch (NumberFormatException e) {
                // Told below.
            }
            throw new LaunchException("'" + text + "' in --server is not HOST or HOST:PORT.");
        }

        String text() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    @Override
    public Integer call() {
        try {
            List<Table.Row> rows = look(addresses(servers));
            new Table(200, false).lines(rows).forEach(spec.commandLine().getOut()::println);
            return rows.stream().anyMatch(row -> row.view().state().decides()) ? 0 : 1;
        } catch (LaunchException e) {
            spec.commandLine().getErr().println(e.sentence());
            return 2;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    static List<Address> addresses(String connectString) throws LaunchException {
        // A chroot may follow, as in the connect string of an application's configuration.
        int slash = connectString.indexOf('/');
        var addresses = new ArrayList<Address>();
        for (String part : (slash < 0 ? connectString : connectString.substring(0, slash)).split(",", -1)) {
            if (!part.isBlank()) {
                addresses.add(Address.parse(part.strip()));
            }
        }
        if (addresses.isEmpty()) {
            throw new LaunchException("--server names no server; HOST:PORT[,HOST:PORT...] was expected.");
        }
        return addresses;
    }

    private static List<Table.Row> look(List<Address> addresses) throws InterruptedException {
        var rows = new ArrayList<Table.Row>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ServerView>> looks = addresses.stream()
                    .map(address ->
                            threads.submit(() -> ServerView.look(address.host(), address.port(), TIMEOUT_MILLIS)))
                    .toList();
            for (int i = 0; i < addresses.size(); i++) {
                rows.add(new Table.Row("", addresses.get(i).text(), looks.get(i).get()));
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }
}
