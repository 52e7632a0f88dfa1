package io.quorate.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnsembleFilesTest {
    @TempDir
    Path temporary;

    private EnsembleFiles files() {
        return new EnsembleFiles(temporary.resolve("data"));
    }

    private LocalEnsemble up(Optional<Integer> servers, Optional<Integer> port) throws LaunchException {
        EnsembleFiles files = files();
        LocalEnsemble ensemble = files.choose(servers, port);
        files.checkWritable(ensemble);
        files.write(ensemble);
        return ensemble;
    }

    @Test
    void threeServersOnTheUsualPortsUnlessTold() throws LaunchException, IOException {
        LocalEnsemble ensemble = up(Optional.empty(), Optional.empty());

        assertThat(ensemble.connectString()).isEqualTo("127.0.0.1:2181,127.0.0.1:2182,127.0.0.1:2183");
        Path second = temporary.resolve("data/server-2");
        assertThat(Files.readString(second.resolve("data/myid"))).isEqualTo("2\n");
        assertThat(Files.readAllLines(second.resolve("zoo.cfg")))
                .contains(
                        "clientPort=2182",
                        "dataDir=" + second.resolve("data"),
                        "server.1=127.0.0.1:2881:3881",
                        "server.2=127.0.0.1:2882:3882",
                        "server.3=127.0.0.1:2883:3883");
    }

    @Test
    void oneServerNeedsNoListOfServers() throws LaunchException, IOException {
        up(Optional.of(1), Optional.empty());

        assertThat(Files.readString(temporary.resolve("data/server-1/zoo.cfg"))).doesNotContain("server.1");
        assertThat(up(Optional.empty(), Optional.empty()).servers()).hasSize(1);
    }

    @Test
    void choosingWritesNothing() throws LaunchException {
        LocalEnsemble ensemble = files().choose(Optional.empty(), Optional.empty());
        files().checkWritable(ensemble);

        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void whatIsThereIsUsedAgain() throws LaunchException, IOException {
        up(Optional.of(5), Optional.of(4000));
        Path config = temporary.resolve("data/server-1/zoo.cfg");
        Files.writeString(config, Files.readString(config).replace("tickTime=2000", "# mine\ntickTime=500"));

        LocalEnsemble again = up(Optional.empty(), Optional.empty());

        assertThat(again.servers()).hasSize(5);
        assertThat(again.servers().getFirst().electionPort()).isEqualTo(5700);
        assertThat(Files.readAllLines(config)).contains("# mine", "tickTime=500", "clientPort=4000");
    }

    @Test
    void anEnsembleMovesToOtherPortsAndKeepsTheRest() throws LaunchException, IOException {
        up(Optional.of(3), Optional.empty());
        Path config = temporary.resolve("data/server-1/zoo.cfg");
        Files.writeString(config, Files.readString(config).replace(":3883", ":3883:observer"));

        up(Optional.empty(), Optional.of(5000));

        assertThat(Files.readAllLines(config))
                .contains("clientPort=5000", "server.1=127.0.0.1:5700:6700", "server.3=127.0.0.1:5702:6702:observer");
    }

    @Test
    void aMovedDirectoryIsFollowed() throws LaunchException, IOException {
        up(Optional.of(3), Optional.empty());
        Path moved = Files.move(temporary.resolve("data"), temporary.resolve("with blanks and \\"));

        var files = new EnsembleFiles(moved);
        files.write(files.choose(Optional.empty(), Optional.empty()));

        assertThat(Files.readAllLines(moved.resolve("server-3/zoo.cfg")))
                .contains("dataDir=" + temporary + "/with blanks and \\\\/server-3/data");
    }

    @Test
    void theNumberOfServersDoesNotChangeByARestart() throws LaunchException {
        up(Optional.of(3), Optional.empty());

        assertThatThrownBy(() -> up(Optional.of(5), Optional.empty()))
                .isInstanceOf(LaunchException.class)
                .hasMessageStartingWith("--servers is 5, but " + temporary.resolve("data") + " holds an ensemble of 3");
    }

    @Test
    void aFileInTheWayIsNamed() throws IOException, LaunchException {
        Files.writeString(temporary.resolve("data"), "not a directory");
        LocalEnsemble ensemble = files().choose(Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> files().checkWritable(ensemble))
                .hasMessage(temporary.resolve("data")
                        + " is a file, and a directory is needed there: choose another --data.");
    }

    @Test
    void brokenConfigurationsAreNamedWithTheirPlace() throws LaunchException, IOException {
        up(Optional.of(3), Optional.empty());
        Path config = temporary.resolve("data/server-2/zoo.cfg");
        Files.writeString(config, "clientPort=none\n");

        assertThatThrownBy(() -> up(Optional.empty(), Optional.empty()))
                .hasMessage(config + " has the port 'none' for clientPort; 1 to 65535 was expected.");
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> up(Optional.of(10), Optional.empty())).hasMessageStartingWith("--servers is 10;");
        assertThatThrownBy(() -> up(Optional.empty(), Optional.of(65000))).hasMessageStartingWith("--port is 65000;");
    }
}
