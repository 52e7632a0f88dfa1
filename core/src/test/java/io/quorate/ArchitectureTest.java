package io.quorate;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The walls of the core: what a room may know, and that nothing in it touches the world.
final class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.quorate");

    private static final Set<String> PURE_PACKAGES = Set.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.runtime",
            "java.lang.annotation",
            "java.nio.charset",
            "java.util",
            "java.util.function",
            "java.util.regex",
            "java.util.stream",
            "java.security",
            "java.math",
            "org.jspecify.annotations");

    private static final Set<String> PURE_CLASSES = Set.of(
            "java.io.Serializable",
            "java.nio.ByteBuffer",
            "java.nio.ByteOrder",
            "java.nio.CharBuffer",
            "java.util.concurrent.TimeUnit",
            "java.util.zip.Adler32",
            "java.util.zip.CRC32",
            "java.util.zip.Checksum");

    @Test
    void theCoreHasNoThreadsNoClockNoFilesNoSocketsNoLoggerAndNoDependencies() {
        DescribedPredicate<JavaClass> allowed = describe("belong to the core or are pure", type -> {
            JavaClass element = type.getBaseComponentType();
            return element.isPrimitive()
                    || element.getPackageName().startsWith("io.quorate")
                    || PURE_PACKAGES.contains(element.getPackageName())
                    || PURE_CLASSES.contains(element.getName());
        });
        classes().should().onlyDependOnClassesThat(allowed).check(CORE);
        noClasses()
                .should()
                .dependOnClassesThat(named(
                        "java.lang.Thread",
                        "java.lang.ThreadLocal",
                        "java.lang.Process",
                        "java.lang.Runtime",
                        "java.security.SecureRandom",
                        "java.util.Random",
                        "java.util.Timer",
                        "java.util.Date"))
                .check(CORE);
        noClasses().should().callMethod(System.class, "nanoTime").check(CORE);
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(CORE);
        noClasses()
                .should()
                .callMethod(System.class, "identityHashCode", Object.class)
                .check(CORE);
        noClasses().should().accessField(System.class, "out").check(CORE);
        noClasses().should().accessField(System.class, "err").check(CORE);
    }

    @Test
    void roomsImportDownwards() {
        room("model").mayImport();
        room("protocol").mayImport("model");
        room("auth").mayImport("model");
        room("watch").mayImport("model");
        room("tree").mayImport("model", "protocol");
        room("session").mayImport("model", "protocol");
        room("operation").mayImport("model", "protocol", "auth", "watch", "tree", "session");
        room("zab").mayImport("model", "protocol");
        room("replica").mayImport("model", "protocol", "auth", "watch", "tree", "session", "operation", "zab");
    }

    @Test
    void noRoomsDependOnEachOtherInACircle() {
        slices().matching("io.quorate.(*)..").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void namesSayWhatAThingIs() {
        List<String> empty = List.of("Utils", "Util", "Helper", "Manager", "Impl", "Base", "Common", "Data", "Info");
        for (String suffix : empty) {
            noClasses()
                    .should()
                    .haveSimpleNameEndingWith(suffix)
                    .orShould()
                    .resideInAPackage(".." + suffix.toLowerCase(Locale.ROOT) + "..")
                    .allowEmptyShould(true)
                    .check(namesChecked());
        }
    }

    /// `SetData` and its like are the protocol's own names.
    private static JavaClasses namesChecked() {
        return CORE.that(not(resideInAnyPackage("io.quorate.protocol..", "io.quorate.operation")));
    }

    private static Room room(String name) {
        return new Room(name);
    }

    private static DescribedPredicate<JavaClass> named(String... names) {
        return describe("are one of " + List.of(names), type -> List.of(names).contains(type.getName()));
    }

    private record Room(String name) {
        void mayImport(String... rooms) {
            String[] own = {"io.quorate." + name + ".."};
            String[] allowed = Arrays.stream(rooms)
                    .map(room -> "io.quorate." + room + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(own[0])
                    .should()
                    .dependOnClassesThat(resideInAPackage("io.quorate..")
                            .and(not(resideInAnyPackage(own)))
                            .and(not(resideInAnyPackage(allowed))))
                    .allowEmptyShould(true)
                    .check(CORE);
        }
    }
}
