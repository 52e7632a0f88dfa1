package io.quorate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class MailboxTest {
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final Mailbox<String> mailbox = new Mailbox<>(10, String::length);

    @Test
    void givesAllThereIsInTheOrderOfItsComing() {
        mailbox.add("a");
        mailbox.add("b");

        assertThat(mailbox.takeAll(FOR_EVER)).containsExactly("a", "b");
    }

    @Test
    void givesNothingOnceTheTimeHasCome() {
        assertThat(mailbox.takeAll(System.nanoTime() - 1)).isEmpty();
        assertThat(mailbox.takeAll(System.nanoTime() + 1_000_000)).isEmpty();
    }

    @Test
    void waitsForSomething() throws InterruptedException {
        List<String> taken = new ArrayList<>();
        Thread taker = Thread.ofPlatform().start(() -> taken.addAll(mailbox.takeAll(FOR_EVER)));
        mailbox.add("late");
        taker.join();

        assertThat(taken).containsExactly("late");
    }

    @Test
    void whoCanWaitDoesSoWhileItIsFull() throws InterruptedException {
        mailbox.add("0123456789");
        Thread adder = Thread.ofPlatform().start(() -> mailbox.addWhenRoom("more", TimeUnit.SECONDS.toNanos(25)));
        while (adder.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        assertThat(mailbox.takeAll(FOR_EVER)).containsExactly("0123456789");
        adder.join();
        assertThat(mailbox.takeAll(FOR_EVER)).containsExactly("more");
    }

    @Test
    void whoWaitsTooLongIsLetIn() {
        mailbox.add("0123456789");
        mailbox.addWhenRoom("more", 1000);

        assertThat(mailbox.takeAll(FOR_EVER)).containsExactly("0123456789", "more");
    }

    @Test
    void whoMustNotWaitNeverDoes() {
        mailbox.add("0123456789");
        mailbox.add("more");

        assertThat(mailbox.takeAll(FOR_EVER)).hasSize(2);
    }

    @Test
    void whatWasInsideWhenItClosedCanStillBeTaken() {
        mailbox.add("last");
        mailbox.close();
        mailbox.add("too late");

        assertThat(mailbox.takeAll(FOR_EVER)).containsExactly("last");
        assertThat(mailbox.takeAll(FOR_EVER)).isEmpty();
        assertThat(mailbox.isClosed()).isTrue();
    }
}
