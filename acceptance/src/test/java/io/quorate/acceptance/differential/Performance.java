package io.quorate.acceptance.differential;

import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A script as it goes at one server.
final class Performance {
    private static final int SHORTEST_TIMEOUT_MILLIS = 200;
    private static final Frame GOODBYE = Frame.of(new Request.Bare(OpCode.CLOSE_SESSION));

    private final Examinee server;
    private final Wording wording;
    private final SortedMap<Integer, Voice> voices = new TreeMap<>();

    private Performance(Examinee server) {
        this.server = server;
        this.wording = new Wording(server.lastZxid());
    }

    /// What was heard at one step of the script.
    record Scene(String step, List<Heard> heard) {}

    /// Every step with what was heard, then what each session still hears, then the tree. Leaves the server as it
    /// found it.
    static List<Scene> of(Script script, Examinee server) throws IOException {
        var performance = new Performance(server);
        List<Scene> scenes = new ArrayList<>();
        try {
            for (Step step : script.steps()) {
                List<Heard> heard = new ArrayList<>();
                try {
                    performance.perform(step, heard);
                } catch (SocketTimeoutException e) {
                    heard.add(Heard.of("silence"));
                    performance.voice(step).hangUp();
                }
                scenes.add(new Scene(step.toString(), heard));
            }
            performance.voices.forEach((number, voice) -> scenes.add(performance.last(number, voice)));
            scenes.add(new Scene("the tree", server.tree(performance.wording)));
            for (Voice voice : performance.voices.values()) {
                performance.end(voice);
            }
        } finally {
            for (Voice voice : performance.voices.values()) {
                voice.close();
            }
        }
        server.tidy();
        return scenes;
    }

    private Scene last(int number, Voice voice) {
        List<Heard> heard = new ArrayList<>();
        try {
            voice.listen(heard);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return new Scene("what #" + number + " hears at last", heard);
    }

    private void end(Voice voice) throws IOException {
        List<Heard> unheard = new ArrayList<>();
        if (!voice.isConnected() && voice.hasSession()) {
            voice.greet(Greeting.PLAIN, unheard);
        }
        if (voice.isConnected()) {
            voice.ask(List.of(GOODBYE), unheard);
        }
    }

    private void perform(Step step, List<Heard> heard) throws IOException {
        Voice voice = voice(step);
        switch (step) {
            case Step.Ask(int _, List<Frame> frames) -> {
                voice.connect(heard);
                voice.ask(frames, heard);
                Frame last = frames.getLast();
                if (last.isLast(heard.getLast().error())) {
                    voice.expectEnd(heard);
                }
                if (last.mayClose()) {
                    voice.listen(heard);
                }
            }
            case Step.Leave _ -> {
                voice.listen(heard);
                voice.hangUp();
            }
            case Step.Return(int _, Greeting greeting) -> {
                voice.listen(heard);
                voice.greet(greeting, heard);
            }
            case Step.Expire _ -> {
                voice.connect(heard);
                voice.listen(heard);
                expire(voice, heard);
            }
            case Step.Babble(int _, List<Byte> bytes) -> {
                voice.connect(heard);
                byte[] sent = new byte[bytes.size()];
                for (int i = 0; i < sent.length; i++) {
                    sent[i] = bytes.get(i);
                }
                voice.babble(sent, heard);
            }
        }
    }

    private Voice voice(Step step) {
        return voices.computeIfAbsent(step.session(), number -> new Voice(number, server.port(), wording));
    }

    private void expire(Voice voice, List<Heard> heard) throws IOException {
        long before = server.askLastZxid();
        voice.greetInPassing(SHORTEST_TIMEOUT_MILLIS, heard);
        server.awaitZxidAfter(before);
        heard.add(Heard.of("expired at zxid=" + wording.zxid(server.lastZxid())));
    }
}
