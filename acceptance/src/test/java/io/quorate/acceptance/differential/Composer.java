package io.quorate.acceptance.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorate.model.Acl;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Makes a script from a seed.
final class Composer {
    private static final int SESSIONS = 3;
    private static final int LEAST_STEPS = 15;
    private static final int MOST_STEPS = 45;
    private static final List<List<Byte>> BABBLE = List.of(
            List.of((byte) -1, (byte) -1, (byte) -1, (byte) -1),
            List.of((byte) 127, (byte) -1, (byte) -1, (byte) -1),
            List.of((byte) 0, (byte) 0, (byte) 0, (byte) 0),
            List.of((byte) 0, (byte) 0, (byte) 0, (byte) 4, (byte) 0, (byte) 0, (byte) 0, (byte) 1));

    private final Rules rules;
    private final RandomGenerator random;
    private final Words words;
    private final Requests requests;
    private final Distortion distortion;

    /// Whether some session is short.
    private boolean hurried;

    private Composer(long seed, Rules rules) {
        this.rules = rules;
        random = new SplittableRandom(seed);
        words = new Words(random, rules);
        requests = new Requests(random, words);
        distortion = new Distortion(random, words);
    }

    static Script script(long seed, Rules rules) {
        return new Composer(seed, rules).compose(seed);
    }

    private Script compose(long seed) {
        List<Step> steps = new ArrayList<>();
        if (!words.oneIn(10)) {
            for (String path : List.of("/d", "/d/a")) {
                steps.add(new Step.Ask(
                        0,
                        List.of(Frame.of(
                                new Request.Create(OpCode.CREATE, path, new byte[0], List.copyOf(Acl.OPEN), 0, 0)))));
            }
        }
        if (rules == Rules.EXTENDED) {
            for (Request request : requests.quota(words.oneOf(List.of("/d", "/d", "/d/a")))) {
                steps.add(ask(0, request));
            }
        }
        if (words.oneIn(40)) {
            steps.addAll(secret());
        }
        for (int left = random.nextInt(LEAST_STEPS, MOST_STEPS); left > 0; left--) {
            steps.add(step(random.nextInt(SESSIONS)));
        }
        return new Script(seed, List.copyOf(steps));
    }

    /// Somebody keeps a znode to himself, and somebody else takes up watches on it: chance alone has that too rarely.
    private List<Step> secret() {
        String path = "/d/b";
        List<Acl> own = List.of(new Acl(Acl.ALL, new Identity("auth", "")));
        List<String> paths = List.of(path);
        return List.of(
                ask(1, new Request.Auth(0, "digest", "alice:pw".getBytes(UTF_8))),
                ask(1, new Request.Create(OpCode.CREATE, path, new byte[0], own, 0, 0)),
                ask(0, new Request.SetWatches(OpCode.SET_WATCHES, 0, paths, paths, paths, List.of(), List.of())));
    }

    private static Step ask(int session, Request request) {
        return new Step.Ask(session, List.of(Frame.of(request)));
    }

    private Step step(int session) {
        return switch (random.nextInt(100)) {
            case 0, 1 -> new Step.Leave(session);
            case 2, 3 -> comeBack(session, words.oneOf(List.of(Greeting.values())));
            case 4, 5 -> reconnectAndWatch(session);
            case 6 -> words.oneIn(8) && !hurried ? new Step.Expire(session) : close(session);
            case 7 -> words.oneIn(3) ? new Step.Babble(session, words.oneOf(BABBLE)) : new Step.Leave(session);
            default -> ask(session);
        };
    }

    /// Whoever is in a hurry expires as well, before or after the one that is to.
    private Step comeBack(int session, Greeting greeting) {
        hurried |= greeting == Greeting.IN_A_HURRY;
        return new Step.Return(session, greeting);
    }

    private Step close(int session) {
        return new Step.Ask(session, List.of(Frame.of(new Request.Bare(OpCode.CLOSE_SESSION))));
    }

    private Step reconnectAndWatch(int session) {
        return new Step.Ask(session, List.of(Frame.of(requests.setWatches())));
    }

    /// Such a request may not be distorted, lest a bad TTL with another mode come out, or a quota that is none.
    private static boolean isDelicate(Request request) {
        return switch (request) {
            case Request.Create create -> create.op() == OpCode.CREATE_TTL || Words.isAboutQuota(create.path());
            case Request.SetData set -> Words.isAboutQuota(set.path());
            case Request.Multi multi -> multi.operations().stream().anyMatch(Composer::isDelicate);
            case Request _ -> false;
        };
    }

    private static boolean overtakes(Frame frame) {
        return frame.request() instanceof Request.Unknown || frame.op() == OpCode.AUTH || frame.op() == OpCode.SASL;
    }

    private int burst() {
        return rules == Rules.USUAL && words.oneIn(5) ? 1 + random.nextInt(6) : 1;
    }

    private Step ask(int session) {
        List<Frame> frames = new ArrayList<>();
        for (int left = burst(); left > 0; left--) {
            Frame frame = Frame.of(requests.any());
            frame = words.oneIn(40) && !isDelicate(frame.request()) ? distortion.of(frame) : frame;
            frames.add(frame);
            // Apache's server checks permissions against an ACL that is on its way only once it has arrived, which is
            // a matter of luck for what follows at once.
            if (frame.mayClose() || frame.op() == OpCode.SET_ACL) {
                break;
            }
        }
        // Apache's server answers these before what was asked earlier, which a burst would turn into a race.
        if (overtakes(frames.getLast())) {
            return new Step.Ask(session, List.of(frames.getLast()));
        }
        return new Step.Ask(session, List.copyOf(frames));
    }
}
