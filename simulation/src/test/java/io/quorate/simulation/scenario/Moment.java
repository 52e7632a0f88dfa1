package io.quorate.simulation.scenario;

import io.quorate.protocol.peer.PeerMessage;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import java.util.function.Predicate;

/// Moments in the life of a server: one of the effects it is about to carry out, or of the events it hears
/// of.
final class Moment {
    private Moment() {}

    /// Waits for a moment, as the moment of a rule that lets everything pass.
    static final class Awaited implements Predicate<Object> {
        private final Predicate<Object> moment;
        private int times;

        Awaited(Predicate<Object> moment) {
            this.moment = moment;
        }

        @Override
        public boolean test(Object what) {
            times += moment.test(what) ? 1 : 0;
            return false;
        }

        boolean hasCome() {
            return times > 0;
        }
    }

    /// Says something of this kind to a peer.
    static Predicate<Object> says(Class<? extends PeerMessage> kind) {
        return what -> what instanceof Effect.Send(var _, var message) && kind.isInstance(message);
    }

    /// Hears something of this kind from a peer.
    static Predicate<Object> hears(Class<? extends PeerMessage> kind) {
        return what -> (what instanceof Event.FromLeader(var _, var fromLeader) && kind.isInstance(fromLeader))
                || (what instanceof Event.FromLearner(var _, var fromLearner) && kind.isInstance(fromLearner));
    }

    /// Wants this done.
    static Predicate<Object> wants(Class<? extends Effect> kind) {
        return kind::isInstance;
    }

    /// Learns of this.
    static Predicate<Object> learns(Class<? extends Event> kind) {
        return kind::isInstance;
    }
}
