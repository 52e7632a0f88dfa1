package io.quorate.zab.election;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.protocol.peer.ElectionNotification;
import io.quorate.protocol.peer.ServerState;
import io.quorate.protocol.peer.Vote;
import io.quorate.zab.quorum.EnsembleConfig;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Fast leader election, for the whole life of a server: it looks for a leader when asked to, and answers others
/// always.
///
/// Times are monotonic nanoseconds of the caller's clock.
public final class Election {
    /// How long a majority waits for a better vote, unless every voter has been heard.
    static final long FINALIZE_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    static final long MIN_REPEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    static final long MAX_REPEAT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final int FORMAT_WITH_CONFIG = 2;

    private final ServerId self;
    private final EnsembleConfig config;
    private final Voice voice;

    private ServerState state = ServerState.LOOKING;
    private boolean searching;
    private long round;
    private Vote initial;
    private Vote proposal;
    private Vote currentVote;

    /// Votes of the present round, by server; ordered, so that nothing depends on hashing.
    private final Map<ServerId, Ballot> thisRound = new TreeMap<>();

    /// Votes of servers that follow or lead, of any round.
    private final Map<ServerId, Ballot> settled = new TreeMap<>();

    private long repeatAtNanos;
    private long repeatNanos = MIN_REPEAT_NANOS;
    private long finalizeAtNanos = Long.MAX_VALUE;
    private String lastCount = "";

    public Election(ServerId self, EnsembleConfig config, Voice voice) {
        this.self = self;
        this.config = config;
        this.voice = voice;
        initial = new Vote(self, Zxid.ZERO, 0, 0);
        proposal = initial;
        currentVote = initial;
    }

    /// Begins a new round with a vote for this server itself.
    ///
    /// @param lastZxid the end of the durable history, or {@link Zxid#UNKNOWN} if this server must not vote
    public void lookForLeader(Zxid lastZxid, long currentEpoch, long nowNanos) {
        state = ServerState.LOOKING;
        searching = true;
        lastCount = "";
        round++;
        thisRound.clear();
        settled.clear();
        initial = new Vote(self, lastZxid, round, currentEpoch);
        currentVote = initial;
        repeatNanos = MIN_REPEAT_NANOS;
        repeatAtNanos = nowNanos + repeatNanos;
        finalizeAtNanos = Long.MAX_VALUE;
        if (mayVote()) {
            voice.explain("round %d: votes for itself (history up to zxid %s of epoch %d)"
                    .formatted(round, lastZxid, currentEpoch));
        } else {
            voice.explain("has no history and was not declared new: it waits for the others to elect a leader");
        }
        propose(initial);
        countOwnVote(nowNanos);
    }

    /// Whether the search that {@link #lookForLeader} began is still on.
    public boolean isSearching() {
        return searching;
    }

    public ServerState state() {
        return state;
    }

    /// What the server settled on last.
    public Vote vote() {
        return currentVote;
    }

    /// After synchronisation the advertised vote carries the established epoch, so that a server that returns finds a
    /// majority of equal votes.
    public void adoptEpoch(long epoch) {
        currentVote = new Vote(currentVote.leader(), currentVote.zxid(), currentVote.round(), epoch);
    }

    /// When {@link #timePassed} has something to do.
    public long wakeAtNanos() {
        return searching ? Math.min(repeatAtNanos, finalizeAtNanos) : Long.MAX_VALUE;
    }

    public void timePassed(long nowNanos) {
        if (!searching) {
            return;
        }
        if (nowNanos >= finalizeAtNanos) {
            finalizeAtNanos = Long.MAX_VALUE;
            if (hasMajority(thisRound, new Ballot(self, ServerState.LOOKING, proposal, FORMAT_WITH_CONFIG))) {
                decide(proposal);
            }
        } else if (nowNanos >= repeatAtNanos) {
            repeatNanos = Math.min(2 * repeatNanos, MAX_REPEAT_NANOS);
            repeatAtNanos = nowNanos + repeatNanos;
            sendToVoters(proposal);
        }
    }

    public void received(ServerId from, ElectionNotification notification, long nowNanos) {
        if (!config.isVoter(from)) {
            voice.tell(from, speak(state, withRound(currentVote, round)));
            return;
        }
        if (!searching) {
            if (notification.state() == ServerState.LOOKING) {
                voice.tell(from, speak(state, currentVote));
            }
            return;
        }
        if (!config.isVoter(notification.vote().leader())) {
            return;
        }
        Ballot ballot = new Ballot(from, notification.state(), notification.vote(), notification.formatVersion());
        switch (notification.state()) {
            case LOOKING -> receivedFromLooking(ballot, nowNanos);
            case FOLLOWING, LEADING -> receivedFromSettled(ballot);
            case OBSERVING -> {
                // An observer has no say.
            }
        }
    }

