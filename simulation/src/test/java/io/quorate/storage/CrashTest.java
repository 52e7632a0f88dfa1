package io.quorate.storage;

import io.quorate.simulation.disk.FaultyDisk.PowerLost;
import io.quorate.simulation.disk.FaultyDisk.ProcessKilled;
import io.quorate.simulation.disk.FaultyDisk.Unsynced;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// One long life of a server's storage, ended at each of its disk operations in turn. Whatever the
/// disk makes of what was not synced, the next start needs no help and finds all that was promised,
/// and nothing that was given up.
class CrashTest {
    private final long operations = operationsOfALife();

    @Test
    void whatWasPromisedSurvivesAPowerFailureAtAnyPoint() {
        for (int end = 1; end <= operations; end++) {
            for (Unsynced unsynced : Unsynced.values()) {
                StorageLife life = lifeUntil(end);
                life.disk().crash(new Random(end), unsynced);
                life.checkStart("power lost at operation " + end + ", unsynced " + unsynced);
            }
        }
    }

    @Test
    void soItDoesIfSomeSectorsAndNamesAreLostAndOthersNot() {
        for (int end = 1; end <= operations; end++) {
            for (int seed = 0; seed < 3; seed++) {
                StorageLife life = lifeUntil(end);
                life.disk().crash(new Random(seed * 1000L + end), Unsynced.EITHER);
                life.checkStart("power lost at operation " + end + ", seed " + seed);
            }
        }
    }

    @Test
    void theNextStartMayFailInThePowerAsWell() {
        Random random = new Random(7);
        for (int end = 1; end <= operations; end++) {
            StorageLife life = lifeUntil(end);
            life.disk().crash(random, Unsynced.EITHER);
            for (int failure = 1; failure <= 8; failure++) {
                life.disk().loseInsideOperation(failure);
                try {
                    life.start();
                } catch (PowerLost _) {
                    // As arranged.
                }
                life.disk().crash(random, Unsynced.EITHER);
            }
            life.checkStart("power lost at operation " + end + " and in the starts after it");
        }
    }

    /// What a killed process has written and not synced is still there for the next one, and still not synced.
    @Test
    void theStartAfterAKilledProcessMayFailInThePowerAsWell() {
        Random random = new Random(8);
        for (int end = 1; end <= operations; end++) {
            for (int failure = 1; failure <= 8; failure++) {
                StorageLife life = killedIn(end, random);
                life.disk().restartProcess();
                life.disk().loseInsideOperation(failure);
                try {
                    life.start();
                } catch (PowerLost _) {
                    // As arranged.
                }
                life.disk().crash(random, Unsynced.EITHER);
                life.checkStart(
                        "killed in operation " + end + ", power lost in operation " + failure + " of the start");
            }
        }
    }

    private static StorageLife killedIn(int end, Random random) {
        StorageLife life = new StorageLife();
        life.disk().killInsideOperation(end, random);
        try {
            life.run();
        } catch (ProcessKilled _) {
            return life;
        }
        throw new AssertionError("the life has only " + life.disk().operations() + " operations, not " + end);
    }

    @Test
    void aFailedDiskLosesNothingThatAStartHasReported() {
        for (int end = 1; end <= operations; end++) {
            StorageLife life = new StorageLife();
            life.disk().failFromOperation(end);
            try {
                life.run();
            } catch (StorageFailure _) {
                // As arranged.
            }
            life.disk().restartProcess();
            // Among other things: a start reports what it has read, and then the power goes.
            life.checkStart("disk failed at operation " + end);
        }
    }

    private static StorageLife lifeUntil(int end) {
        StorageLife life = new StorageLife();
        life.disk().loseInsideOperation(end);
        try {
            life.run();
        } catch (PowerLost _) {
            return life;
        }
        throw new AssertionError("the life has only " + life.disk().operations() + " operations, not " + end);
    }

    private static long operationsOfALife() {
        StorageLife life = new StorageLife();
        life.run();
        return life.disk().operations();
    }
}
