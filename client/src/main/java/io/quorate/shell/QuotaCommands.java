package io.quorate.shell;

import java.util.List;

/// The commands about quotas.
final class QuotaCommands {
    private static final List<Flag> KINDS = List.of(
            new Flag("n", "val", "how many znodes, softly"),
            new Flag("b", "val", "how many bytes, softly"),
            new Flag("N", "val", "how many znodes at most"),
            new Flag("B", "val", "how many bytes at most"));

    private QuotaCommands() {}

    static List<Command> all() {
        return List.of(
                new Command(
                        "setquota",
                        "-n|-b|-N|-B val path",
                        "limit how much there may be below a znode",
                        1,
                        KINDS,
                        QuotaCommands::setQuota),
                new Command(
                        "listquota",
                        "path",
                        "show the quota of a znode and what is used of it",
                        1,
                        List.of(),
                        QuotaCommands::listQuota),
                new Command(
                        "delquota",
                        "[-n|-b|-N|-B] path",
                        "remove a quota, or one of its limits",
                        1,
                        KINDS.stream()
                                .map(kind -> Flag.of(kind.name(), kind.meaning()))
                                .toList(),
                        QuotaCommands::delQuota));
    }

    private static void setQuota(Arguments arguments, Shell shell) throws InterruptedException {
        String flag = oneKind(arguments);
        if (flag.isEmpty()) {
            throw arguments.wrong("Missing required option: one of -n, -b, -N, -B");
        }
        long value;
        try {
            value = Long.parseLong(String.valueOf(arguments.value(flag)));
        } catch (NumberFormatException _) {
            throw new CommandFailure("-" + flag + " argument must be a number: " + arguments.value(flag));
        }
        String path = arguments.path(0);
        if (isSystem(path)) {
            throw new CommandFailure("cannot set a quota under the path: " + Quota.ROOT);
        }
        if (flag.equalsIgnoreCase("n") && value <= 0) {
            throw new CommandFailure("the num quota must be greater than zero");
        }
        if (flag.equalsIgnoreCase("b") && value < 0) {
            throw new CommandFailure("the bytes quota must be greater than or equal to zero");
        }
        new Quota(path, shell).set(flag, value);
    }

    private static boolean isSystem(String path) {
        return path.equals(Quota.ROOT) || path.startsWith(Quota.ROOT + "/");
    }

    private static void listQuota(Arguments arguments, Shell shell) throws InterruptedException {
        new Quota(arguments.path(0), shell).list();
    }

    private static void delQuota(Arguments arguments, Shell shell) throws InterruptedException {
        String flag = oneKind(arguments);
        Quota quota = new Quota(arguments.path(0), shell);
        boolean existed = flag.isEmpty() ? quota.delete() : quota.unlimit(flag);
        if (!existed) {
            shell.out().println("Quota does not exist for " + arguments.word(0));
        }
    }

    /// @return the flag that is there, or an empty text
    private static String oneKind(Arguments arguments) {
        List<String> given =
                KINDS.stream().map(Flag::name).filter(arguments::has).toList();
        if (given.size() > 1) {
            throw arguments.wrong("Only one of -n, -b, -N, -B: " + String.join(", ", given));
        }
        return given.isEmpty() ? "" : given.getFirst();
    }
}
