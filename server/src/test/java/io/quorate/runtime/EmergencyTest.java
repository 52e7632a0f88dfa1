package io.quorate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.Invariant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Instead of ending the process, the codes it would end with are kept.
final class EmergencyTest {
    private final List<Integer> codes = new ArrayList<>();
    private final Emergency emergency = new Emergency(codes::add);

    @Test
    void workThatSucceedsEndsNothing() {
        emergency.guarded("work", ExitCode.UNEXPECTED, () -> {});

        assertThat(codes).isEmpty();
    }

    @Test
    void whateverIsThrownEndsTheProcess() {
        emergency.guarded("work", ExitCode.SNAPSHOT, () -> {
            throw new AssertionError("unforeseen");
        });

        assertThat(codes).containsExactly(10);
    }

    /// As when memory has run out, and there is none for words either.
    @Test
    void whatCannotBeLoggedEndsTheProcessToo() {
        assertThatThrownBy(() -> emergency.guarded("work", ExitCode.SNAPSHOT, () -> {
                    throw new Unspeakable();
                }))
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(codes).containsExactly(10);
    }

    private static final class Unspeakable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new OutOfMemoryError("for the message");
        }
    }

    @Test
    void onlyTheFirstFailureCounts() {
        emergency.guarded("work", ExitCode.UNEXPECTED, () -> {
            throw Invariant.broken("first");
        });
        emergency.guarded("work", ExitCode.SNAPSHOT, () -> {
            throw Invariant.broken("second");
        });

        assertThat(codes).containsExactly(1);
    }
}
