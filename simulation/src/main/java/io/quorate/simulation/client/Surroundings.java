package io.quorate.simulation.client;

import io.quorate.model.ServerId;
import io.quorate.simulation.Tally;
import io.quorate.simulation.history.Recorder;
import io.quorate.simulation.world.ClientPorts;
import io.quorate.simulation.world.Timeline;
import java.util.List;

/// What clients need of the world.
///
/// @param servers whom they may connect to
/// @param extensions whether they may use the operations of ClickHouse Keeper
/// @param tickMillis what session timeouts are measured by
public record Surroundings(
        ClientPorts ports,
        Timeline timeline,
        List<ServerId> servers,
        int tickMillis,
        boolean extensions,
        Recorder recorder,
        Tally tally) {}
