package io.quorate.runtime.configuration;

import io.quorate.replica.NewSessions;
import io.quorate.replica.ServiceSettings;

/// The keys that say how a server is there for its clients. A server alone has nobody to keep a session from, and
/// always leads.
final class ServiceSection {
    private final Values values;

    private ServiceSection(Values values) {
        this.values = values;
    }

    static ServiceSettings read(Values values, boolean ensemble) throws InvalidConfigException {
        ServiceSection section = new ServiceSection(values);
        boolean leaderServes = !values.property("leaderServes", "yes").equalsIgnoreCase("no");
        NewSessions newSessions = section.newSessions();
        return new ServiceSettings(
                !ensemble || leaderServes,
                values.flag("linearizableReads", false),
                values.propertyNumber(
                        "watchHistoryBytes",
                        ServiceSettings.USUAL_WATCH_HISTORY_BYTES,
                        0,
                        "a number of bytes, 0 to keep nothing"),
                ensemble ? newSessions : section.alone(newSessions),
                ensemble && values.propertyFlag("readonlymode.enabled", false));
    }

    private NewSessions newSessions() throws InvalidConfigException {
        boolean local = values.flag("localSessionsEnabled", false);
        boolean upgradable = values.flag("localSessionsUpgradingEnabled", false);
        if (upgradable && !local) {
            values.warn("localSessionsUpgradingEnabled has no effect without localSessionsEnabled=true: every session"
                    + " is global.");
        }
        if (!local) {
            return NewSessions.GLOBAL;
        }
        return upgradable ? NewSessions.UPGRADABLE : NewSessions.LOCAL;
    }

    private NewSessions alone(NewSessions asked) {
        if (asked != NewSessions.GLOBAL) {
            values.warn("localSessionsEnabled has no effect on a server that runs alone: nobody else would have to"
                    + " hear of its sessions.");
        }
        return NewSessions.GLOBAL;
    }
}
