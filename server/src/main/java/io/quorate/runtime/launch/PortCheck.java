package io.quorate.runtime.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/// Looks whether all ports of an ensemble are free, before anything is started.
final class PortCheck {
    private static final int PATIENCE_MILLIS = 300;

    private PortCheck() {}

    static void check(LocalEnsemble ensemble) throws LaunchException {
        var taken = new ArrayList<Integer>();
        boolean client = false;
        for (LocalServer server : ensemble.servers()) {
            for (int port : List.of(server.clientPort(), server.quorumPort(), server.electionPort())) {
                if (port != 0 && !isFree(port)) {
                    taken.add(port);
                    client |= port == server.clientPort();
                }
            }
        }
        if (taken.isEmpty()) {
            return;
        }
        int first = taken.getFirst();
        String who = client && answersSrvr(first) ? " by a server that answers as ZooKeeper does" : "";
        String ports = taken.size() == 1 ? "Port " + first + " is" : "Ports " + enumerate(taken) + " are";
        throw new LaunchException(ports + " in use on " + LocalServer.HOST + who
                + ", so nothing was started: stop what listens there, or choose other ports with --port, for example --port "
                + (ensemble.servers().getFirst().clientPort() + 1000) + ".");
    }

    private static String enumerate(List<Integer> ports) {
        String all = String.join(", ", ports.stream().map(String::valueOf).toList());
        int comma = all.lastIndexOf(", ");
        return all.substring(0, comma) + " and " + all.substring(comma + 2);
    }

    private static boolean isFree(int port) {
        var address = new InetSocketAddress(InetAddress.ofLiteral(LocalServer.HOST), port);
        try (ServerSocket socket = new ServerSocket()) {
            // As servers do; otherwise a port would count as taken for a minute after its last use.
            socket.setReuseAddress(true);
            socket.bind(address);
        } catch (IOException e) {
            return false;
        }
        // macOS lets one listen beside another who listens on all addresses, so ask whether there is another.
        try (Socket socket = new Socket()) {
            socket.connect(address, PATIENCE_MILLIS);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean answersSrvr(int port) {
        ServerView.State state =
                ServerView.look(LocalServer.HOST, port, PATIENCE_MILLIS).state();
        return state.serving() || state == ServerView.State.LOOKING || state == ServerView.State.READ_ONLY;
    }
}
