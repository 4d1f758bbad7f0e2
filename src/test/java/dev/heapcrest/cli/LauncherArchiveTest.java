package dev.heapcrest.cli;

import static dev.heapcrest.cli.InstalledLauncher.FAKE_JAVA;
import static dev.heapcrest.cli.InstalledLauncher.age;
import static dev.heapcrest.cli.InstalledLauncher.executable;
import static dev.heapcrest.cli.InstalledLauncher.files;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heapcrest.cli.InstalledLauncher.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of loaded classes that bin/heapcrest keeps: where, when it is made, and when it is not used. */
class LauncherArchiveTest {
    @TempDir
    Path folder;

    private InstalledLauncher launcher;

    @BeforeEach
    void install() throws IOException {
        launcher = InstalledLauncher.in(folder);
    }

    @Test
    void pointers_are_whole_where_java_has_classes_archived_for_them() throws Exception {
        assertFalse(launcher.run("heapcrest", Map.of(), "stats", "x").has("-XX:-UseCompressedOops"));
        Files.writeString(launcher.jdk().resolve("lib/server/classes_nocoops.jsa"), "archive");
        assertTrue(launcher.run("heapcrest", Map.of(), "stats", "x").has("-XX:-UseCompressedOops"));
        assertTrue(launcher.run("heapcrest", Map.of("HEAPCREST_CDS", "off"), "stats", "x")
                .has("-XX:-UseCompressedOops"));
    }

    @Test
    void the_first_report_of_a_small_capture_makes_the_archive_and_the_next_uses_it() throws Exception {
        Run first = launcher.run(
                "heapcrest", Map.of(), "flamegraph", launcher.capture().toString());
        assertTrue(first.has("-XX:ArchiveClassesAtExit="), first.arguments().toString());
        assertEquals(
                List.of("heapcrest-A-17.0.1+2.jsa", "heapcrest-A-17.0.1+2.jsa.size", "heapcrest.jar"),
                files(launcher.home().resolve("target")));
        Run second = launcher.run(
                "heapcrest", Map.of(), "flamegraph", launcher.capture().toString());
        assertTrue(
                second.arguments()
                        .contains(
                                "-XX:SharedArchiveFile=" + launcher.home().resolve("target/heapcrest-A-17.0.1+2.jsa")),
                second.arguments().toString());
        assertFalse(second.has("-XX:ArchiveClassesAtExit="), second.arguments().toString());
    }

    @Test
    void a_failed_run_leaves_no_archive() throws Exception {
        launcher.run(
                "heapcrest",
                Map.of("FAKE_EXIT", "1"),
                "flamegraph",
                launcher.capture().toString());
        assertEquals(List.of("heapcrest.jar"), files(launcher.home().resolve("target")));
    }

    @Test
    void an_archive_older_than_the_jar_is_made_again() throws Exception {
        Path archive = Files.writeString(launcher.home().resolve("target/heapcrest-A-17.0.1+2.jsa"), "old");
        age(archive);
        Files.setLastModifiedTime(launcher.home().resolve("target/heapcrest.jar"), FileTime.from(Instant.now()));
        Run run = launcher.run(
                "heapcrest", Map.of(), "flamegraph", launcher.capture().toString());
        assertFalse(run.has("-XX:SharedArchiveFile="), run.arguments().toString());
        assertEquals("", Files.readString(archive));
    }

    @Test
    void with_the_archive_off_or_a_java_that_does_not_say_which_it_is_it_runs_without() throws Exception {
        Files.delete(launcher.jdk().resolve("release"));
        assertFalse(launcher.run(
                        "heapcrest", Map.of(), "flamegraph", launcher.capture().toString())
                .has("-XX:ArchiveClasses"));
        Files.writeString(launcher.jdk().resolve("release"), "JAVA_RUNTIME_VERSION=\"17\"\n");
        assertFalse(launcher.run(
                        "heapcrest",
                        Map.of("HEAPCREST_CDS", "off"),
                        "flamegraph",
                        launcher.capture().toString())
                .has("-XX:ArchiveClasses"));
    }

