package io.quorate.simulation.ghost;

import io.quorate.model.ServerId;
import io.quorate.protocol.peer.ServerState;
import org.jspecify.annotations.Nullable;

/// What is known of one server, across its crashes and restarts.
final class Subject {
    private static final String BROADCAST = " - broadcast";

    private final ServerId id;
    private final Shelf shelf;
    private final Sequence sequence = new Sequence();
    private final Contact contact = new Contact();

    private boolean up;
    private String whyDown = "it was never started";
    private @Nullable Past lost;

    private ServerState state = ServerState.LOOKING;
    private String detail = "down";
    private Past applied;
    private long promised = -1;
    private long nowNanos;
    private @Nullable LearnerTalk talk;

    Subject(ServerId id, Past beginning) {
        this.id = id;
        this.shelf = new Shelf(this, beginning);
        this.applied = beginning;
    }

    ServerId id() {
        return id;
    }

    /// What its disk holds, and what is on its way there.
    Shelf shelf() {
        return shelf;
    }

    /// What it has applied since it began to serve.
    Sequence sequence() {
        return sequence;
    }

    Contact contact() {
        return contact;
    }

    // ---- its life

    boolean isUp() {
        return up;
    }

    String whyDown() {
        return whyDown;
    }

    void started(Past recovered) {
        up = true;
        applied = recovered;
    }

    void stopped(String why) {
        up = false;
        whyDown = why;
        changed(ServerState.LOOKING, "down");
        talk = null;
        contact.forget();
    }

    /// Whether its disk has suffered since it last took over a leader's whole history: nobody may count
    /// on it.
    boolean isDamaged() {
        return lost != null;
    }

    void damaged() {
        lost = lost == null ? shelf.history() : lost;
        promised = -1;
        shelf.damaged();
    }

    void mended() {
        lost = null;
    }

    /// Whether its disk holds `past`, or held it until it was damaged; what it said of that may still be
    /// under way.
    boolean hasHeld(Past past) {
        return shelf.history().contains(past) || (lost != null && lost.contains(past));
    }

    // ---- its role

    ServerState state() {
        return state;
    }

    /// Role and phase, as it reports them.
    String detail() {
        return detail;
    }

    void changed(ServerState newState, String newDetail) {
        state = newState;
        detail = newDetail;
    }

    static boolean isBroadcast(String detail) {
        return detail.endsWith(BROADCAST);
    }

    boolean isBroadcasting() {
        return isBroadcast(detail);
    }

    /// Whether it leads an established epoch, as far as it knows.
    boolean isEstablished() {
        return state == ServerState.LEADING && isBroadcasting();
    }

    /// The epoch that its disk says it is in.
    long epoch() {
        return shelf.currentEpoch();
    }

    /// The highest epoch that it has told a leader it will follow; -1 if none.
    long promised() {
        return promised;
    }

    void promised(long epoch) {
        promised = epoch;
    }

    /// What it has to do with the leader that it follows, or tries to; null if there is none.
    @Nullable
    LearnerTalk talk() {
        return talk;
    }

    void talk(@Nullable LearnerTalk begun) {
        talk = begun;
    }

    // ---- its state

    /// The history that its tree stands for.
    Past applied() {
        return applied;
    }

    void applied(Past past) {
        applied = past;
    }

    /// Its own time, as it last learned of it.
    long nowNanos() {
        return nowNanos;
    }

    void nowIs(long nanos) {
        nowNanos = nanos;
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
