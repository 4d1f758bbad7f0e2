package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** bin/setup, on a machine whose programs only write down how they were called. */
class SetupTest {
    private static final String WRITES_DOWN = "#!/bin/sh\necho \"${0##*/} $*\" >>\"$CALLS\"\n";

    @TempDir
    Path folder;

    private Path tools;

    private record Run(int exitCode, String out, List<String> calls) {}

    @BeforeEach
    void machine() throws IOException {
        tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("mktemp", "rm", "tail", "env")) {
            Path real = Path.of(Files.exists(Path.of("/bin", tool)) ? "/bin" : "/usr/bin", tool);
            program(tool, "#!/bin/sh\nexec " + real + " \"$@\"\n");
        }
        program("id", "#!/bin/sh\necho \"${FAKE_USER:-1000}\"\n");
        program("apt-get", WRITES_DOWN);
        program("apt-cache", "#!/bin/sh\n[ \"$2\" = openjdk-21-jdk-headless ]\n");
    }

    @Test
    void where_all_is_there_nothing_is_done() throws Exception {
        program("javac", WRITES_DOWN);
        program("mvn", WRITES_DOWN);
        assertEquals(new Run(0, "", List.of()), setup("1000", "build"));
    }

    @Test
    void root_installs_what_is_missing_with_the_jdk_that_this_debian_has() throws Exception {
        Run run = setup("0", "build");
        assertEquals(
                List.of(
                        "apt-get update -q",
                        "apt-get install -q -y --no-install-recommends openjdk-21-jdk-headless maven"),
                run.calls);
        assertEquals(0, run.exitCode);
        assertEquals("Installing with apt-get: jdk maven \n", run.out);
    }

    @Test
    void others_do_it_through_sudo_where_it_asks_for_nothing() throws Exception {
        program("javac", WRITES_DOWN);
        program("sudo", WRITES_DOWN);
        assertEquals(
                List.of(
                        "sudo -n true",
                        "sudo -n apt-get update -q",
                        "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends maven"),
                setup("1000", "build").calls);
    }

    @Test
    void who_may_not_is_told_the_line_to_type() throws Exception {
        Run run = setup("1000", "build");
        assertEquals(1, run.exitCode);
        assertEquals(List.of(), run.calls);
        assertEquals(
                "Type this first: apt-get update && apt-get install openjdk-21-jdk-headless maven   (as root)\n",
                run.out);
        program("sudo", "#!/bin/sh\nexit 1\n");
        assertEquals(run, setup("1000", "build"));
    }

    @Test
    void a_failed_installation_is_shown_with_the_line_to_type() throws Exception {
        program("apt-get", "#!/bin/sh\necho no network\nexit 100\n");
        Run run = setup("0", "build");
        assertEquals(1, run.exitCode);
        assertTrue(run.out.contains("\nno network\nType this first: apt-get update"), run.out);
    }

    @Test
    void another_system_is_told_what_is_missing() throws Exception {
        Files.delete(tools.resolve("apt-get"));
        Run run = setup("0", "build");
        assertEquals(1, run.exitCode);
        assertTrue(run.out.startsWith("Not here: jdk maven. Install them: a JDK of 17 or later"), run.out);
    }

    @Test
    void tests_need_browsers_and_tools_for_symbols_as_well() throws Exception {
        program("javac", WRITES_DOWN);
        program("mvn", WRITES_DOWN);
        assertEquals(
                "apt-get install -q -y --no-install-recommends chromium chromium-driver firefox-esr llvm binutils",
                setup("0", "test").calls.get(1));
    }

    private Run setup(String user, String what) throws Exception {
        Path calls = folder.resolve("calls");
        Files.deleteIfExists(calls);
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "bin/setup", what).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("CALLS", calls.toString());
        builder.environment().put("FAKE_USER", user);
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes());
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "ends");
        return new Run(process.exitValue(), out, Files.exists(calls) ? Files.readAllLines(calls) : List.of());
    }

    private void program(String name, String script) throws IOException {
        Path program = Files.writeString(tools.resolve(name), script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