    @Test
    void where_nothing_beside_the_jar_can_be_written_the_archive_goes_to_the_cache_directory() throws Exception {
        List<String> unprivileged = protect(launcher.home().resolve("target"), folder);
        Path cache = Files.createDirectories(folder.resolve("cache"));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        Run run = launcher.start(
                unprivileged,
                launcher.home().resolve("bin/heapcrest"),
                Map.of("XDG_CACHE_HOME", cache.toString()),
                "flamegraph",
                launcher.capture().toString());
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.has("-XX:ArchiveClassesAtExit=" + cache), run.arguments().toString());
        assertEquals(
                List.of("heapcrest-A-17.0.1+2.jsa", "heapcrest-A-17.0.1+2.jsa.size"),
                files(cache.resolve("heapcrest")));
        assertEquals(List.of("heapcrest.jar"), files(launcher.home().resolve("target")));
    }

    @Test
    void without_a_place_to_write_it_runs_without_an_archive_and_without_a_word() throws Exception {
        List<String> unprivileged = protect(launcher.home().resolve("target"), folder);
        Map<String, String> nowhere = Map.of(
                "XDG_CACHE_HOME", launcher.home().resolve("target/cache").toString(), "HOME", folder + "/no home");
        Run run = launcher.start(
                unprivileged,
                launcher.home().resolve("bin/heapcrest"),
                nowhere,
                "flamegraph",
                launcher.capture().toString());
        assertEquals(0, run.exitCode(), run.err());
        assertFalse(run.has("-XX:ArchiveClasses"), run.arguments().toString());
        assertFalse(run.has("-XX:SharedArchiveFile"), run.arguments().toString());
        assertEquals("", run.err());
        assertEquals(List.of("heapcrest.jar"), files(launcher.home().resolve("target")));
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
    void an_archive_that_was_cut_is_made_again() throws Exception {
        launcher.run("heapcrest", Map.of(), "flamegraph", launcher.capture().toString());
        Path archive = launcher.home().resolve("target/heapcrest-A-17.0.1+2.jsa");
        Files.writeString(archive, "longer");
        Run run =
                launcher.run("heapcrest", Map.of(), "stats", launcher.capture().toString());
        assertFalse(run.has("-XX:SharedArchiveFile="), run.arguments().toString());
        assertFalse(Files.exists(archive));
        launcher.run("heapcrest", Map.of(), "flamegraph", launcher.capture().toString());
        assertTrue(
                launcher.run("heapcrest", Map.of(), "stats", launcher.capture().toString())
                        .has("-XX:SharedArchiveFile="));
    }

    /** Java exits with 1 where it cannot write the archive. */
    @Test
    void a_report_that_was_made_counts_although_the_archive_could_not_be_written() throws Exception {
        Run run = launcher.run(
                "heapcrest",
                Map.of("FAKE_EXIT", "1", "FAKE_DONE", "3"),
                "flamegraph",
                launcher.capture().toString());
        assertEquals(3, run.exitCode());
        assertTrue(files(launcher.home().resolve("target")).stream().noneMatch(name -> name.matches(".*\\.[03]")));
    }

    @Test
    void archives_of_killed_runs_go() throws Exception {
        Path left = Files.writeString(launcher.home().resolve("target/heapcrest-A-17.0.1+2.jsa.4194999"), "half");
        launcher.run("heapcrest", Map.of(), "flamegraph", launcher.capture().toString());
        assertFalse(Files.exists(left));
    }

    @Test
    void a_java_without_an_archive_of_its_own_classes_gets_one() throws Exception {
        Files.writeString(launcher.jdk().resolve("release"), "JAVA_VERSION=\"25.0.2\"\n");
        Files.delete(launcher.jdk().resolve("lib/server/classes.jsa"));
        executable(
                launcher.jdk().resolve("bin/java"),
                FAKE_JAVA.replace("exit \"", "[ \"$1\" != -Xshare:dump ] || echo base >\"${2#*=}\"\nexit \""));
        Path base = launcher.home().resolve("target/java-25.0.2.jsa");
        Path archive = launcher.home().resolve("target/heapcrest-25.0.2.jsa");
        Run first = launcher.run(
                "heapcrest", Map.of(), "flamegraph", launcher.capture().toString());
        assertTrue(
                first.arguments().contains("-XX:SharedArchiveFile=" + base),
                first.arguments().toString());
        assertTrue(
                first.has("-XX:ArchiveClassesAtExit=" + archive),
                first.arguments().toString());
        assertTrue(first.has("-XX:-UseCompressedOops"), first.arguments().toString());
        Run second = launcher.run(
                "heapcrest", Map.of(), "flamegraph", launcher.capture().toString());
        assertTrue(
                second.arguments().contains("-XX:SharedArchiveFile=" + base + ":" + archive),
                second.arguments().toString());
        assertTrue(second.has("-XX:-UseCompressedOops"), second.arguments().toString());

        Files.writeString(base, "longer than it was");
        Run cut =
                launcher.run("heapcrest", Map.of(), "stats", launcher.capture().toString());
        assertFalse(cut.has("-XX:SharedArchiveFile="), cut.arguments().toString());
        assertFalse(cut.has("-XX:-UseCompressedOops"), cut.arguments().toString());
        Run again = launcher.run(
                "heapcrest", Map.of(), "flamegraph", launcher.capture().toString());
        assertTrue(again.has("-XX:ArchiveClassesAtExit="), again.arguments().toString());
        assertEquals("base\n", Files.readString(base));
    }

    /** Java 17 compares names of jars, and would go without the archive for ever. */
    @Test
    void an_archive_of_another_place_is_made_again_where_java_needs_the_same_one() throws Exception {
        launcher.run("heapcrest", Map.of(), "flamegraph", launcher.capture().toString());
        Path moved = folder.resolve("moved");
        launcher.moveTo(moved);
        assertTrue(launcher.run(
                        "heapcrest", Map.of(), "flamegraph", launcher.capture().toString())
                .has("-XX:ArchiveClassesAtExit="));

        Files.writeString(launcher.jdk().resolve("release"), "JAVA_VERSION=\"19.0.1\"\n");
        launcher.run("heapcrest", Map.of(), "flamegraph", launcher.capture().toString());
        launcher.moveTo(folder.resolve("moved again"));
        assertTrue(launcher.run(
                        "heapcrest", Map.of(), "flamegraph", launcher.capture().toString())
                .has("-XX:SharedArchiveFile="));
    }

    @Test
    void an_archive_older_than_java_is_made_again() throws Exception {
        launcher.run("heapcrest", Map.of(), "flamegraph", launcher.capture().toString());
        Files.setLastModifiedTime(
                launcher.jdk().resolve("bin/java"), FileTime.from(Instant.now().plusSeconds(60)));
        assertTrue(launcher.run(
                        "heapcrest", Map.of(), "flamegraph", launcher.capture().toString())
                .has("-XX:ArchiveClassesAtExit="));
    }

    /** As a package's, which the administrator's first report made. */
    @Test
    void an_archive_beside_the_jar_serves_users_who_cannot_write_there() throws Exception {
        launcher.run("heapcrest", Map.of(), "flamegraph", launcher.capture().toString());
        List<String> unprivileged = protect(launcher.home().resolve("target"), folder);
        Run run = launcher.start(unprivileged, launcher.home().resolve("bin/heapcrest"), Map.of(), "stats", "x");
        assertTrue(
                run.arguments()
                        .contains(
                                "-XX:SharedArchiveFile=" + launcher.home().resolve("target/heapcrest-A-17.0.1+2.jsa")),
                run.arguments().toString());
    }
}
