package io.quorate.replica;

import io.quorate.model.ServerId;
import io.quorate.protocol.peer.ElectionNotification;
import io.quorate.session.LocalSessions;
import io.quorate.session.SessionIds;
import io.quorate.tree.Tree;
import io.quorate.zab.election.Election;
import io.quorate.zab.election.Voice;
import io.quorate.zab.quorum.EnsembleConfig;
import java.util.concurrent.TimeUnit;

/// What this server is in every role: its settings and history, its voice in elections, its clients,
/// and the time.
final class Self implements Voice {
    /// ZooKeeper's.
    private static final int READ_ONLY_GRACE_MILLIS = 2000;

    private final Settings settings;
    private final EnsembleConfig config;
    private final String configText;
    private final History history;
    private final Election election;
    private final Pipeline pipeline;
    private final boolean mayVote;
    private final SessionIds sessionIds;
    private final LocalSessions localSessions;

    private Effects effects = new Effects();
    private long nowNanos;
    private long wallMillis;
    private long lastDialled;
    private boolean needsSnapshot;
    private boolean hasSynchronised;
    private long highestPromise;

    Self(Settings settings, EnsembleConfig config, Recovered recovered, long startMillis) {
        this.settings = settings;
        this.config = config;
        this.configText = config.text();
        wallMillis = startMillis;
        history =
                new History(recovered, settings.recentTxns(), settings.service().watchHistoryBytes());
        mayVote = recovered.mayVote();
        election = new Election(settings.self(), config, this);
        localSessions = new LocalSessions(settings.tickMillis());
        pipeline = new Pipeline(this);
        sessionIds = new SessionIds(settings.self(), startMillis);
        skipSessions(sessionIds, recovered.tree());
    }

    /// Where nothing is known of earlier starts, as of Apache's, those sessions are skipped that are
    /// still there.
    private static void skipSessions(SessionIds ids, Tree tree) {
        tree.sessions().forEach(session -> ids.skip(session.getKey()));
    }

    Settings settings() {
        return settings;
    }

    ServerId id() {
        return settings.self();
    }

    EnsembleConfig config() {
        return config;
    }

    /// The configuration as clients and peers see it; made once, as every status shows it.
    String configText() {
        return configText;
    }

    History history() {
        return history;
    }

    Election election() {
        return election;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    SessionIds sessionIds() {
        return sessionIds;
    }

    /// They outlive roles.
    LocalSessions localSessions() {
        return localSessions;
    }

    /// Whether this server's history counts: it has one, was declared new, or has followed a leader.
    boolean mayVote() {
        return mayVote || hasSynchronised;
    }

    void hasSynchronised() {
        if (!mayVote()) {
            skipSessions(sessionIds, history.tree());
        }
        hasSynchronised = true;
        needsSnapshot = false;
    }

    /// Set when this server's history cannot be joined to the leader's txn by txn.
    boolean needsSnapshot() {
        return needsSnapshot;
    }

    void requireSnapshot(String why) {
        needsSnapshot = true;
        warn(why + "; asks the leader for a whole snapshot");
    }

    /// A voter has promised an epoch. Who led below it and had to step down would otherwise be elected
    /// again and again, each time with a quorum that knows nothing of it.
    void heardOfPromise(long acceptedEpoch) {
        highestPromise = Math.max(highestPromise, acceptedEpoch);
    }

    /// The highest epoch that this server has promised or knows a voter to have promised.
    long highestPromise() {
        return Math.max(highestPromise, history.acceptedEpoch());
    }

    LinkId nextDialledLink() {
        return new LinkId(--lastDialled);
    }

    /// Clients read the configuration under `/zookeeper/config`; a server alone has none to show.
    void showConfig() {
        if (!settings.standalone()) {
            history.showConfig(configText, config.version(), wallMillis);
        }
    }

    // ---- time

    void timeIs(long nowNanos, long wallMillis) {
        this.nowNanos = nowNanos;
        this.wallMillis = wallMillis;
    }

    long nowNanos() {
        return nowNanos;
    }

    long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(nowNanos);
    }

    long wallMillis() {
        return wallMillis;
    }

    long ticksNanos(int ticks) {
        return TimeUnit.MILLISECONDS.toNanos((long) ticks * settings.tickMillis());
    }

    /// How long a server looks for a leader before it offers what it has to those who only read.
    long readOnlyGraceNanos() {
        return TimeUnit.MILLISECONDS.toNanos(Math.max(READ_ONLY_GRACE_MILLIS, settings.tickMillis()));
    }

    // ---- what is to be done

    void collectInto(Effects target) {
        effects = target;
    }

    Effects effects() {
        return effects;
    }

    void emit(Effect effect) {
        effects.add(effect);
    }

    void warn(String sentence) {
        emit(new Effect.Warning(sentence));
    }

    @Override
    public void tell(ServerId server, ElectionNotification notification) {
        emit(new Effect.Notify(server, notification));
    }

    @Override
    public void explain(String sentence) {
        emit(new Effect.ElectionNews(sentence));
    }
}
