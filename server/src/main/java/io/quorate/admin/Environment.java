package io.quorate.admin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/// The lines of `envi`. Nothing secret is among them: arguments and other properties are left out.
final class Environment {
    private static final List<String> PROPERTIES = List.of(
            "java.version",
            "java.vendor",
            "java.home",
            "java.class.path",
            "java.library.path",
            "java.io.tmpdir",
            "java.compiler",
            "os.name",
            "os.arch",
            "os.version",
            "user.name",
            "user.home",
            "user.dir");

    private Environment() {}

    static List<String> lines(String version) {
        List<String> lines = new ArrayList<>();
        lines.add("zookeeper.version=" + version);
        lines.add("host.name=" + hostName());
        PROPERTIES.forEach(name -> lines.add(name + "=" + System.getProperty(name, "<NA>")));
        Runtime runtime = Runtime.getRuntime();
        lines.add("os.memory.free=" + mebibytes(runtime.freeMemory()));
        lines.add("os.memory.max=" + mebibytes(runtime.maxMemory()));
        lines.add("os.memory.total=" + mebibytes(runtime.totalMemory()));
        return lines;
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + "MB";
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            // A machine need not know its own name.
            return "<NA>";
        }
    }
}
