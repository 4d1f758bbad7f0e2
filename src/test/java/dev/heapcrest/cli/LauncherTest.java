package dev.heapcrest.cli;

import static dev.heapcrest.cli.InstalledLauncher.executable;
import static dev.heapcrest.cli.InstalledLauncher.files;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.cli.InstalledLauncher.Run;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** bin/heapcrest and bin/memray: what reaches Java, what comes back, and the first build. */
class LauncherTest {
    @TempDir
    Path folder;

    private InstalledLauncher launcher;

    @BeforeEach
    void install() throws IOException {
        launcher = InstalledLauncher.in(folder);
    }

    @Test
    void arguments_arrive_as_they_were_typed() throws Exception {
        Run run = launcher.run("heapcrest", Map.of(), "stats", "a b", "", "*", "$x");
        assertEquals(0, run.exitCode());
        List<String> arguments = run.arguments();
        assertEquals(
                List.of("-jar", launcher.jar(), "stats", "a b", "", "*", "$x"),
                arguments.subList(arguments.size() - 7, arguments.size()));
        assertTrue(arguments.contains("-Dheapcrest.command=heapcrest"), arguments.toString());
        assertTrue(arguments.contains("-Dheapcrest.terminal=false"), arguments.toString());
        assertEquals("", run.err());
    }

    /** What the jar's manifest opens is for captures that are mapped; to open it took 5 % of a small report. */
    @Test
    void a_small_capture_is_read_without_what_the_manifest_opens() throws Exception {
        String capture = launcher.capture().toString();
        List<String> arguments =
                launcher.run("heapcrest", Map.of(), "flamegraph", capture).arguments();
        assertEquals(
                List.of("-cp", launcher.jar(), "dev.heapcrest.cli.Main", "flamegraph", capture),
                arguments.subList(arguments.size() - 5, arguments.size()));
        assertTrue(launcher.run("heapcrest", Map.of(), "--version").has("-cp"), "no capture");
        assertTrue(launcher.run("heapcrest", Map.of()).has("-cp"), "help");
        assertTrue(launcher.run("heapcrest", Map.of(), "flamegraph", "-").has("-jar"), "as large as it likes");
        assertTrue(launcher.run("heapcrest", Map.of(), "-v", "flamegraph", "-").has("-jar"), "the same");
        Map<String, String> mapped = Map.of("HEAPCREST_JAVA_OPTS", "-Dheapcrest.mapFromBytes=1");
        assertTrue(launcher.run("heapcrest", mapped, "flamegraph", capture).has("-jar"), "mapping needs it");
    }

    /** Otherwise Java finds no file whose name, or whose relative name in such a directory, is not ASCII. */
    @Test
    void java_gets_a_UTF_8_locale_where_there_is_none_or_only_the_name_of_one() throws Exception {
        executable(launcher.jdk().resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$LC_ALL\"\n");
        executable(
                folder.resolve("locale"),
                "#!/bin/sh\ncase $LC_ALL in *here*) echo UTF-8 ;; *) echo ANSI_X3.4-1968 ;; esac\n");
        Map<String, String> expected = Map.of(
                "", "C.UTF-8",
                "C", "C.UTF-8",
                "POSIX", "C.UTF-8",
                "C.UTF-8", "C.UTF-8",
                "not_INSTALLED.UTF-8", "C.UTF-8",
                "is_here.UTF-8", "is_here.UTF-8");
        for (Map.Entry<String, String> locale : expected.entrySet()) {
            Run run = launcher.run(
                    "heapcrest", Map.of("LC_ALL", locale.getKey(), "LC_CTYPE", "", "LANG", ""), "stats", "x");
            assertEquals(List.of(locale.getValue()), run.arguments(), locale.getKey());
        }
    }

    @Test
    void methods_that_are_compiled_in_a_special_way_exist() throws Exception {
        lengthen(launcher.capture(), 20L << 20);
        Pattern method = Pattern.compile("-XX:CompileCommand=\\w+,([\\w.]+)::(\\w+)(,.*)?");
        List<String> named =
                launcher
                        .run(
                                "heapcrest",
                                Map.of(),
                                "flamegraph",
                                launcher.capture().toString())
                        .arguments()
                        .stream()
                        .filter(argument -> argument.contains("::"))
                        .toList();
        assertEquals(4, named.size(), named.toString());
        for (String argument : named) {
            Matcher parts = method.matcher(argument);
            assertTrue(parts.matches(), argument);
            assertTrue(
                    Stream.of(Class.forName(parts.group(1)).getDeclaredMethods())
                            .anyMatch(declared -> declared.getName().equals(parts.group(2))),
                    argument);
        }
    }

