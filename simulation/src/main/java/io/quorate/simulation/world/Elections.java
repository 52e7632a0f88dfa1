package io.quorate.simulation.world;

import io.quorate.model.ServerId;
import io.quorate.protocol.peer.ElectionCodec;
import io.quorate.protocol.peer.ElectionNotification;
import io.quorate.replica.Event;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What servers tell one another in elections. A broken connection loses what was under way; once it
/// stands again the last word is said again, so that it may be heard twice.
final class Elections {
    private static final long RECONNECTION_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);

    private final World world;
    private final Map<String, Correspondence> correspondences = new TreeMap<>();

    Elections(World world) {
        this.world = world;
    }

    void tell(Machine from, ServerId to, ElectionNotification notification) {
        between(from, world.machine(to)).tell(ElectionCodec.write(notification));
    }

    private Correspondence between(Machine from, Machine to) {
        return correspondences.computeIfAbsent(from.id() + ">" + to.id(), name -> new Correspondence(name, from, to));
    }

    /// The connections between the two break in the middle of what they carry.
    void disturb(Machine one, Machine other) {
        between(one, other).disconnect();
        between(other, one).disconnect();
    }

    /// A process has ended, and with it its connections.
    void ended(Machine machine) {
        for (Correspondence correspondence : correspondences.values()) {
            if (correspondence.from == machine) {
                correspondence.lastWord = null;
                correspondence.disconnect();
            } else if (correspondence.to == machine) {
                correspondence.disconnect();
            }
        }
    }

    private final class Correspondence {
        private final Machine from;
        private final Machine to;
        private final Path path;
        private final RandomGenerator random;
        private byte @Nullable [] lastWord;
        private @Nullable Channel channel;
        private boolean reconnecting;

        Correspondence(String name, Machine from, Machine to) {
            this.from = from;
            this.to = to;
            this.path = world.path(from, to);
            this.random = world.chance().stream("election " + name);
        }

        void tell(byte[] notification) {
            lastWord = notification;
            if (channel != null) {
                send(channel, notification);
            } else {
                reconnect(random.nextLong(RECONNECTION_NANOS / 50));
            }
        }

        private void send(Channel through, byte[] notification) {
            through.send(notification.length, () -> {
                ServerProcess process = to.process();
                if (process != null) {
                    process.post(new Event.NotificationReceived(from.id(), ElectionCodec.read(notification)));
                }
            });
        }

        void disconnect() {
            if (channel != null) {
                channel.breakOff();
                channel = null;
            }
            if (lastWord != null) {
                reconnect(random.nextLong(RECONNECTION_NANOS));
            }
        }

        private void reconnect(long delayNanos) {
            if (!reconnecting) {
                reconnecting = true;
                world.timeline().after(delayNanos, this::tryToReconnect);
            }
        }

        private void tryToReconnect() {
            reconnecting = false;
            byte[] word = lastWord;
            if (channel != null || word == null || !from.isUp()) {
                return;
            }
            if (to.isUp() && !path.isCut() && !world.path(to, from).isCut()) {
                channel = new Channel(world.timeline(), path);
                send(channel, word);
            } else {
                reconnect(RECONNECTION_NANOS + random.nextLong(RECONNECTION_NANOS));
            }
        }
    }
}
