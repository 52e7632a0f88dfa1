package io.quorate.runtime.launch;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a growing log, line by line, as another process writes it. A file between the two, rather than a pipe, so
/// that a slow terminal never holds up a server.
final class LogTail {
    /// The logger `io.quorate.election` tells the story of an election in whole sentences; patterns abbreviate its
    /// name.
    private static final Pattern ELECTION_NEWS = Pattern.compile("i[a-z]*\\.q[a-z]*\\.election\\S*\\s+-\\s+(.*)");

    private static final int CHUNK_BYTES = 1 << 16;

    private final Path file;
    private long position;
    private String unfinished = "";

    LogTail(Path file) {
        this.file = file;
    }

    /// The lines finished since the last call; at most a chunk of them.
    List<String> newLines() {
        byte[] chunk;
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            int length = (int) Math.min(CHUNK_BYTES, log.length() - position);
            if (length <= 0) {
                return List.of();
            }
            chunk = new byte[length];
            log.seek(position);
            log.readFully(chunk);
        } catch (IOException e) {
            // The server has not begun its log, or somebody has removed it: there is nothing to read.
            return List.of();
        }
        position += chunk.length;
        String text = unfinished + new String(chunk, StandardCharsets.UTF_8);
        int end = text.lastIndexOf('\n') + 1;
        unfinished = text.substring(end);
        return text.substring(0, end).lines().toList();
    }

    /// The sentence, if the line is election news.
    static Optional<String> electionNews(String line) {
        Matcher matcher = ELECTION_NEWS.matcher(line);
        return matcher.find() ? Optional.of(String.valueOf(matcher.group(1)).strip()) : Optional.empty();
    }

    /// The end of the log, for telling why a server has died.
    List<String> lastLines(int count) {
        try {
            List<String> all = new ArrayList<>(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
            return List.copyOf(all.subList(Math.max(0, all.size() - count), all.size()));
        } catch (IOException e) {
            return List.of();
        }
    }
}
