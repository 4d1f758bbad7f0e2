package dev.heapcrest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of docs/architecture.md, held by the class files. */
class ArchitectureTest {
    /** Each may use what stands to its right. */
    private static final List<String> STAGES = List.of(
            // of profile spark
            "spark",
            "cli",
            "report",
            "merge",
            "tree",
            "aggregate",
            "stacks",
            "profile",
            "capture",
            "symbols",
            "bytes",
            "columns",
            "tables");

    private static final Set<String> BANNED_NAMES =
            Set.of("data", "info", "item", "process", "handle", "manager", "helper", "util", "utils", "impl");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.heapcrest");

    @Test
    void theRulesSeeTheProgram() {
        assertTrue(MAIN.size() > 50, MAIN.size() + " classes");
    }

    private static void check(ArchRule rule) {
        // a rule about no classes at all fails
        rule.allowEmptyShould(false).check(MAIN);
    }

    private static String stage(String name) {
        return "dev.heapcrest." + name + "..";
    }

    /** Each rule finds what it forbids where that is allowed; else it would see nothing anywhere. */
    static Stream<ArchRule> rulesThatFail() {
        return Stream.of(
                using("aggregate", "dev.heapcrest.capture.."),
                using("bytes", "net.openhft.."),
                using("report.html", "com.github.mustachejava.."),
                using("report.export", "com.google.protobuf.."),
                using("symbols.elf", "org.tukaani.."),
                using("symbols.tool", "com.google.gson.."),
                using("symbols.pack", "dev.heapcrest.columns.."),
                using("cli", "picocli.."),
                noClasses().that().resideInAPackage(stage("cli")).should(printOrExit()));
    }

    private static ArchRule using(String stage, String used) {
        return noClasses()
                .that()
                .resideInAPackage(stage(stage))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(used);
    }

    @ParameterizedTest
    @MethodSource("rulesThatFail")
    void whatARuleForbidsIsFound(ArchRule rule) {
        assertThrows(AssertionError.class, () -> check(rule));
    }

    static Stream<String> stages() {
        return STAGES.stream();
    }

    @ParameterizedTest
    @MethodSource("stages")
    void aStageUsesOnlyWhatStandsToItsRight(String stage) {
        String[] toTheLeft = STAGES.subList(0, STAGES.indexOf(stage)).stream()
                .map(ArchitectureTest::stage)
                .toArray(String[]::new);
        if (toTheLeft.length > 0) {
            check(noClasses()
                    .that()
                    .resideInAPackage(stage(stage))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(toTheLeft));
        }
    }

    /** They read profiles, which need nothing of the pass that made them. */
    @Test
    void treesAndReportsUseNothingOfThePass() {
        check(noClasses()
                .that()
                .resideInAnyPackage(stage("report"), stage("merge"), stage("tree"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(stage("aggregate"), stage("stacks")));
    }

    @Test
    void packagesDoNotDependOnEachOtherInCircles() {
        check(slices().matching("dev.heapcrest.(**)").should().beFreeOfCycles());
    }

    @Test
    void everyClassBelongsToAStage() {
        check(noClasses()
                .should()
                .resideOutsideOfPackages(Stream.concat(
                                Stream.of("dev.heapcrest"), STAGES.stream().map(ArchitectureTest::stage))
                        .toArray(String[]::new)));
    }

    private static void onlyKnows(String stage, String... packages) {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(stage(stage))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages));
    }

    @Test
    void onlyBytesKnowsChronicleAndLz4() {
        onlyKnows("bytes", "net.openhft..", "net.jpountz..");
    }

    @Test
    void onlySymbolsKnowTheirLibraries() {
        onlyKnows("symbols.elf", "org.tukaani..");
    }

    /** What a symbolizer answers, and baselines of {@code check}. */
    @Test
    void onlyTwoReadersOfJsonKnowGson() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(stage("symbols.tool"), stage("cli"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.google.gson.."));
    }

    /** A capture without native stacks loads none of them; and they could serve another program as they are. */
    @Test
    void symbolsUseNothingOfOursButColumnsAndTables() {
        String[] others = STAGES.stream()
                .filter(stage -> !List.of("symbols", "columns", "tables").contains(stage))
                .map(ArchitectureTest::stage)
                .toArray(String[]::new);
        check(noClasses()
                .that()
                .resideInAPackage(stage("symbols"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others));
        check(noClasses()
                .that()
                .resideInAnyPackage(stage("symbols.elf"), stage("symbols.tool"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.heapcrest.symbols", "dev.heapcrest.symbols.pack", stage("columns")));
    }

    @Test
    void onlySymbolToolsStartProcesses() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(stage("symbols.tool"))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.ProcessBuilder"));
    }

    @Test
    void onlyTheHtmlReportKnowsMustache() {
        onlyKnows("report.html", "com.github.mustachejava..");
    }

    @Test
    void onlyTheExportsKnowProtobuf() {
        onlyKnows("report.export", "com.google.protobuf..");
    }

    @Test
    void onlyCommandLinesKnowPicocli() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(stage("cli"), stage("spark"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli.."));
    }

    @Test
    void onlyTheFleetKnowsSpark() {
        onlyKnows("spark", "org.apache.spark..", "org.apache.hadoop..", "scala..");
    }

    /** What both command lines have in common; captures are read and reports written by the stages to the right. */
    @Test
    void theFleetUsesNoMoreOfTheCommandLineThanItsOptions() {
        List<String> shared = List.of(
                "CaptureNames",
                "CommandFailure",
                "ExitCode",
                "LimitOptions",
                "ManyOptions",
                "PartialFile",
                "RunOptions");
        List<String> used = MAIN.stream()
                .filter(type -> type.getPackageName().equals("dev.heapcrest.spark"))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .filter(type -> type.getPackageName().equals("dev.heapcrest.cli"))
                .map(JavaClass::getSimpleName)
                .distinct()
                .filter(name -> !shared.contains(name))
                .toList();
        assertEquals(List.of(), used, "the fleet uses these of the command line");
    }

    @Test
    void onlyCommandLinesPrintOrExit() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(stage("cli"), stage("spark"))
                .should(printOrExit()));
    }

    private static ArchCondition<JavaClass> printOrExit() {
        return ArchConditions.accessField(System.class, "out")
                .or(ArchConditions.accessField(System.class, "err"))
                .or(ArchConditions.callMethod(System.class, "exit", int.class))
                .or(ArchConditions.callMethod(Throwable.class, "printStackTrace"));
    }

    @Test
    void nothingTalksToTheNetwork() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.Socket")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.URLConnection"));
    }

    @Test
    void namesSayWhatAThingIs() {
        List<String> banned = MAIN.stream()
                .filter(ArchitectureTest::hasBannedName)
                .map(JavaClass::getName)
                .toList();
        assertEquals(List.of(), banned, "named with a banned word");
    }

    private static boolean hasBannedName(JavaClass type) {
        return Stream.of(type.getSimpleName().split("(?<=[a-z0-9])(?=[A-Z])"))
                .anyMatch(word -> BANNED_NAMES.contains(word.toLowerCase(Locale.ROOT)));
    }

    @Test
    void everyPackageSaysWhatComesInAndWhatGoesOut() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> packages = files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .toList();
            for (Path folder : packages) {
                Path sentence = folder.resolve("package-info.java");
                assertTrue(Files.exists(sentence), "no package-info.java in " + folder);
                String text = Files.readString(sentence);
                assertTrue(
                        text.contains(" In: ") && text.contains(" Out: ") && text.contains("@NullMarked"),
                        sentence + " does not say what comes in and what goes out");
            }
        }
    }
}
