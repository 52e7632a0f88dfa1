package io.quorate.simulation.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.ErrorCode;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Thousands of random requests go through the product's way from request to txn, tree and answer, and are
/// judged by the reference: the same txns, the same errors, the same tree after each of them, the same
/// answers.
final class AgainstTheProductTest {
    private static final int WRITES = 2000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void bothAgreeOnEveryRequest(long seed) {
        Comparison comparison = new Comparison(new SplittableRandom(seed));
        for (int i = 0; i < WRITES; i++) {
            comparison.write();
            comparison.read();
            comparison.read();
            if (i == WRITES / 2) {
                comparison.compareAll();
                comparison.startFromSnapshot();
            }
        }
        comparison.compareAll();
        assertThat(comparison.succeeded()).isGreaterThan(WRITES / 6);
        assertThat(comparison.heard()).isGreaterThan(WRITES / 6);
        assertThat(comparison.errors())
                .contains(
                        ErrorCode.OK,
                        ErrorCode.RUNTIME_INCONSISTENCY,
                        ErrorCode.MARSHALLING_ERROR,
                        ErrorCode.UNIMPLEMENTED,
                        ErrorCode.BAD_ARGUMENTS,
                        ErrorCode.NO_NODE,
                        ErrorCode.NO_AUTH,
                        ErrorCode.BAD_VERSION,
                        ErrorCode.NO_CHILDREN_FOR_EPHEMERALS,
                        ErrorCode.NODE_EXISTS,
                        ErrorCode.NOT_EMPTY,
                        ErrorCode.QUOTA_EXCEEDED,
                        ErrorCode.INVALID_ACL);
    }
}
