package io.quorate.acceptance.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A program that says something line by line, and now and then waits for an answer.
public final class Conversation implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path complaints;
    private final Process process;
    private final BufferedWriter answers;
    /// The last one is empty.
    private final BlockingQueue<Optional<String>> said = new LinkedBlockingQueue<>();

    private Conversation(Command command, Path complaints) throws IOException {
        this.complaints = complaints;
        process = command.startTalking(complaints);
        answers = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
        Thread.ofVirtual().name("listener").start(this::listen);
    }

    /// @param directory where what the program complains about is kept
    public static Conversation with(Command command, Path directory) {
        try {
            return new Conversation(command.in(directory), Files.createTempFile(directory, "program-", ".err"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    private void listen() {
        try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                said.add(Optional.of(line));
            }
        } catch (IOException e) {
            said.add(Optional.of("(cannot be heard any more: " + e + ")"));
        }
        said.add(Optional.empty());
    }

    /// Blocks until it says the next thing; empty if it has ended, and well.
    public Optional<String> next() {
        try {
            Optional<String> line = said.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("silent for " + PATIENCE.toSeconds() + " s" + complaints());
            }
            if (line.isEmpty() && (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0)) {
                throw new AssertionError("it did not end well" + complaints());
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while listening", e);
        }
    }

    private String complaints() {
        try {
            return "\nstderr: " + Files.readString(complaints);
        } catch (IOException e) {
            return "\n(" + complaints + " cannot be read)";
        }
    }

    public void answer(String line) {
        try {
            answers.write(line + "\n");
            answers.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("it does not listen any more" + complaints(), e);
        }
    }

    /// To signal it.
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
