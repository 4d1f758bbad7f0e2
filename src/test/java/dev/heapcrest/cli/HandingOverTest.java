package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** bin/memray hands what records to the memray that is installed. */
class HandingOverTest {
    /** Says what it is and how it was called. */
    private static final String FAKE = "#!/bin/sh\necho real; printf '%s\\n' \"$@\"; exit 7\n";

    @TempDir
    Path folder;

    private Path ours;
    private Path theirs;
    private Path python;

    private record Run(int exitCode, String out, String err) {}

    @BeforeEach
    void install() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a POSIX shell");
        ours = program("ours/memray", Files.readString(Path.of("bin/memray")));
        program("ours/heapcrest", "#!/bin/sh\necho heapcrest as \"$HEAPCREST_COMMAND\"; printf '%s\\n' \"$@\"\n");
        theirs = program("with a blank/memray", FAKE);
        // that of the system may have a memray
        python = program("nothing/python3", "#!/bin/sh\nexit 1\n");
    }

    private Path program(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Run start(Path program, List<Path> path, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        String directories =
                path.stream().map(file -> file.getParent().toString()).collect(Collectors.joining(":"));
        builder.environment().put("PATH", directories + ":/usr/bin:/bin");
        builder.environment().keySet().removeIf(name -> name.startsWith("HEAPCREST"));
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes());
        String err = new String(process.getErrorStream().readAllBytes());
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends");
        return new Run(process.exitValue(), out, err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "attach", "detach", "live"})
    void what_records_goes_to_the_next_memray_on_the_path(String command) throws Exception {
        Run run = start(ours, List.of(python, ours, theirs), command, "-o", "a b.bin", "*", "");
        assertEquals("real\n" + command + "\n-o\na b.bin\n*\n\n", run.out);
        assertEquals(7, run.exitCode);
        assertEquals("", run.err);
    }

    @Test
    void options_of_memray_itself_come_before_the_command() throws Exception {
        assertEquals("real\n-vv\nrun\n-c\npass\n", start(ours, List.of(ours, theirs), "-vv", "run", "-c", "pass").out);
    }

    @ParameterizedTest
    @ValueSource(strings = {"flamegraph", "table", "tree", "summary", "stats", "transform", "parse", "nonsense"})
    void what_reports_stays_here(String command) throws Exception {
        assertEquals(
                "heapcrest as memray\n" + command + "\nrun\n", start(ours, List.of(ours, theirs), command, "run").out);
    }

    @Test
    void a_link_to_itself_is_not_the_next_memray() throws Exception {
        Path link = Files.createDirectories(folder.resolve("links")).resolve("memray");
        Files.createSymbolicLink(link, ours);
        assertEquals("real\nrun\n", start(link, List.of(link, ours, theirs), "run").out);
    }

    @Test
    void two_copies_do_not_hand_on_to_each_other_for_ever() throws Exception {
        Path other = program("other/memray", Files.readString(ours));
        assertEquals("real\nrun\n", start(ours, List.of(other, ours, theirs), "run").out);
        assertEquals(1, start(ours, List.of(python, ours, other, ours), "run").exitCode);
    }

    @Test
    void a_program_that_is_recorded_may_record_another_one() throws Exception {
        Path nested = program(
                "nested/memray", "#!/bin/sh\nif [ \"$2\" = outer ]; then \"$3\" run inner; else echo \"$2\"; fi\n");
        assertEquals("inner\n", start(ours, List.of(ours, nested), "run", "outer", ours.toString()).out);
    }

    @Test
    void without_one_on_the_path_python_is_asked() throws Exception {
        Path asked = program(
                "asked/python3", "#!/bin/sh\n[ \"$1\" = -c ] && exit 0\necho python3; printf '%s\\n' \"$@\"; exit 5\n");
        Run run = start(ours, List.of(asked, ours), "run", "x.py");
        assertEquals("python3\n-m\nmemray\nrun\nx.py\n", run.out);
        assertEquals(5, run.exitCode);
    }

    @Test
    void where_there_is_none_a_sentence_says_how_to_get_it() throws Exception {
        Run run = start(ours, List.of(python, ours), "attach", "1");
        assertEquals(1, run.exitCode);
        assertEquals("", run.out);
        assertEquals(
                "memray: 'attach' is a command of memray itself, which is not installed here:"
                        + " python3 -m pip install memray\n",
                run.err);
    }

    /** With the memray that is installed here, if one is. */
    @Test
    void a_capture_that_memray_records_is_reported_on() throws Exception {
        Path installed = Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory.isEmpty() ? "." : directory, "memray"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeTrue(installed != null, "needs memray on the PATH");
        Path capture = folder.resolve("x.bin");
        Run run = start(
                ours, List.of(ours, installed), "run", "-o", capture.toString(), "-c", "x = bytearray(9_000_000)");
        assertEquals(0, run.exitCode, run.err);
        CommandRun report = CommandRun.named("memray", new byte[0], "flamegraph", capture);
        assertEquals(0, report.exitCode(), report.err());
        assertTrue(Files.exists(folder.resolve("memray-flamegraph-x.html")));
        long peak = JsonParser.parseString(
                        CommandRun.of("stats", "--json", capture).outText())
                .getAsJsonObject()
                .get("peak_memory_bytes")
                .getAsLong();
        assertTrue(peak > 9_000_000, "peak " + peak);
    }
}
