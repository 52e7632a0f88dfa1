package io.quorate.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.SharedEnsemble;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.barriers.DistributedBarrier;
import org.apache.curator.framework.recipes.barriers.DistributedDoubleBarrier;
import org.apache.curator.framework.recipes.leader.LeaderSelector;
import org.apache.curator.framework.recipes.leader.LeaderSelectorListenerAdapter;
import org.apache.curator.framework.recipes.locks.InterProcessMultiLock;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.framework.recipes.locks.InterProcessReadWriteLock;
import org.apache.curator.framework.recipes.locks.InterProcessSemaphoreMutex;
import org.apache.curator.framework.recipes.locks.InterProcessSemaphoreV2;
import org.apache.curator.framework.recipes.locks.Lease;
import org.apache.curator.framework.recipes.locks.Revoker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Those of Curator's recipes that let somebody wait, with participants that are connected to different servers.
@ExtendWith(SharedEnsemble.class)
final class CuratorLocksTest {
    private static final int PATIENCE_SECONDS = 60;

    private final Participants participants;
    private final String root;

    CuratorLocksTest(Ensemble ensemble) {
        participants = new Participants(ensemble);
        root = participants.root();
    }

    @AfterEach
    void hangUp() {
        participants.close();
    }

    private CuratorFramework client(int participant) {
        return participants.client(participant);
    }

    @Test
    void readersShareALockThatAWriterHasAlone() throws Exception {
        var locks = new ArrayList<InterProcessReadWriteLock>();
        for (int i = 0; i < Participants.NUMBER; i++) {
            locks.add(new InterProcessReadWriteLock(client(i), root + "/shared"));
        }
        assertThat(locks.get(0).readLock().acquire(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isTrue();
        assertThat(locks.get(1).readLock().acquire(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isTrue();
        assertThat(locks.get(2).writeLock().acquire(100, TimeUnit.MILLISECONDS)).isFalse();
        locks.get(0).readLock().release();
        locks.get(1).readLock().release();
        assertThat(locks.get(2).writeLock().acquire(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isTrue();
        assertThat(locks.get(0).readLock().acquire(100, TimeUnit.MILLISECONDS)).isFalse();
        // Who writes may read as well.
        assertThat(locks.get(2).readLock().acquire(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isTrue();
        locks.get(2).readLock().release();
        locks.get(2).writeLock().release();
    }

    @Test
    void aSemaphoreHandsOutItsLeasesAndNoMore() throws Exception {
        var out = new AtomicInteger();
        var mostOut = new AtomicInteger();
        Participants.together(participant -> {
            var semaphore = new InterProcessSemaphoreV2(client(participant), root + "/semaphore", 2);
            for (int i = 0; i < 4; i++) {
                Lease lease = semaphore.acquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(lease).isNotNull();
                mostOut.accumulateAndGet(out.incrementAndGet(), Math::max);
                out.decrementAndGet();
                semaphore.returnLease(lease);
            }
        });
        assertThat(mostOut.get()).isBetween(1, 2);
    }

    @Test
    void aMutexThatKnowsNoOwnerIsGivenBackByAnyThread() throws Exception {
        var mutex = new InterProcessSemaphoreMutex(client(0), root + "/semaphore-mutex");
        var other = new InterProcessSemaphoreMutex(client(1), root + "/semaphore-mutex");
        assertThat(mutex.acquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(other.acquire(100, TimeUnit.MILLISECONDS)).isFalse();
        mutex.release();
        assertThat(other.acquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        other.release();
    }

    @Test
    void severalLocksAreHadAllOrNone() throws Exception {
        List<String> paths = List.of(root + "/one", root + "/two");
        var both = new InterProcessMultiLock(client(0), paths);
        var second = new InterProcessMutex(client(1), paths.get(1));
        assertThat(second.acquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(both.acquire(200, TimeUnit.MILLISECONDS)).isFalse();
        var first = new InterProcessMutex(client(2), paths.get(0));
        assertThat(first.acquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        first.release();
        second.release();
        assertThat(both.acquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        both.release();
    }

    @Test
    void whoHoldsALockHearsThatOthersAskForIt() throws Exception {
        var asked = new AtomicBoolean();
        var mutex = new InterProcessMutex(client(0), root + "/revocable");
        mutex.makeRevocable(_ -> asked.set(true));
        assertThat(mutex.acquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        CuratorFramework other = participants.synced(1);
        String holder = new InterProcessMutex(other, root + "/revocable")
                .getParticipantNodes()
                .iterator()
                .next();
        Revoker.attemptRevoke(other, holder);
        Eventually.holds("the holder hears of it", asked::get);
        mutex.release();
    }

    @Test
    void allPassABarrierOnceItIsGone() throws Exception {
        var barrier = new DistributedBarrier(client(0), root + "/barrier");
        barrier.setBarrier();
        var passed = new AtomicInteger();
        CuratorFramework _ = participants.synced(1);
        CuratorFramework _ = participants.synced(2);
        Participants.together(participant -> {
            if (participant == 0) {
                assertThat(passed).hasValue(0);
                barrier.removeBarrier();
            } else {
                var mine = new DistributedBarrier(client(participant), root + "/barrier");
                assertThat(mine.waitOnBarrier(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .isTrue();
                int _ = passed.incrementAndGet();
            }
        });
        assertThat(passed).hasValue(2);
    }

    @Test
    void allEnterAndLeaveADoubleBarrierTogether() throws Exception {
        var arrived = new AtomicInteger();
        var leaving = new AtomicInteger();
        Participants.together(participant -> {
            var barrier = new DistributedDoubleBarrier(client(participant), root + "/double", Participants.NUMBER);
            int _ = arrived.incrementAndGet();
            assertThat(barrier.enter(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(arrived).hasValue(Participants.NUMBER);
            int _ = leaving.incrementAndGet();
            assertThat(barrier.leave(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(leaving).hasValue(Participants.NUMBER);
        });
    }

    @Test
    void selectorsLeadOneAfterTheOther() throws Exception {
        var led = new CopyOnWriteArrayList<String>();
        var leading = new AtomicInteger();
        var allHaveLed = new CountDownLatch(Participants.NUMBER);
        var selectors = new ArrayList<LeaderSelector>();
        for (int i = 0; i < Participants.NUMBER; i++) {
            String id = "participant-" + i;
            var selector = new LeaderSelector(client(i), root + "/selector", new LeaderSelectorListenerAdapter() {
                @Override
                public void takeLeadership(CuratorFramework client) {
                    assertThat(leading.incrementAndGet()).isEqualTo(1);
                    led.add(id);
                    leading.decrementAndGet();
                    allHaveLed.countDown();
                }
            });
            selector.setId(id);
            selector.start();
            selectors.add(selector);
        }
        assertThat(allHaveLed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(led).containsExactlyInAnyOrder("participant-0", "participant-1", "participant-2");
        selectors.forEach(LeaderSelector::close);
    }
}
