package io.quorate.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionIdTest {
    /// Passwords that stock servers gave out, or that the rule gives for remarkable ids.
    @ParameterizedTest
    @CsvSource(textBlock = """
            1000000000000001, 054cc74a37327db215e702e20c73f005
            100000abcdef0000, 6392a56db477dd0a797bc8b31d917902
            ffffffffffffffff, 20f62cb5648dc2d771471c8a2486a9ee
            72a3b4c5d6e7f001, 0ec176a70e254e5407454a30e17306d6
            0300001191f70000, 9b5818d98c2d723471f899f6b59692f0
            0200001191e70000, cbf149eafc8671ee21aded25a5a5cc7d
            """)
    void everyServerKnowsTheSamePassword(String id, String password) {
        SessionId session = new SessionId(Long.parseUnsignedLong(id, 16));
        assertThat(HexFormat.of().formatHex(session.password())).isEqualTo(password);
    }

    @Test
    void thePasswordIsWhatJavasGeneratorGives() {
        Random ids = new Random(1);
        for (int i = 0; i < 1000; i++) {
            long id = ids.nextLong();
            byte[] expected = new byte[16];
            new Random(id ^ 0xB3415C00L).nextBytes(expected);
            assertThat(new SessionId(id).password()).isEqualTo(expected);
        }
    }
}
