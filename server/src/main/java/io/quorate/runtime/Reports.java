package io.quorate.runtime;

import io.quorate.protocol.peer.ServerState;
import io.quorate.replica.Effect;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down what the replica reports, in the words operators look for. For the replica's thread.
final class Reports {
    private static final Logger LOG = LoggerFactory.getLogger("io.quorate.Replica");
    /// Apart from the rest, so that `quorate up` finds it and operators can silence it.
    private static final Logger ELECTION = LoggerFactory.getLogger("io.quorate.election");

    private static final int LINES_PER_SECOND = 20;

    private final LongSupplier nanoClock;
    private final RateLimit expiries = new RateLimit(LINES_PER_SECOND);
    private final RateLimit cleanings = new RateLimit(LINES_PER_SECOND);
    private final RateLimit quotas = new RateLimit(LINES_PER_SECOND);
    private final RateLimit warnings = new RateLimit(LINES_PER_SECOND);
    private final RateLimit news = new RateLimit(LINES_PER_SECOND);
    private final AtomicLong tooLarge;
    private @Nullable ServerState state;

    /// @param tooLarge counts the writes that were refused for the size of their txns
    Reports(LongSupplier nanoClock, AtomicLong tooLarge) {
        this.nanoClock = nanoClock;
        this.tooLarge = tooLarge;
    }

    void write(Effect.Report report) {
        switch (report) {
            case Effect.StateChanged(var now, String detail) -> {
                if (now != state) {
                    LOG.info("{}", now);
                    state = now;
                }
                LOG.info("Peer state changed: {}", detail);
            }
            case Effect.ElectionNews(String sentence) -> {
                if (news.allows(nanoClock.getAsLong(), count -> LOG.info("... and {} more lines like these", count))) {
                    ELECTION.info("{}", sentence);
                }
            }
            case Effect.Synchronised(var learner, String how, var zxid) ->
                LOG.info("Server {} is synchronised up to {} ({})", learner, zxid, how);
            case Effect.SessionExpired(var session, int timeoutMillis) -> {
                if (expiries.allows(nanoClock.getAsLong(), count -> LOG.info("Expired {} more sessions", count))) {
                    LOG.info("Expiring session {}, timeout of {}ms exceeded", session, timeoutMillis);
                }
            }
            case Effect.LocalSessionExpired(var session) -> {
                if (expiries.allows(nanoClock.getAsLong(), count -> LOG.info("Expired {} more sessions", count))) {
                    LOG.info("Expired local session {}", session);
                }
            }
            case Effect.TxnTooLarge(var session, int limitBytes) -> {
                tooLarge.incrementAndGet();
                if (warnings.allows(nanoClock.getAsLong(), count -> LOG.warn("... and {} more warnings", count))) {
                    LOG.warn(
                            "Refused a write of session {}: its txn would have more than the {} bytes of jute.maxbuffer"
                                    + " and jute.maxbuffer.extrasize together",
                            session,
                            limitBytes);
                }
            }
            case Effect.Cleaning(String path) -> {
                if (cleanings.allows(nanoClock.getAsLong(), count -> LOG.info("... and {} more candidates", count))) {
                    LOG.info("Attempting to delete candidate container: {}", path);
                }
            }
            case Effect.QuotaExceeded(String sentence) -> {
                if (quotas.allows(nanoClock.getAsLong(), count -> LOG.warn("Quotas exceeded {} more times", count))) {
                    LOG.warn("{}", sentence);
                }
            }
            case Effect.Warning(String sentence) -> {
                if (warnings.allows(nanoClock.getAsLong(), count -> LOG.warn("... and {} more warnings", count))) {
                    LOG.warn("{}", sentence);
                }
            }
        }
    }
}
