package io.quorate.runtime.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.ServerId;
import io.quorate.operation.WriteSettings;
import io.quorate.replica.CleanerSettings;
import io.quorate.tree.TtlForms;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZnodesSectionTest {
    private static ServerConfig.Znodes read(Map<String, String> file, long id) throws InvalidConfigException {
        return ZnodesSection.read(new Values(file, new Properties()), new ServerId(id));
    }

    @Test
    void withoutAWordItIsAsInZooKeeper() throws Exception {
        assertThat(read(Map.of(), 255))
                .isEqualTo(new ServerConfig.Znodes(
                        new WriteSettings(false, false), new CleanerSettings(60_000, 10_000, 0), TtlForms.MARKED));
    }

    @Test
    void theKeysOfTheFileAreRead() throws Exception {
        assertThat(read(Map.of("extendedTypesEnabled", "true", "enforceQuota", "true"), 254)
                        .writes())
                .isEqualTo(new WriteSettings(true, true));
        assertThat(read(Map.of("extensionOperations", "true"), 255).writes())
                .isEqualTo(new WriteSettings(false, false, true));
        assertThat(read(Map.of("extendedTypesEnabled", "true", "emulate353TTLNodes", "true"), 127)
                        .ttlForms())
                .isEqualTo(TtlForms.MARKED_OR_NEGATIVE);
    }

    @Test
    void theSystemPropertiesOfTheCleanerHaveNoPrefix() throws Exception {
        Properties system = new Properties();
        system.setProperty("znode.container.checkIntervalMs", "500");
        system.setProperty("znode.container.maxPerMinute", "600");
        system.setProperty("znode.container.maxNeverUsedIntervalMs", "3000000000");
        assertThat(ZnodesSection.read(new Values(Map.of(), system), new ServerId(1))
                        .cleaner())
                .isEqualTo(new CleanerSettings(500, 600, 3_000_000_000L));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            znode.container.checkIntervalMs,        0
            znode.container.maxPerMinute,           0
            znode.container.maxNeverUsedIntervalMs, -1
            znode.container.maxNeverUsedIntervalMs, soon
            """)
    void numbersThatMeanNothingStopTheStart(String key, String value) {
        assertThatThrownBy(() -> read(Map.of(key, value), 1))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(key);
    }

    @Test
    void idsThatMakeSessionsLookLikeTtlsStopTheStart() throws Exception {
        assertThatThrownBy(() -> read(Map.of("extendedTypesEnabled", "true"), 255))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("at most 254");
        assertThatThrownBy(() -> read(Map.of("extendedTypesEnabled", "true", "emulate353TTLNodes", "true"), 128))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("at most 127");
        assertThat(read(Map.of("emulate353TTLNodes", "true"), 255).ttlForms()).isEqualTo(TtlForms.MARKED);
    }
}
