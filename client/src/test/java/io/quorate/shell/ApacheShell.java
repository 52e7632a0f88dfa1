package io.quorate.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.ZooKeeperMain;
import org.apache.zookeeper.util.ServiceUtils;
import org.jspecify.annotations.Nullable;

/// Apache's own command line, in this process. It keeps the streams that it finds when it is loaded, so
/// these are exchanged once, for streams whose target changes.
final class ApacheShell {
    private static final Switch OUT = new Switch(System.out);
    private static final Switch ERR = new Switch(System.err);

    static {
        System.setOut(new PrintStream(OUT, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(ERR, true, StandardCharsets.UTF_8));
        ServiceUtils.setSystemExitProcedure(code -> {
            throw new Exit(code);
        });
    }

    private ApacheShell() {}

    static Outcome run(String server, List<String> words) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-server", server));
        arguments.addAll(words);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        OUT.target = out;
        ERR.target = err;
        try {
            ZooKeeperMain.main(arguments.toArray(new String[0]));
            return new Outcome(out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), -1);
        } catch (Exit exit) {
            return new Outcome(out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), exit.code);
        } finally {
            OUT.target = OUT.original;
            ERR.target = ERR.original;
        }
    }

    /// Instead of the end of the process. An error, so that nobody on its way takes it for a failed command.
    private static final class Exit extends Error {
        private static final long serialVersionUID = 1L;

        private final int code;

        Exit(@Nullable Integer code) {
            this.code = code == null ? 0 : code;
        }
    }

    private static final class Switch extends OutputStream {
        private final OutputStream original;
        private volatile OutputStream target;

        Switch(OutputStream original) {
            this.original = original;
            this.target = original;
        }

        @Override
        public void write(int value) throws IOException {
            target.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            target.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            target.flush();
        }
    }
}
