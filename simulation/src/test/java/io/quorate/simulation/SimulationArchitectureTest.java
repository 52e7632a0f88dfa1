package io.quorate.simulation;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The walls of the simulation: the reference knows nothing of the product, and nothing comes from outside the seed.
class SimulationArchitectureTest {
    private static final JavaClasses SIMULATION = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.quorate.simulation");

    @Test
    void theReferenceKnowsNothingOfTheProductButItsWords() {
        room("reference", "model", "protocol");
    }

    @Test
    void historiesOfRealServersAreJudgedAlike() {
        room("history", "model", "protocol", "auth", "simulation.reference");
    }

    @Test
    void disksKnowNothingButFiles() {
        room("disk", "storage");
    }

    @Test
    void clientsDoNotLookIntoServers() {
        room("client", "model", "protocol", "simulation.world", "simulation.history");
    }

    @Test
    void theWorldDoesNotKnowItsJudges() {
        noClasses()
                .that()
                .resideInAPackage("io.quorate.simulation.world..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.quorate.simulation.ghost..",
                        "io.quorate.simulation.history..",
                        "io.quorate.simulation.reference..",
                        "io.quorate.simulation.client..",
                        "io.quorate.simulation.plan.."))
                .check(SIMULATION);
    }

    @Test
    void whatIsRandomComesFromTheSeedAndTimeFromTheTimeline() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.quorate.simulation.world..",
                        "io.quorate.simulation.disk..",
                        "io.quorate.simulation.plan..",
                        "io.quorate.simulation.client..",
                        "io.quorate.simulation.ghost..")
                .should()
                .dependOnClassesThat(
                        belongToAnyOf(Random.class, ThreadLocalRandom.class, Instant.class, Clock.class, Thread.class))
                .check(SIMULATION);
    }

    private static void room(String name, String... mayImport) {
        String own = "io.quorate.simulation." + name + "..";
        String[] allowed =
                Stream.of(mayImport).map(room -> "io.quorate." + room + "..").toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat(resideInAPackage("io.quorate..")
                        .and(not(resideInAPackage(own)))
                        // What counts, and what is thrown when something is wrong.
                        .and(not(belongToAnyOf(Tally.class, Violation.class)))
                        .and(not(resideInAnyPackage(allowed))))
                .check(SIMULATION);
    }
}
