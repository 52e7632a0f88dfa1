package io.quorate.simulation.plan;

import io.quorate.replica.NewSessions;
import io.quorate.replica.ServiceSettings;
import io.quorate.simulation.world.Setting;
import io.quorate.storage.StorageSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A plan as text: `key number` lines, an empty line, then one action a line. `#` begins a comment.
public final class PlanText {
    private PlanText() {}

    public static String write(Plan plan) {
        StringBuilder text = new StringBuilder();
        settings(plan)
                .forEach((key, value) ->
                        text.append(key).append(' ').append(value).append('\n'));
        text.append('\n');
        plan.actions().forEach(action -> text.append(action).append('\n'));
        return text.toString();
    }

    private static Map<String, Long> settings(Plan plan) {
        Setting setting = plan.setting();
        StorageSettings storage = setting.storage();
        Map<String, Long> settings = new LinkedHashMap<>();
        settings.put("seed", plan.seed());
        settings.put("servers", (long) setting.servers());
        settings.put("clients", (long) plan.clients());
        settings.put("calmAtMillis", plan.calmAtMillis());
        settings.put("tickMillis", (long) setting.tickMillis());
        settings.put("initLimitTicks", (long) setting.initLimitTicks());
        settings.put("syncLimitTicks", (long) setting.syncLimitTicks());
        settings.put("snapCount", (long) setting.snapCount());
        settings.put("recentTxns", (long) setting.recentTxns());
        settings.put("latencyMicros", (long) setting.latencyMicros());
        settings.put("flushMicros", (long) setting.flushMicros());
        ServiceSettings service = setting.service();
        settings.put("linearizableReads", service.linearizableReads() ? 1L : 0);
        settings.put("watchHistoryBytes", (long) setting.service().watchHistoryBytes());
        settings.put("localSessions", service.newSessions() == NewSessions.GLOBAL ? 0L : 1);
        settings.put("upgrades", service.newSessions() == NewSessions.UPGRADABLE ? 1L : 0);
        settings.put("readOnlyMode", service.readOnlyMode() ? 1L : 0);
        settings.put("extensions", setting.extensions() ? 1L : 0);
        settings.put("preallocBytes", storage.preallocBytes());
        settings.put("logSizeLimitBytes", storage.logSizeLimitBytes());
        return settings;
    }

    /// @throws IllegalArgumentException if a line cannot be understood, naming it
    public static Plan read(String text) {
        Map<String, Long> settings = new LinkedHashMap<>();
        List<Action> actions = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String content = line.replaceFirst("#.*", "").strip();
            try {
                if (!content.isEmpty() && Character.isDigit(content.charAt(0))) {
                    actions.add(Action.parse(content));
                } else if (!content.isEmpty()) {
                    int blank = content.indexOf(' ');
                    settings.put(
                            content.substring(0, Math.max(0, blank)),
                            Long.parseLong(content.substring(blank + 1).strip()));
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("cannot understand '" + line + "': " + e.getMessage(), e);
            }
        }
        return plan(settings, actions);
    }

    private static Plan plan(Map<String, Long> settings, List<Action> actions) {
        StorageSettings storage = new StorageSettings(
                take(settings, "preallocBytes"),
                take(settings, "logSizeLimitBytes"),
                true,
                (int) get(settings, "recentTxns"),
                1 << 20,
                true,
                true,
                false);
        ServiceSettings service = new ServiceSettings(
                true,
                take(settings, "linearizableReads") != 0,
                (int) take(settings, "watchHistoryBytes"),
                newSessions(take(settings, "localSessions") != 0, take(settings, "upgrades") != 0),
                take(settings, "readOnlyMode") != 0);
        Setting setting = new Setting(
                (int) take(settings, "servers"),
                (int) take(settings, "tickMillis"),
                (int) take(settings, "initLimitTicks"),
                (int) take(settings, "syncLimitTicks"),
                (int) take(settings, "snapCount"),
                (int) take(settings, "recentTxns"),
                (int) take(settings, "latencyMicros"),
                (int) take(settings, "flushMicros"),
                service,
                take(settings, "extensions") != 0,
                storage);
        Plan plan = new Plan(
                take(settings, "seed"),
                setting,
                (int) take(settings, "clients"),
                take(settings, "calmAtMillis"),
                actions);
        if (!settings.isEmpty()) {
            throw new IllegalArgumentException("a plan has no " + settings.keySet());
        }
        return plan;
    }

    private static NewSessions newSessions(boolean local, boolean upgrades) {
        if (!local) {
            return NewSessions.GLOBAL;
        }
        return upgrades ? NewSessions.UPGRADABLE : NewSessions.LOCAL;
    }

    private static long get(Map<String, Long> settings, String key) {
        Long value = settings.get(key);
        if (value == null) {
            throw new IllegalArgumentException("the plan does not say " + key);
        }
        return value;
    }

    private static long take(Map<String, Long> settings, String key) {
        long value = get(settings, key);
        settings.remove(key);
        return value;
    }
}
