package io.quorate.simulation.client;

import io.quorate.simulation.world.Chance;
import java.util.ArrayList;
import java.util.List;

/// All clients of a run. They connect, stay connected and keep their sessions by themselves; what they ask for is
/// decided outside. They are numbered from 1.
public final class Clients {
    private final List<SimulatedClient> clients = new ArrayList<>();

    public Clients(int count, Surroundings world, Chance chance) {
        for (int i = 1; i <= count; i++) {
            clients.add(new SimulatedClient(i, world, chance.stream("client " + i)));
        }
    }

    public void start() {
        clients.forEach(SimulatedClient::start);
    }

    public int size() {
        return clients.size();
    }

    /// Whether every client has a session on a connection that it believes to be open, and waits for nothing.
    public boolean areAtRest() {
        return clients.stream().allMatch(SimulatedClient::isAtRest);
    }

    /// One client asks for the newest state, if it has a session.
    public void sync(int client) {
        clients.get(client - 1).sync();
    }

    /// Every client asks for the newest state, so that nothing can be left that it should have been told of before.
    public void askOnceMore() {
        clients.forEach(SimulatedClient::askOnceMore);
    }

    /// One client does one thing, which depends on `choice` and on what the client knows. Without a connection it does
    /// nothing.
    public void operate(int client, long choice) {
        clients.get(client - 1).operate(choice);
    }

    @Override
    public String toString() {
        return clients.toString();
    }
}
