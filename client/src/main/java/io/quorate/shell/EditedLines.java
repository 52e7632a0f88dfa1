package io.quorate.shell;

import java.io.IOException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/// Lines that somebody types at a terminal, with editing, completion and recall. The only file, beside its
/// completer, that knows the library for this, which is loaded when somebody types and not before.
final class EditedLines implements LineSource {
    private final Terminal terminal;
    private final LineReader reader;

    EditedLines(Shell shell) throws IOException {
        terminal = TerminalBuilder.builder().system(true).build();
        DefaultParser parser = new DefaultParser();
        // Nothing escapes anything here; a backslash is data.
        parser.setEscapeChars(null);
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("quorate")
                .parser(parser)
                .completer(new WordCompleter(shell))
                // An exclamation mark is data too.
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        shell.noticesGoTo(reader::printAbove);
    }

    @Override
    public @Nullable String next(String prompt) {
        while (true) {
            try {
                return reader.readLine(prompt);
            } catch (UserInterruptException e) {
                // With something typed: drop it. With nothing typed: leave.
                if (e.getPartialLine().isBlank()) {
                    return null;
                }
            } catch (EndOfFileException _) {
                return null;
            }
        }
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