    private void receivedFromLooking(Ballot ballot, long nowNanos) {
        Vote vote = ballot.vote();
        if (vote.round() < round) {
            voice.tell(ballot.from(), speak(ServerState.LOOKING, proposal));
            return;
        }
        if (!mayVote() || vote.zxid().equals(Zxid.UNKNOWN)) {
            return;
        }
        if (vote.round() > round) {
            round = vote.round();
            thisRound.clear();
            finalizeAtNanos = Long.MAX_VALUE;
            initial = withRound(initial, round);
            propose(VoteOrder.beats(vote, initial) ? switchTo(ballot, initial) : initial);
        } else if (VoteOrder.beats(vote, proposal)) {
            finalizeAtNanos = Long.MAX_VALUE;
            propose(switchTo(ballot, proposal));
        }
        thisRound.put(ballot.from(), ballot);
        countOwnVote(nowNanos);
    }

    private void receivedFromSettled(Ballot ballot) {
        if (ballot.vote().round() == round) {
            thisRound.put(ballot.from(), ballot.ofThisRound());
            if (isElected(thisRound, ballot)) {
                decide(ballot.vote());
                return;
            }
        }
        settled.put(ballot.from(), ballot);
        if (isElected(settled, ballot)) {
            round = ballot.vote().round();
            decide(ballot.vote());
        }
    }

    /// A majority agrees with `ballot`, and its leader itself has said that it leads: nobody follows a leader that has
    /// gone.
    private boolean isElected(Map<ServerId, Ballot> ballots, Ballot ballot) {
        ServerId leader = ballot.vote().leader();
        if (!hasMajority(ballots, ballot)) {
            return false;
        }
        if (leader.equals(self)) {
            return ballot.vote().round() == round;
        }
        Ballot leaders = ballots.get(leader);
        return leaders != null && leaders.state() == ServerState.LEADING;
    }

    private boolean hasMajority(Map<ServerId, Ballot> ballots, Ballot ballot) {
        return config.isQuorum(ballots.values().stream()
                .filter(ballot::agreesWith)
                .map(Ballot::from)
                .toList());
    }

    private Vote switchTo(Ballot better, Vote than) {
        voice.explain("now votes for %s, as %s says: %s"
                .formatted(better.vote().leader(), better.from(), VoteOrder.reason(better.vote(), than)));
        return withRound(better.vote(), round);
    }

    private void propose(Vote vote) {
        proposal = vote;
        sendToVoters(vote);
    }

    private void sendToVoters(Vote vote) {
        ElectionNotification notification = speak(ServerState.LOOKING, vote);
        config.members().values().stream()
                .filter(member -> member.votes() && !member.server().equals(self))
                .forEach(member -> voice.tell(member.server(), notification));
    }

    /// Puts this server's own vote beside the others' and sees whether a majority stands.
    private void countOwnVote(long nowNanos) {
        if (!mayVote() || !config.isVoter(self)) {
            return;
        }
        Ballot own = new Ballot(self, ServerState.LOOKING, proposal, FORMAT_WITH_CONFIG);
        thisRound.put(self, own);
        long votes = thisRound.values().stream().filter(own::agreesWith).count();
        if (!hasMajority(thisRound, own)) {
            explainCount("%d of %d votes for %s, %d are needed: stays LOOKING"
                    .formatted(votes, config.voters(), proposal.leader(), config.majority()));
        } else if (votes == config.voters()) {
            decide(proposal);
        } else if (finalizeAtNanos == Long.MAX_VALUE) {
            explainCount("%d of %d votes for %s: a majority; a moment for a better vote"
                    .formatted(votes, config.voters(), proposal.leader()));
            finalizeAtNanos = nowNanos + FINALIZE_WAIT_NANOS;
        }
    }

    /// Notifications repeat themselves; the news does not.
    private void explainCount(String sentence) {
        if (!sentence.equals(lastCount)) {
            lastCount = sentence;
            voice.explain(sentence);
        }
    }

    private void decide(Vote vote) {
        searching = false;
        finalizeAtNanos = Long.MAX_VALUE;
        currentVote = withRound(vote, round);
        if (vote.leader().equals(self)) {
            state = ServerState.LEADING;
            voice.explain("is elected and leads");
        } else {
            state = config.isVoter(self) ? ServerState.FOLLOWING : ServerState.OBSERVING;
            voice.explain("follows %s, whom a majority has chosen".formatted(vote.leader()));
        }
    }

    private boolean mayVote() {
        return !initial.zxid().equals(Zxid.UNKNOWN);
    }

    private ElectionNotification speak(ServerState as, Vote vote) {
        return new ElectionNotification(as, vote, FORMAT_WITH_CONFIG, config.text());
    }

    private static Vote withRound(Vote vote, long round) {
        return new Vote(vote.leader(), vote.zxid(), round, vote.peerEpoch());
    }

    /// Whom this server follows or is, once decided.
    public @Nullable ServerId leader() {
        return searching ? null : currentVote.leader();
    }
}
