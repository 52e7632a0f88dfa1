package io.quorate.operation;

import static io.quorate.operation.Service.HOME;
import static io.quorate.operation.Service.creation;
import static io.quorate.operation.Service.delete;
import static io.quorate.operation.Service.grant;
import static io.quorate.operation.Service.multi;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Limits on `/q`, which holds one byte itself, as do all that are created here.
class QuotaTest {
    private final Service service = new Service();

    private void limit(String limits) {
        service.settings = new WriteSettings(false, true);
        service.has("/q");
        service.has("/zookeeper/quota/q");
        write("/zookeeper/quota/q/zookeeper_limits", limits);
        write("/zookeeper/quota/q/zookeeper_stats", "");
    }

    private void write(String path, String text) {
        service.done(new Request.Create(OpCode.CREATE, path, text.getBytes(UTF_8), List.copyOf(Acl.OPEN), 0, 0));
    }

    private String usage() {
        byte[] data = service.znode("/zookeeper/quota/q/zookeeper_stats").data();
        return data == null ? "" : new String(data, UTF_8);
    }

    private static Request setData(String path, int length, int version) {
        return new Request.SetData(path, new byte[length], version);
    }

    @Test
    void theUsageIsThatOfTheWholeSubtree() {
        limit("count=-1,bytes=-1");
        service.has("/q/a").has("/q/a/b").has("/qa");
        assertThat(usage()).isEqualTo("count=3,bytes=3");
        service.done(setData("/q/a/b", 10, -1));
        service.done(delete("/q/a/b"));
        assertThat(usage()).isEqualTo("count=2,bytes=2");
        assertThat(service.znode("/zookeeper/quota/q/zookeeper_stats").stat().version())
                .isZero();
    }

    @Test
    void theLimitItselfMayBeReached() {
        limit("countHardLimit=3");
        assertThat(service.errorOf(creation("/q/a", 0))).isEqualTo(ErrorCode.OK);
        assertThat(service.errorOf(creation("/q/b", 0))).isEqualTo(ErrorCode.OK);
        assertThat(service.errorOf(creation("/q/c", 0))).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        service.done(delete("/q/a"));
        assertThat(service.errorOf(creation("/q/c", 0))).isEqualTo(ErrorCode.OK);
        assertThat(service.remarks).containsExactly("Quota exceeded: /q [current count=4, hardCountLimit=3]");
    }

    @Test
    void dataMayNotGrowBeyondTheLimitNorShrinkToWhatIsStillTooMuch() {
        limit("byteHardLimit=10");
        assertThat(service.errorOf(setData("/q", 10, -1))).isEqualTo(ErrorCode.OK);
        assertThat(service.errorOf(setData("/q", 11, -1))).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        service.done(new Request.SetData("/zookeeper/quota/q/zookeeper_limits", "byteHardLimit=5".getBytes(UTF_8), -1));
        assertThat(service.errorOf(setData("/q", 6, -1))).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(service.errorOf(setData("/q", 10, -1))).isEqualTo(ErrorCode.OK);
        assertThat(service.errorOf(setData("/q", 5, -1))).isEqualTo(ErrorCode.OK);
        assertThat(service.remarks)
                .containsExactly(
                        "Quota exceeded: /q [current bytes=11, hardByteLimit=10]",
                        "Quota exceeded: /q [current bytes=6, hardByteLimit=5]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            count=1             | current count=2, softCountLimit=1
            bytes=1             | current bytes=2, softByteLimit=1
            """)
    void aSoftLimitIsOnlyTold(String limits, String remark) {
        limit(limits);
        service.has("/q/a");
        assertThat(service.remarks).containsExactly("Quota exceeded: /q [" + remark + "]");
    }

    @Test
    void aHardLimitStandsForASoftOne() {
        limit("count=1=;countHardLimit=3");
        service.has("/q/a").has("/q/b");
        assertThat(service.remarks).isEmpty();
    }

    @Test
    void hardLimitsAreOnlyToldWhereTheyAreNotEnforced() {
        limit("countHardLimit=1");
        service.settings = WriteSettings.DEFAULT;
        service.has("/q/a");
        assertThat(service.remarks).containsExactly("Quota exceeded: /q [current count=2, hardCountLimit=1]");
    }

    @Test
    void theQuotaIsTheLastThingChecked() {
        limit("countHardLimit=1");
        assertThat(service.errorOf(creation("/q/.", 0))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(service.errorOf(creation("/q/a/b", 0))).isEqualTo(ErrorCode.NO_NODE);
        assertThat(service.errorOf(creation("/q", 0))).isEqualTo(ErrorCode.NODE_EXISTS);
        service.done(new Request.SetAcl("/q", List.of(grant(Acl.READ, Identity.ANYONE)), -1));
        assertThat(service.as(HOME).errorOf(creation("/q/a", 0))).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(service.errorOf(setData("/q", 9, -1))).isEqualTo(ErrorCode.NO_AUTH);
    }

    @Test
    void theVersionIsCheckedAfterTheQuota() {
        limit("byteHardLimit=1");
        assertThat(service.errorOf(setData("/q", 2, 77))).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(service.errorOf(setData("/q", 1, 77))).isEqualTo(ErrorCode.BAD_VERSION);
    }

    @Test
    void theOperationsOfAMultiCountTogether() {
        limit("countHardLimit=2");
        service.write(multi(creation("/q/a", 0), creation("/q/b", 0)));
        assertThat(usage()).isEqualTo("count=1,bytes=1");
        service.write(multi(creation("/q/a", 0), delete("/q/a"), creation("/q/b", 0)));
        assertThat(usage()).isEqualTo("count=2,bytes=2");
    }

    @Test
    void whatMeansNothingIsRefused() {
        limit("count=5");
        String usage = "/zookeeper/quota/q/zookeeper_stats";

        assertThat(service.errorOf(creation("/zookeeper/quota/zookeeper_limits", 0)))
                .isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(service.errorOf(creation("/zookeeper/zookeeper_limits", 0))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(service.errorOf(new Request.SetData(usage, new byte[] {'?'}, -1)))
                .isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(service.errorOf(new Request.SetData(usage, null, -1))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(service.errorOf(new Request.SetData(usage, new byte[0], -1))).isEqualTo(ErrorCode.OK);
    }

    @Test
    void theLongestPrefixCounts() {
        limit("countHardLimit=9");
        service.has("/q/a").has("/zookeeper/quota/q/a");
        write("/zookeeper/quota/q/a/zookeeper_limits", "countHardLimit=1");
        write("/zookeeper/quota/q/a/zookeeper_stats", "");
        assertThat(service.errorOf(creation("/q/a/b", 0))).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(service.errorOf(creation("/q/b", 0))).isEqualTo(ErrorCode.OK);
    }

    @Test
    void limitsThatCannotBeReadAndUsagesThatAreNotThereAreNone() {
        limit("five");
        service.has("/q/a");
        service.done(
                new Request.SetData("/zookeeper/quota/q/zookeeper_limits", "countHardLimit=1".getBytes(UTF_8), -1));
        service.done(delete("/zookeeper/quota/q/zookeeper_stats"));
        service.has("/q/b");
        write("/zookeeper/quota/q/zookeeper_stats", "");
        assertThat(service.errorOf(creation("/q/c", 0))).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        service.done(delete("/zookeeper/quota/q/zookeeper_limits"));
        service.has("/q/c");
    }
}
