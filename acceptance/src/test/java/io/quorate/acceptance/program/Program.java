package io.quorate.acceptance.program;

/// The main class of an application: which steps it takes depends on how old its client is.
public final class Program {
    private Program() {}

    /// @param args the connect string, then the names of the steps
    public static void main(String[] args) throws Exception {
        var application = new Application(args[0]);
        for (int i = 1; i < args.length; i++) {
            // By name, as classes for newer clients are not even there.
            Class<?> steps = Class.forName(Program.class.getPackageName() + "." + args[i]);
            ((Steps) steps.getDeclaredConstructor().newInstance()).take(application);
        }
        application.zk().close();
    }
}
