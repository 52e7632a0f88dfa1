package io.quorate.client;

import java.io.IOException;

/// While a client has to do with a server that has no quorum: asks the others, ever more rarely, whether
/// one has, and if so makes it the next and cuts the connection. Ends when it is interrupted.
///
/// @param cut the connection to the server that can only be read from
record ReadWriteSearch(ServerAddress here, Servers servers, ClientSettings settings, Wire cut) implements Runnable {
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 60_000;
    private static final int PATIENCE_MILLIS = 1000;

    @Override
    public void run() {
        long pause = FIRST_PAUSE_MILLIS;
        try {
            while (!foundOne()) {
                Thread.sleep(pause);
                pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
            }
        } catch (InterruptedException _) {
            // The connection is gone without us.
        }
    }

    private boolean foundOne() {
        for (ServerAddress server : settings.servers().servers()) {
            if (!server.equals(here) && canWrite(server)) {
                servers.prefer(server);
                cut.close();
                return true;
            }
        }
        return false;
    }

    private boolean canWrite(ServerAddress server) {
        try (Wire wire = Wire.open(server, PATIENCE_MILLIS, settings)) {
            return wire.ask("isro").equals("rw");
        } catch (IOException _) {
            // Not there, so not the one.
            return false;
        }
    }
}
