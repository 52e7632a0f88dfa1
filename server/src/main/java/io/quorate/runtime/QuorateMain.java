package io.quorate.runtime;

import io.quorate.runtime.launch.StatusCommand;
import io.quorate.runtime.launch.UpCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The commands behind `quorate` that are about servers. The script adds those that live elsewhere, such as the shell.
@Command(
        name = "quorate",
        mixinStandardHelpOptions = true,
        versionProvider = QuorateMain.Words.class,
        scope = ScopeType.INHERIT,
        description = "A coordination service for distributed systems that speaks ZooKeeper's languages.",
        subcommands = {UpCommand.class, StatusCommand.class, QuorateMain.VersionCommand.class})
public final class QuorateMain implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private QuorateMain() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new QuorateMain()).execute(args));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return 2;
    }

    /// What this is and what it runs on, in one line.
    static final class Words implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "Quorate " + Version.current().number() + ", speaks the protocols and files of ZooKeeper "
                        + Version.SPOKEN + ", on Java " + Runtime.version()
            };
        }
    }

    @Command(name = "version", description = "Says which version this is.")
    static final class VersionCommand implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            spec.commandLine().getOut().println(new Words().getVersion()[0]);
            return 0;
        }
    }
}
