package io.quorate;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The walls between the rooms that touch the world: only the runtime knows more than one of them.
final class ServerArchitectureTest {
    private static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.quorate.storage", "io.quorate.transport", "io.quorate.admin", "io.quorate.runtime");

    @Test
    void roomsThatTouchTheWorldDoNotKnowEachOther() {
        room("storage", "model", "protocol");
        room("transport", "model", "protocol", "replica");
        room("admin", "model", "protocol", "replica");
    }

    @Test
    void onlyTransportKnowsNetty() {
        outside("transport", "io.netty..");
    }

    @Test
    void onlyTheRuntimeKnowsHowLoggingIsDone() {
        outside("runtime", "ch.qos.logback..");
    }

    @Test
    void noRoomsDependOnEachOtherInACircle() {
        slices().matching("io.quorate.(*)..").should().beFreeOfCycles().check(SERVER);
    }

    private static void room(String name, String... mayImport) {
        String own = "io.quorate." + name + "..";
        String[] allowed =
                Stream.of(mayImport).map(room -> "io.quorate." + room + "..").toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat(resideInAPackage("io.quorate..")
                        .and(not(resideInAPackage(own)))
                        .and(not(resideInAnyPackage(allowed))))
                .check(SERVER);
    }

    private static void outside(String room, String forbidden) {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.quorate." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(forbidden)
                .check(SERVER);
    }
}