    @Test
    void memray_is_the_same_program_under_its_name_also_through_links() throws Exception {
        Path link = Files.createSymbolicLink(
                folder.resolve("memray"), launcher.home().resolve("bin/memray"));
        Run run = launcher.start(link, Map.of(), "stats", "x");
        assertTrue(
                run.arguments().contains("-Dheapcrest.command=memray"),
                run.arguments().toString());
        assertTrue(
                run.arguments()
                        .contains(
                                launcher.home().resolve("target/heapcrest.jar").toString()),
                run.arguments().toString());
    }

    @Test
    void the_exit_code_is_the_programs() throws Exception {
        assertEquals(
                3,
                launcher.run(
                                "heapcrest",
                                Map.of("FAKE_EXIT", "3"),
                                "flamegraph",
                                launcher.capture().toString())
                        .exitCode());
        assertEquals(
                1,
                launcher.run("heapcrest", Map.of("FAKE_EXIT", "1"), "stats", "x")
                        .exitCode());
    }

    @Test
    void only_small_captures_are_read_with_the_first_compiler_alone() throws Exception {
        String firstCompilerAlone = "-XX:TieredStopAtLevel=1";
        String first = launcher.capture().toString();
        String second = Files.writeString(folder.resolve("y z.bin"), "small").toString();
        assertTrue(launcher.run("heapcrest", Map.of(), "flamegraph", first).has(firstCompilerAlone));
        assertTrue(launcher.run("heapcrest", Map.of(), "flamegraphs", first, "-d", ".", second)
                .has(firstCompilerAlone));
        assertFalse(launcher.run("heapcrest", Map.of(), "flamegraph", "-").has(firstCompilerAlone));
        lengthen(Path.of(second), (16L << 20) - 512);
        assertTrue(launcher.run("heapcrest", Map.of(), "flamegraph", first, "-o", second)
                .has(firstCompilerAlone));
        assertTrue(launcher.run("heapcrest", Map.of(), "flamegraphs", first, second)
                .has(firstCompilerAlone));
        lengthen(Path.of(second), 16L << 20);
        assertFalse(launcher.run("heapcrest", Map.of(), "flamegraph", second).has(firstCompilerAlone));
        assertFalse(launcher.run("heapcrest", Map.of(), "flamegraphs", first, second)
                .has(firstCompilerAlone));
    }

