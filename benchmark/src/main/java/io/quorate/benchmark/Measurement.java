package io.quorate.benchmark;

import io.quorate.benchmark.ensemble.Ensemble;
import io.quorate.benchmark.ensemble.EnsembleFailure;
import io.quorate.benchmark.load.Creations;
import io.quorate.benchmark.load.Load;
import io.quorate.benchmark.load.LoadFailure;
import io.quorate.benchmark.load.Repeated;
import io.quorate.benchmark.load.Script;
import io.quorate.benchmark.load.Tally;
import io.quorate.benchmark.load.Work;
import io.quorate.model.Acl;
import io.quorate.model.OpCode;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.client.Request;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One workload on one ensemble: connect, create what is needed, measure, remove what was created, disconnect. Only the
/// middle counts, and every measurement finds the same tree.
final class Measurement {
    private static final int CONTENT_BYTES = 100;
    private static final int STAT_BYTES = 68;

    /// How many znodes each connection sets or gets in turn.
    private static final int ZNODES = 16;

    /// Of all connections of a measurement together: what the servers' memory has room for, however fast they are.
    private static final int MOST_CREATIONS = 400_000;

    /// Deletes in one multi; many times the size of one request stays below {@link Work#LONGEST_FRAME_BYTES}.
    private static final int DELETES_AT_ONCE = 200;

    /// Around the measurement: enough to be quick, too little to pile up.
    private static final int SETUP_IN_FLIGHT = 4;

    /// The followers apply the last of the setup a moment after it was answered.
    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Ensemble ensemble;
    private final Workload workload;
    private final String prefix;

    /// @param number no other measurement on this ensemble has it
    Measurement(Ensemble ensemble, Workload workload, int number) {
        this.ensemble = ensemble;
        this.workload = workload;
        prefix = "/benchmark-" + number + "-";
    }

    Sample take(int round, Duration duration) throws IOException, LoadFailure, EnsembleFailure, RunFailure {
        try (Load load = Load.connect(ensemble.followersFirst(), workload.clients())) {
            setUp(load);
            List<? extends Work> works = eachClient(this::work);
            LockSupport.parkNanos(SETTLE_NANOS);
            long generatorBefore = generatorNanos();
            Duration before = ensemble.cpuTime();
            Tally tally = load.run(works, workload.inFlight(), duration.toNanos());
            Duration used = ensemble.cpuTime().minus(before);
            Duration generatorUsed = Duration.ofNanos(generatorNanos() - generatorBefore);
            clearAway(load, works, tally);
            return new Sample(ensemble.candidate().name(), workload, round, tally, used, generatorUsed);
        }
    }

    private static long generatorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private interface OfClient<T> {
        T make(int client);
    }

    private <T> List<T> eachClient(OfClient<T> maker) {
        return IntStream.range(0, workload.clients()).mapToObj(maker::make).toList();
    }

    /// Each client has a znode of its own with all that it touches below, and so reads what it wrote.
    private String parent(int client) {
        return prefix + client;
    }

    private List<String> znodes(int client) {
        return workload.kind() == Kind.CREATE
                ? List.of()
                : IntStream.range(0, ZNODES)
                        .mapToObj(i -> parent(client) + "/" + i)
                        .toList();
    }

    private static Request create(String path) {
        return new Request.Create(OpCode.CREATE, path, content(path), List.copyOf(Acl.OPEN), 0, 0);
    }

    /// Each znode has data of its own, so that an answer about another one is found out.
    private static byte[] content(String path) {
        return Arrays.copyOf(path.getBytes(StandardCharsets.UTF_8), CONTENT_BYTES);
    }

    private void setUp(Load load) throws IOException, LoadFailure, RunFailure {
        List<Script> scripts =
                eachClient(client -> new Script(Stream.concat(Stream.of(parent(client)), znodes(client).stream())
                        .map(Measurement::create)
                        .iterator()));
        expectNoError("setting up", load.run(scripts, SETUP_IN_FLIGHT, Load.UNTIL_EXHAUSTED));
    }

    private Work work(int client) {
        return switch (workload.kind()) {
            case CREATE -> new Creations(parent(client), content(parent(client)), MOST_CREATIONS / workload.clients());
            case SET ->
                new Repeated(znodes(client).stream().map(Measurement::set).toList());
            case GET ->
                new Repeated(znodes(client).stream().map(Measurement::get).toList());
        };
    }

    private static Repeated.Exchange set(String path) {
        return new Repeated.Exchange(new Request.SetData(path, content(path), -1), new byte[0], STAT_BYTES);
    }

    private static Repeated.Exchange get(String path) {
        var data = new JuteWriter();
        data.writeBuffer(content(path));
        return new Repeated.Exchange(
                new Request.Watchable(OpCode.GET_DATA, path, false), data.toByteArray(), data.size() + STAT_BYTES);
    }

    /// Also a check: a parent can be deleted only if exactly what was created below it has been deleted.
    private void clearAway(Load load, List<? extends Work> works, Tally measured)
            throws IOException, LoadFailure, RunFailure {
        List<Script> scripts = eachClient(
                client -> new Script(deletions(client, works.get(client)).iterator()));
        Tally tally = load.run(scripts, SETUP_IN_FLIGHT, Load.UNTIL_EXHAUSTED);
        if (measured.errorCount() == 0) {
            expectNoError("clearing away", tally);
        }
    }

    private Stream<Request> deletions(int client, Work work) {
        Stream<Request> children = work instanceof Creations creations
                ? IntStream.iterate(0, first -> first < creations.created(), first -> first + DELETES_AT_ONCE)
                        .mapToObj(first ->
                                delete(IntStream.range(first, Math.min(first + DELETES_AT_ONCE, creations.created()))
                                        .mapToObj(creations::path)
                                        .toList()))
                : Stream.of(delete(znodes(client)));
        Stream<Request> last =
                Stream.of(new Request.Delete(parent(client), -1), new Request.Bare(OpCode.CLOSE_SESSION));
        return Stream.concat(children, last);
    }

    private static Request delete(List<String> paths) {
        return new Request.Multi(
                OpCode.MULTI,
                paths.stream()
                        .map(path -> (Request) new Request.Delete(path, -1))
                        .toList());
    }

    private void expectNoError(String when, Tally tally) throws RunFailure {
        if (tally.errorCount() > 0) {
            throw new RunFailure(
                    ensemble.candidate() + ", " + workload + ": errors when " + when + ": " + tally.errors());
        }
    }
}
