package io.quorate.acceptance.differential;

import io.quorate.acceptance.differential.Performance.Scene;
import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Flavor;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.Stage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// An Apache ZooKeeper and a Quorate, each alone, which are asked the same at the same time. They go on from
/// script to script as long as they agree, and are replaced when they no longer have the same past.
final class Pair implements AutoCloseable {
    private final Stage stage;
    private final Rules rules;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private @Nullable Examinee apache;
    private @Nullable Examinee quorate;
    private int starts;

    Pair(Stage stage, Rules rules) {
        this.stage = stage;
        this.rules = rules;
    }

    /// What both have said to the same script.
    record Answers(List<Scene> apache, List<Scene> quorate) {}

    Answers ask(Script script) throws Exception {
        ready();
        Examinee one = java.util.Objects.requireNonNull(apache);
        Examinee other = java.util.Objects.requireNonNull(quorate);
        return both(() -> performed(script, one), () -> performed(script, other), Answers::new);
    }

    private static List<Scene> performed(Script script, Examinee server) throws IOException {
        try {
            return Performance.of(script, server);
        } catch (IOException e) {
            throw new IOException("the end of " + server + " while it was asked:\n" + script, e);
        }
    }

    private void ready() throws Exception {
        if (apache != null && quorate != null && apache.past().equals(quorate.past())) {
            return;
        }
        replace();
    }

    /// Has the next script begin on servers that nobody has asked anything.
    void replace() throws Exception {
        dismiss();
        starts++;
        boolean _ =
                both(() -> apache = started(Flavor.APACHE), () -> quorate = started(Flavor.QUORATE), (_, _) -> true);
    }

    /// How many pairs of servers it has taken so far.
    int starts() {
        return starts;
    }

    private Examinee started(Flavor flavor) throws IOException {
        Ensemble ensemble;
        synchronized (stage) {
            ensemble = stage.ensemble(List.of(flavor), rules.settings());
        }
        Member member = ensemble.start().member(1);
        return new Examinee(member);
    }

    private interface Joining<T, R> {
        R of(T one, T other);
    }

    private <T, R> R both(Callable<T> one, Callable<T> other, Joining<T, R> joining) throws Exception {
        Future<T> first = threads.submit(one);
        Future<T> second = threads.submit(other);
        try {
            return joining.of(first.get(), second.get());
        } catch (ExecutionException e) {
            throw new AssertionError("one of the servers cannot be asked any more", e);
        }
    }

    private void dismiss() throws IOException {
        if (apache != null) {
            apache.close();
            apache = null;
        }
        if (quorate != null) {
            quorate.close();
            quorate = null;
        }
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        dismiss();
    }
}
