package io.quorate.operation;

import static io.quorate.operation.Service.creation;
import static io.quorate.operation.Service.creationIfNotExists;
import static io.quorate.operation.Service.delete;
import static io.quorate.operation.Service.multi;
import static io.quorate.operation.Service.plain;
import static io.quorate.operation.Service.setData;
import static io.quorate.operation.Service.watching;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `/keeper`, by which clients learn what operations there are: shown, but in no tree.
class FeatureNodesTest {
    private static final String FLAGS = "/keeper/feature_flags";

    private final Service service = new Service();

    @BeforeEach
    void extensionsAreEnabled() {
        service.features = FeatureNodes.ALL;
        service.settings = new WriteSettings(false, false, true);
    }

    private ErrorCode readError(OpCode op, String path) {
        return service.read(watching(op, path)).error();
    }

    private byte[] data(String path) {
        byte[] data =
                ((Response.Data) service.read(watching(OpCode.GET_DATA, path)).response()).data();
        return data == null ? new byte[0] : data;
    }

    private BitSet flags() {
        BitSet flags = new BitSet();
        byte[] bytes = data(FLAGS);
        for (int n = 0; n < bytes.length * 8; n++) {
            flags.set(n, (bytes[n / 8] >> (7 - n % 8) & 1) == 1);
        }
        return flags;
    }

    @Test
    void theFlagsTellWhatThereIs() {
        assertThat(flags().stream()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(data("/keeper/api_version")).isEqualTo("2".getBytes(US_ASCII));
    }

    @Test
    void underALeaderWithoutExtensionsOnlyReadsAreOffered() {
        service.features = FeatureNodes.READING;
        assertThat(flags().stream()).containsExactly(0, 1, 5, 7, 8, 10);
    }

    @Test
    void withoutExtensionsThereIsNothing() {
        service.features = FeatureNodes.NONE;
        assertThat(readError(OpCode.GET_DATA, FLAGS)).isEqualTo(ErrorCode.NO_NODE);
        assertThat(readError(OpCode.EXISTS, "/keeper")).isEqualTo(ErrorCode.NO_NODE);
        service.settings = WriteSettings.DEFAULT;
        assertThat(service.errorOf(creation("/keeper", 0))).isEqualTo(ErrorCode.OK);
    }

    @Test
    void everyReadShowsThem() {
        assertThat(service.read(watching(OpCode.GET_CHILDREN, "/keeper")).response())
                .isEqualTo(new Response.Names(List.of("api_version", "feature_flags")));
        Response.StatOnly stat = (Response.StatOnly)
                service.read(watching(OpCode.EXISTS, "/keeper")).response();
        assertThat(stat.stat().numChildren()).isEqualTo(2);
        assertThat(stat.stat().cversion()).isEqualTo(2);
        Response.AclAndStat acl =
                (Response.AclAndStat) service.read(plain(OpCode.GET_ACL, FLAGS)).response();
        assertThat(acl.acl()).isEqualTo(Acl.READ_ONLY);
        assertThat(service.read(plain(OpCode.GET_ALL_CHILDREN_NUMBER, "/keeper"))
                        .response())
                .isEqualTo(new Response.Count(2));
        assertThat(readError(OpCode.GET_DATA, "/keeper/other")).isEqualTo(ErrorCode.NO_NODE);
        assertThat(readError(OpCode.GET_DATA, "/keeperx")).isEqualTo(ErrorCode.NO_NODE);
    }

    @Test
    void theRootDoesNotListThem() {
        assertThat(service.read(watching(OpCode.GET_CHILDREN, "/")).response())
                .isEqualTo(new Response.Names(List.of("zookeeper")));
        assertThat(service.read(new Request.ListRecursive("/", 100)).response())
                .isEqualTo(new Response.Names(List.of("/zookeeper", "/zookeeper/config", "/zookeeper/quota")));
    }

    @Test
    void aWatchOnThemSurvivesAReconnect() {
        Request again = new Request.SetWatches(
                OpCode.SET_WATCHES, 5, List.of(FLAGS), List.of(), List.of("/keeper"), List.of(), List.of());
        assertThat(service.read(again).catchUp()).isEmpty();
        assertThat(service.watches.count()).isEqualTo(2);
    }

    @Test
    void nobodyWritesThere() {
        for (Request request : List.of(
                creation("/keeper", 0),
                creation("/keeper/x", 0),
                creation("/keeper/x", 2),
                creationIfNotExists("/keeper", 0),
                delete(FLAGS),
                setData(FLAGS, -1),
                new Request.SetAcl("/keeper", List.copyOf(Acl.OPEN), -1),
                new Request.TryRemove(FLAGS, -1),
                new Request.RemoveRecursive("/keeper", -1))) {
            assertThat(service.errorOf(request)).as(request.toString()).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        }
        Response.Multi failed = (Response.Multi)
                service.write(multi(new Request.CheckNotExists(FLAGS, -1))).response();
        assertThat(failed.results()).containsExactly(Response.Result.failed(ErrorCode.BAD_ARGUMENTS));
    }

    @Test
    void otherNamesAreFree() {
        assertThat(service.errorOf(creation("/keepers", 0))).isEqualTo(ErrorCode.OK);
        assertThat(Service.path(service.write(creation("/keeper", 2)))).isEqualTo("/keeper0000000001");
    }

    /// It was made before extensions were enabled, or under a leader that does not have them.
    @Test
    void aRealZnodeOfThatNameIsShownInsteadAndBelongsToItsMaker() {
        service.settings = WriteSettings.DEFAULT;
        service.has("/keeper").has("/keeper/mine");
        service.settings = new WriteSettings(false, false, true);

        assertThat(service.read(watching(OpCode.GET_CHILDREN, "/keeper")).response())
                .isEqualTo(new Response.Names(List.of("mine")));
        assertThat(readError(OpCode.GET_DATA, FLAGS)).isEqualTo(ErrorCode.NO_NODE);
        assertThat(service.errorOf(creation("/keeper/more", 0))).isEqualTo(ErrorCode.OK);
        assertThat(service.errorOf(new Request.RemoveRecursive("/keeper", -1))).isEqualTo(ErrorCode.OK);
        assertThat(readError(OpCode.GET_DATA, FLAGS)).isEqualTo(ErrorCode.OK);
    }
}
