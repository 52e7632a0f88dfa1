package io.quorate.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.client.ApacheServer;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same command lines through Apache's own command line and through ours, each at a server of its own.
/// The lines of a test build on one another. A blank within a word is written as `~`.
final class ShellBesideApachesTest {
    @TempDir
    private Path directory;

    /// How much of the two outcomes is the same.
    private enum Sameness {
        EVERYTHING,
        /// On stderr Apache's shows the name of a Java exception, or something else that helps nobody.
        OUTPUT_AND_CODE
    }

    private void compare(Sameness sameness, String lines) throws Exception {
        try (ApacheServer theirs = new ApacheServer(directory.resolve("theirs"));
                ApacheServer ours = new ApacheServer(directory.resolve("ours"))) {
            SoftAssertions all = new SoftAssertions();
            for (String line : lines.lines().toList()) {
                List<String> words = words(line);
                Outcome expected = ApacheShell.run(theirs.address(), words).settled();
                Outcome got = Outcome.at(ours.address(), words).settled();
                all.assertThat(got.out()).as(line).isEqualTo(expected.out());
                all.assertThat(got.exitCode()).as(line).isEqualTo(expected.exitCode());
                if (sameness == Sameness.EVERYTHING) {
                    all.assertThat(got.err()).as(line).isEqualTo(expected.err());
                }
            }
            all.assertAll();
        }
    }

    private static List<String> words(String line) {
        return List.of(line.split(" ")).stream()
                .map(word -> word.replace('~', ' '))
                .toList();
    }

    @Test
    void readingAndWriting() throws Exception {
        compare(Sameness.EVERYTHING, """
                ls /
                create /a hello
                create /a
                get /a
                get -s /a
                get -b /a
                get -x /a
                get /a watch
                get /none
                get a
                get /a//b
                set /a world
                set -s /a world
                set /a world -v 99
                set /a -v 2 world
                set -v3 /a world~wide
                set /a d2hhdA== -b
                get /a
                stat /a
                stat -w /a
                stat /a watch
                stat /none
                create /grün 日本~€
                get /grün
                get -x /grün
                ls -s /
                ls -w /
                ls / watch
                ls /none
                ls
                stat
                create
                delete
                create /b
                get /b
                get -s /b
                create -s /b/s- x
                create -s /b/ x
                ls /b
                create -c /c
                create -c -e /cc
                create -t 1000 /t
                create -t 1000 -e /t
                create -t 100 -c /t
                create -t x /t
                create -s -t 0 /t
                create /x/y/z
                create /c/1
                create /c/1/2
                create /c/3
                ls -R /
                ls -R /c
                ls -sR /c
                delete /c/1
                delete /c/1/2 5
                delete -v 4 /b
                delete /b/0000000001
                delete /zookeeper
                delete /x
                deleteall /b
                deleteall /none
                deleteall -b 2 /c
                deleteall
                deleteall -b x /a
                getAllChildrenNumber /
                getAllChildrenNumber /none
                getAllChildrenNumber
                getEphemerals
                getEphemerals /
                ls /
                """);
    }

    @Test
    void dumpsAreSixteenBytesARow() throws Exception {
        compare(Sameness.EVERYTHING, """
                create /short x
                get -x /short
                create /row 0123456789abcdef
                get -x /row
                create /rows 0123456789abcdef0123~~-~äöü
                get -x /rows
                get -b -x -s /rows
                """);
    }

    @Test
    void permissions() throws Exception {
        compare(Sameness.EVERYTHING, """
                create /one data world:anyone:r
                create /two data ip:127.0.0.1/8:cdrwa,world:anyone:r
                create /three data world:anyone:rz
                getAcl /one
                getAcl -s /two
                getAcl /three
                getAcl /none
                getAcl
                setAcl /two world:anyone:cdrwa
                setAcl -s /two world:anyone:cdrwa
                setAcl -v 77 /two world:anyone:cdrwa
                setAcl -v 2 /two world:anyone:cdrwa
                setAcl /two auth::r
                setAcl /one world:anyone:r
                setAcl -R /none world:anyone:cdrwa
                create /tree x
                create /tree/1 x
                create /tree/1/2 x
                setAcl -R /tree world:anyone:cdr
                getAcl /tree/1/2
                setAcl /two
                set /one x
                create /one/x
                addauth digest user:secret
                addauth
                whoami
                """);
    }

    @Test
    void quotas() throws Exception {
        compare(Sameness.EVERYTHING, """
                create /q data
                create /q/1 data
                create /q/1/2 data
                listquota /q
                listquota /none
                listquota
                setquota -n 2 /q
                listquota /q
                setquota -b 1 /q
                listquota /q
                setquota -N 2 /q
                setquota -B 1000 /q
                listquota /q
                setquota -n 5 /q/1
                setquota -n 5 /none
                setquota -n 3
                ls /zookeeper/quota/q
                get /zookeeper/quota/q/zookeeper_limits
                get /zookeeper/quota/q/zookeeper_stats
                delquota -n /q
                listquota /q
                delquota /none
                delquota
                delquota /q
                listquota /q
                ls /zookeeper/quota
                setquota -n 5 /q/1
                setquota -n 5 /q
                ls /zookeeper/quota/q
                delquota -B /q/1
                delquota /q/1
                ls /zookeeper/quota
                """);
    }

    @Test
    void watchesSessionAndEnsemble() throws Exception {
        compare(Sameness.EVERYTHING, """
                addWatch /
                addWatch -m PERSISTENT /
                addWatch
                removewatches /
                removewatches / -c
                removewatches / -c -l
                removewatches
                printwatches
                printwatches on
                printwatches off
                config
                config -s
                config -c
                config -w
                sync /
                sync /none
                sync
                sync x
                reconfig
                reconfig -remove 3
                reconfig -add server.9=localhost:1:2;3
                close
                connect
                redo 99
                """);
    }

    @Test
    void mistakesEndWithTheSameCode() throws Exception {
        compare(Sameness.OUTPUT_AND_CODE, """
                nonsense
                nonsense a b
                get
                set
                set /a
                ls -z /
                create /four data nope:x:r
                create -x /y
                create /d a b c
                create /d data nonsense
                create /z/ x
                setAcl / x
                addWatch -m NOPE /
                setquota -n 1 -b 1 /q
                setquota /q
                setquota
                setquota -n
                setquota -x 3 /c
                setquota -n 5 /
                delquota -n -b /q
                delquota -x /q
                reconfig -members x
                getEphemerals x
                """);
    }

    @Test
    void unknownCommandsAreAnsweredWithAllUsages() throws Exception {
        try (ApacheServer server = new ApacheServer(directory)) {
            Outcome theirs = ApacheShell.run(server.address(), List.of("nonsense"));
            Outcome ours = Outcome.at(server.address(), List.of("nonsense"));
            assertThat(ours.err().lines().toList())
                    .containsAll(theirs.err().lines().toList());
        }
    }
}