    /** With zeros that take no place on the disk. */
    private static void lengthen(Path file, long lengthBytes) throws IOException {
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.setLength(lengthBytes);
        }
    }

    @Test
    void the_heap_begins_small_unless_the_user_says_how_large_it_is() throws Exception {
        assertTrue(launcher.run("heapcrest", Map.of(), "stats", "x").has("-Xms64m"));
        for (String options : List.of("-Xmx32m", "-Dx=y -Xms1g", "-XX:MaxHeapSize=50m")) {
            assertFalse(launcher.run("heapcrest", Map.of("HEAPCREST_JAVA_OPTS", options), "stats", "x")
                    .has("-Xms64m"));
        }
    }

    @Test
    void options_of_the_user_come_last_among_those_of_java() throws Exception {
        Run run = launcher.run("heapcrest", Map.of("HEAPCREST_JAVA_OPTS", "-Xmx3g -Xss2m"), "stats", "x");
        int jar = run.arguments().indexOf("-jar");
        assertEquals(List.of("-Xmx3g", "-Xss2m"), run.arguments().subList(jar - 2, jar));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "HEAPCREST_JAVA_OPTS"})
    void a_collector_of_the_user_is_the_only_one(String variable) throws Exception {
        assertTrue(launcher.run("heapcrest", Map.of(), "stats", "x").has("-XX:+UseSerialGC"));
        Run run = launcher.run("heapcrest", Map.of(variable, "-Dx=y -XX:+UseG1GC"), "stats", "x");
        assertFalse(run.has("-XX:+UseSerialGC"), run.arguments().toString());
    }

    @Test
    void a_path_for_cd_changes_nothing() throws Exception {
        Path program = Path.of("bin/heapcrest");
        List<String> there = List.of("env", "-C", launcher.home().toString());
        Run run = launcher.start(there, program, Map.of("CDPATH", ".:" + launcher.home() + ":/usr"), "stats", "x");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.arguments().contains(launcher.jar()), run.arguments().toString());
    }

    @Test
    void a_limit_on_addresses_makes_what_java_reserves_small() throws Exception {
        Run run = limited(2_000_000);
        assertTrue(run.has("-XX:CompressedClassSpaceSize=32m"), run.arguments().toString());
        assertTrue(run.has("-Xmx1307m"), run.arguments().toString());
        assertFalse(launcher.run("heapcrest", Map.of(), "stats", "x").has("-Xmx"));
        Run refused = limited(600_000);
        assertEquals(1, refused.exitCode());
        assertEquals(
                "heapcrest: at most 585 MB of addresses are allowed (ulimit -v), and Java needs 700 MB. Raise the limit.\n",
                refused.err());
    }

    private Run limited(int kilobytes) throws Exception {
        List<String> shell = List.of("sh", "-c", "ulimit -v " + kilobytes + "; exec \"$@\"", "sh");
        return launcher.start(shell, launcher.home().resolve("bin/heapcrest"), Map.of(), "stats", "x");
    }

    @Test
    void a_directory_whose_name_java_cannot_have_is_told_or_worked_around() throws Exception {
        Path marked = folder.resolve("tools!");
        Files.move(launcher.home(), marked);
        Run refused = launcher.start(marked.resolve("bin/heapcrest"), Map.of(), "stats", "x");
        assertEquals(1, refused.exitCode());
        assertTrue(refused.err().endsWith("a directory whose name ends in ! needs another name.\n"), refused.err());
        Path colon = folder.resolve("2026-11-29T17:05");
        Files.move(marked, colon);
        Run run = launcher.start(
                colon.resolve("bin/heapcrest"),
                Map.of(),
                "flamegraph",
                launcher.capture().toString());
        assertTrue(run.arguments().contains("/dev/fd/9"), run.arguments().toString());
        assertTrue(run.arguments().stream()
                .noneMatch(argument -> argument.startsWith("-XX:") && argument.contains("T17:05")));
    }

    @Test
    void closed_streams_are_not_files_of_java() throws Exception {
        for (String closed : List.of("<&-", ">&-", "2>&-")) {
            List<String> shell = List.of("sh", "-c", "exec \"$@\" " + closed, "sh");
            launcher.start(
                    shell,
                    launcher.home().resolve("bin/heapcrest"),
                    Map.of("FAKE_STREAMS", folder + "/streams"),
                    "stats",
                    "x");
            List<String> streams = Files.readAllLines(folder.resolve("streams"));
            assertEquals(3, streams.size(), closed);
            assertTrue(streams.contains("/dev/null"), closed + streams);
        }
    }

    /** Maven's stand-in writes half a jar, and the rest later. */
    @Test
    void of_several_first_uses_one_builds_and_the_others_wait() throws Exception {
        Files.delete(launcher.home().resolve("target/heapcrest.jar"));
        executable(
                folder.resolve("mvn"),
                "#!/bin/sh\necho x >>builds\necho half >target/heapcrest.jar\nsleep 1\necho whole >target/heapcrest.jar\n");
        List<String> shell =
                List.of("sh", "-c", "for i in 1 2 3; do \"$@\" || echo failed & sleep 0.2; done; wait", "sh");
        Run run = launcher.start(
                shell, launcher.home().resolve("bin/heapcrest"), Map.of("FAKE_JAR", "yes"), "stats", "x");
        assertEquals(List.of("x"), Files.readAllLines(launcher.home().resolve("builds")), run.err());
        assertEquals(3, run.arguments().stream().filter("whole"::equals).count(), run.arguments() + run.err());
        assertEquals(List.of("heapcrest.jar"), files(launcher.home().resolve("target")));
    }

    @Test
    void a_missing_jar_is_built_first_with_one_line_about_it() throws Exception {
        Files.delete(launcher.home().resolve("target/heapcrest.jar"));
        executable(folder.resolve("mvn"), "#!/bin/sh\necho noise\necho jar >target/heapcrest.jar\n");
        Run run = launcher.run("heapcrest", Map.of(), "stats", "x");
        assertEquals(0, run.exitCode());
        assertEquals(
                "setup build\nheapcrest: building %s (first use only, about a minute)\n"
                        .formatted(launcher.home().resolve("target/heapcrest.jar")),
                run.err());
        assertFalse(run.arguments().contains("noise"));
    }

    @Test
    void what_a_build_needs_and_cannot_be_installed_is_said_before_it_begins() throws Exception {
        Files.delete(launcher.home().resolve("target/heapcrest.jar"));
        Run run = launcher.run("heapcrest", Map.of("FAKE_SETUP", "1"), "stats", "x");
        assertEquals(1, run.exitCode());
        assertEquals(
                "setup build\nheapcrest: %s cannot be built, see above.\n"
                        .formatted(launcher.home().resolve("target/heapcrest.jar")),
                run.err());
    }

    @Test
    void a_failed_build_is_shown() throws Exception {
        Files.delete(launcher.home().resolve("target/heapcrest.jar"));
        executable(folder.resolve("mvn"), "#!/bin/sh\necho what went wrong\nexit 1\n");
        Run run = launcher.run("heapcrest", Map.of(), "stats", "x");
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("what went wrong\n"), run.err());
        assertTrue(run.err().endsWith("heapcrest: the build failed, see above.\n"), run.err());
    }
}
