package io.quorate.acceptance.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.harness.Member;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.atomic.AtomicValue;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicLong;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.retry.RetryNTimes;
import org.apache.curator.retry.RetryOneTime;
import org.jspecify.annotations.Nullable;

/// A program that counts with others under a lock and watches the count, by recipes of Curator's.
final class CuratorUser implements AutoCloseable {
    private static final String ROOT = "/curator";
    private static final String COUNTER = ROOT + "/counter";
    private static final int SESSION_MILLIS = 10_000;

    private final Tap tap;
    private final CuratorFramework curator;
    private final CuratorCache cache;
    private final Thread thread = Thread.ofPlatform().name("curator").unstarted(this::run);
    private volatile boolean enough;
    private volatile @Nullable Throwable surprise;

    // Of the user's thread; read after its end.
    private long counted;
    private long perhapsCounted;

    CuratorUser(Tap tap) {
        this.tap = tap;
        curator = CuratorFrameworkFactory.builder()
                .connectString(tap.connectString())
                .sessionTimeoutMs(SESSION_MILLIS)
                .connectionTimeoutMs(2_000)
                // To Curator, a retry after a lost answer is a matter of course: then nobody could tell how often
                // something was done.
                .retryPolicy(new RetryNTimes(0, 0))
                .build();
        cache = CuratorCache.build(curator, ROOT);
    }

    void start() {
        curator.start();
        cache.start();
        thread.start();
    }

    private void run() {
        var counter = new DistributedAtomicLong(curator, COUNTER, new RetryOneTime(50));
        var lock = new InterProcessMutex(curator, ROOT + "/lock");
        while (!enough) {
            try {
                if (lock.acquire(1, TimeUnit.SECONDS)) {
                    count(counter);
                    lock.release();
                } else {
                    count(counter);
                }
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                // Of the lock: whatever came of it, somebody will have it again.
                failIfBroken();
            } catch (AssertionError e) {
                surprise = e;
                return;
            }
        }
    }

    private void count(DistributedAtomicLong counter) {
        try {
            AtomicValue<Long> value = counter.increment();
            if (value.succeeded()) {
                counted++;
            }
        } catch (Exception e) {
            // Whether that was done nobody has said.
            perhapsCounted++;
        }
    }

    private void failIfBroken() {
        tap.failIfFailed();
    }

    void failIfSurprised() {
        tap.failIfFailed();
        Throwable unexpected = surprise;
        if (unexpected != null) {
            throw new AssertionError("a user of Curator met with a surprise", unexpected);
        }
    }

    void pause() throws InterruptedException {
        enough = true;
        thread.join();
    }

    static void verify(List<CuratorUser> users, Member member) throws Exception {
        long counted = users.stream().mapToLong(user -> user.counted).sum();
        long perhaps = users.stream().mapToLong(user -> user.perhapsCounted).sum();
        try (CuratorFramework reader = CuratorFrameworkFactory.newClient(member.address(), new RetryNTimes(10, 200))) {
            reader.start();
            long value = new DistributedAtomicLong(reader, COUNTER, new RetryOneTime(50))
                    .get()
                    .postValue();
            assertThat(counted).as("something was counted").isPositive();
            assertThat(value).as("the count").isBetween(counted, counted + perhaps);
        }
    }

    @Override
    public void close() throws IOException {
        enough = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cache.close();
        curator.close();
        tap.close();
    }
}
