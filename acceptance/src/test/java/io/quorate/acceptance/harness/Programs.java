package io.quorate.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// Client programs among the test resources, in other languages than Java. Whoever lacks what they need is
/// told what to install; `.ci/run` does that on Debian.
public final class Programs {
    private static final Path RESOURCES = Archive.TARGET.resolve("test-classes").toAbsolutePath();

    private Programs() {}

    /// A script for the system's Python, where its packages of clients are.
    public static Command inPython(String script, String... arguments) {
        String python = "/usr/bin/python3";
        require(Command.of(python, "-c", "import kazoo"), python + " finds no kazoo", "python3-kazoo");
        // The mark comes last: to Python it is one argument more.
        return run(List.of(python, RESOURCES.resolve(script).toString()), arguments);
    }

    /// A program that is compiled with the threaded library of ZooKeeper's client for C.
    ///
    /// @param source without its ending
    public static Command inC(String source, String... arguments) {
        require(Command.of("gcc", "--version"), "gcc is not there", "gcc, libc6-dev and libzookeeper-mt-dev");
        Path compiled = Archive.TARGET.resolve(source).toAbsolutePath();
        String file = RESOURCES.resolve(source + ".c").toString();
        require(
                Command.of(
                        "gcc",
                        "-std=gnu11",
                        "-Wall",
                        "-Werror",
                        "-DTHREADED",
                        "-o",
                        compiled.toString(),
                        file,
                        "-lzookeeper_mt",
                        "-lpthread"),
                file + " cannot be compiled",
                "gcc, libc6-dev and libzookeeper-mt-dev, if it is only the headers or the library that are missing");
        return run(List.of(compiled.toString()), arguments);
    }

    /// A script for Node.js. The packages that it requires, as its lock file names them, are brought by npm
    /// at first, as Maven brings libraries, and stay in `target`.
    ///
    /// @param directory among the resources: `package.json`, `package-lock.json` and `main.js`
    public static Command inNode(String directory, String... arguments) {
        require(Command.of("node", "--version"), "Node.js is not there", "nodejs");
        require(Command.of("npm", "--version"), "npm is not there", "npm");
        Path home = Archive.TARGET.resolve(directory).toAbsolutePath();
        try {
            bringPackages(RESOURCES.resolve(directory), home);
            Files.copy(
                    RESOURCES.resolve(directory).resolve("main.js"),
                    home.resolve("main.js"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into " + home, e);
        }
        return run(List.of("node", home.resolve("main.js").toString()), arguments);
    }

    private static void bringPackages(Path wanted, Path home) throws IOException {
        // npm keeps its own copy below what it has installed; ours is put in place when it has succeeded.
        Path brought = home.resolve("brought.json");
        Path lock = wanted.resolve("package-lock.json");
        if (Files.exists(brought) && Files.mismatch(brought, lock) == -1) {
            return;
        }
        Files.createDirectories(home);
        for (String name : List.of("package.json", "package-lock.json")) {
            Files.copy(wanted.resolve(name), home.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Command.Outcome outcome = Command.of(
                        "npm", "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund")
                .in(home)
                .run();
        if (outcome.exitCode() != 0) {
            throw new AssertionError("'npm ci' cannot bring the packages in " + lock
                    + "; once it has had a network to do so, none is needed any more: " + outcome.err());
        }
        Files.copy(lock, brought, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void require(Command command, String complaint, String packages) {
        Command.Outcome outcome;
        try {
            outcome = command.in(Archive.TARGET).run();
        } catch (UncheckedIOException e) {
            throw new AssertionError(complaint + "; Debian's packages for that: " + packages, e);
        }
        if (outcome.exitCode() != 0) {
            throw new AssertionError(
                    complaint + "; Debian's packages for that: " + packages + "\n" + outcome.out() + outcome.err());
        }
    }

    /// The mark comes last: to these programs it is one argument more.
    private static Command run(List<String> words, String... arguments) {
        var all = new ArrayList<>(words);
        all.addAll(List.of(arguments));
        all.add(Leash.MARK);
        return Command.of(all);
    }
}
