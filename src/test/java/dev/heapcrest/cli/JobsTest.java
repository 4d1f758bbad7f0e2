package dev.heapcrest.cli;

import static dev.heapcrest.cli.SharedCaptures.COMPLEX;
import static dev.heapcrest.cli.SharedCaptures.EMPTY;
import static dev.heapcrest.cli.SharedCaptures.KILLED;
import static dev.heapcrest.cli.SharedCaptures.THREADS;
import static dev.heapcrest.cli.SharedCaptures.forks;
import static dev.heapcrest.cli.SharedCaptures.merge;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of many captures everything is the same with any number at once: files to the byte, messages, exit codes. */
class JobsTest {
    private static final List<String> JOBS = List.of("1", "2", "4");

    @TempDir
    Path folder;

    private Path out;

    @BeforeEach
    void makeDirectory() throws IOException {
        out = Files.createDirectory(folder.resolve("out"));
    }

    /** Whole ones, cut and damaged ones, one that is empty, one that is text, one that is not there, one twice, a partial. */
    private List<Path> captures() throws IOException {
        byte[] whole = Files.readAllBytes(THREADS);
        Path cut = Files.write(folder.resolve("cut.bin"), Arrays.copyOf(whole, whole.length / 2));
        byte[] broken = Files.readAllBytes(CommandRun.CAPTURES.resolve("threads8-h6-py39-m1.0.3-raw.bin"));
        Arrays.fill(broken, broken.length / 2, broken.length / 2 + 64, (byte) 0xFF);
        Path damaged = Files.write(folder.resolve("damaged.bin"), broken);
        Path partial = folder.resolve("wide.hcp");
        assertEquals(
                ExitCode.COMPLETE,
                CommandRun.of("partial", "-o", partial, CommandRun.CAPTURES.resolve("wide20000-h13-py313-lz4.bin"))
                        .exitCode());
        List<Path> captures = new ArrayList<>(List.of(partial, cut, EMPTY));
        captures.addAll(forks("lz4", "", ".child1", ".child2", ".child3", ".child4", ".child5"));
        captures.addAll(List.of(
                Path.of("README.md"), THREADS, COMPLEX, KILLED, folder.resolve("missing.bin"), damaged, COMPLEX));
        return captures;
    }

    private void assertSame(List<?> inputs, Object... command) throws IOException {
        CommandRun first = null;
        List<Path> firstFiles = List.of();
        Path kept = folder.resolve("kept");
        for (String jobs : JOBS) {
            List<Object> arguments = new ArrayList<>(List.of(command));
            arguments.addAll(1, List.of("-j", jobs));
            arguments.addAll(inputs);
            CommandRun run = CommandRun.of(arguments.toArray());
            if (first == null) {
                first = run;
                Files.move(out, kept);
                firstFiles = files(kept);
            } else {
                assertEquals(first.exitCode(), run.exitCode(), "-j " + jobs);
                assertEquals(first.err(), run.err(), "-j " + jobs);
                assertEquals(first.outText(), run.outText(), "-j " + jobs);
                assertEquals(
                        firstFiles.stream().map(Path::getFileName).toList(),
                        files(out).stream().map(Path::getFileName).toList());
                for (Path file : firstFiles) {
                    assertArrayEquals(
                            Files.readAllBytes(file),
                            Files.readAllBytes(out.resolve(file.getFileName())),
                            file + " with -j " + jobs);
                }
                try (Stream<Path> made = Files.list(out)) {
                    for (Path file : made.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(out);
            }
            Files.createDirectory(out);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    @Test
    void merge_writes_and_says_the_same() throws IOException {
        List<Path> captures = captures();
        assertSame(
                captures,
                "merge",
                "--json",
                out.resolve("all.json"),
                "--csv",
                out.resolve("all.csv"),
                "--pprof",
                out.resolve("all.pb.gz"),
                "--partial",
                out.resolve("all.hcp"),
                "--group-by",
                "script,python");
        assertEquals(4, files(folder.resolve("kept")).size());
        CommandRun run = merge(captures, "-j", "4");
        assertEquals(ExitCode.INCOMPLETE, run.exitCode());
        assertTrue(
                run.outText()
                        .startsWith("11 of 14 captures: 7 complete, 3 truncated, 1 damaged; 3 could not be read\n"),
                run.outText());
        // in the order of the arguments
        int last = -1;
        for (String said : List.of(
                "cut.bin is truncated",
                "Cannot read " + EMPTY,
                "child4.bin is truncated",
                "Cannot read README.md",
                KILLED + " is there already",
                "missing.bin: there is no such file",
                "damaged.bin is damaged",
                COMPLEX + " is there already")) {
            int at = run.err().indexOf(said, last + 1);
            assertTrue(at > last, said + " in " + run.err());
            last = at;
        }
    }

    @Test
    void the_stacks_of_the_peak_of_the_sum_are_the_same() throws IOException {
        assertSame(captures(), "merge", "--aligned", "--allow-duplicates", "--json", out.resolve("all.json"));
    }

    @Test
    void a_partial_of_each_is_the_same_and_a_failure_stops_no_other() throws IOException {
        List<Path> captures = new ArrayList<>(captures());
        captures.remove(0);
        captures.subList(captures.size() - 3, captures.size()).clear();
        captures.remove(captures.lastIndexOf(KILLED));
        Path bad = Files.writeString(folder.resolve("bad.hcp"), "HCPARTIA and nothing else");
        captures.add(1, bad);
        assertSame(captures, "partial", "-d", out);
        // of 12 one is empty, one text, and the partial is none
        assertEquals(9, files(folder.resolve("kept")).size());
        Files.writeString(out.resolve(THREADS.getFileName() + ".hcp"), "mine");
        List<Object> again = new ArrayList<>(List.of("partial", "-j", "4", "-d", out));
        again.addAll(captures);
        CommandRun run = CommandRun.of(again.toArray());
        assertEquals(ExitCode.FAILED, run.exitCode());
        assertTrue(run.err().contains("File already exists, will not overwrite without --force"), run.err());
        assertTrue(run.err().endsWith("Of 12 captures 4 failed.\n"), run.err());
        assertEquals("mine", Files.readString(out.resolve(THREADS.getFileName() + ".hcp")));
        assertEquals(9, files(out).size());
    }

    @Test
    void both_sides_of_a_comparison_are_the_same() throws IOException {
        List<Path> captures = captures();
        assertSame(
                List.of(),
                "diff",
                "--json",
                out.resolve("all.json"),
                "--base",
                captures.get(0),
                captures.get(1),
                EMPTY,
                COMPLEX,
                "--new",
                THREADS,
                folder.resolve("missing.bin"),
                COMPLEX,
                COMPLEX);
        List<String> said = new ArrayList<>();
        for (String jobs : JOBS) {
            CommandRun none = CommandRun.of("diff", "-j", jobs, EMPTY, folder.resolve("damaged.bin"));
            assertEquals(ExitCode.FAILED, none.exitCode());
            assertTrue(none.err().endsWith("No capture of the base could be read; nothing was written.\n"), none.err());
            said.add(none.err());
        }
        assertEquals(1, said.stream().distinct().count());
    }

    @Test
    void verdicts_are_the_same() throws IOException {
        assertSame(
                // two of one name are refused
                captures().stream().distinct().toList(),
                "check",
                "--max-peak",
                "1MB",
                "--json",
                out.resolve("check.json"),
                "--markdown",
                out.resolve("check.md"));
        assertEquals(2, files(folder.resolve("kept")).size());
    }

    @Test
    void a_partial_that_cannot_be_read_ends_with_the_same_words() throws IOException {
        List<Path> captures = captures();
        Path bad = Files.writeString(folder.resolve("bad.hcp"), "HCPARTIA and nothing else");
        captures.add(8, bad);
        assertSame(captures, "merge", "--json", out.resolve("all.json"));
        assertEquals(List.of(), files(folder.resolve("kept")));
        CommandRun run = merge(captures, "-j", "4");
        assertEquals(ExitCode.FAILED, run.exitCode());
        assertTrue(run.err().contains("Cannot read " + bad), run.err());
        assertFalse(run.err().contains("Cannot read README.md"), run.err());
    }

    @Test
    void standard_input_is_read_when_it_is_its_turn() throws IOException {
        byte[] input = Files.readAllBytes(COMPLEX);
        List<String> sums = new ArrayList<>();
        for (String jobs : JOBS) {
            CommandRun run = CommandRun.withInput(input, "merge", "-j", jobs, "--json", "-", THREADS, "-", KILLED);
            assertEquals(ExitCode.INCOMPLETE, run.exitCode());
            sums.add(run.err() + run.outText());
        }
        assertEquals(1, sums.stream().distinct().count());
    }

    /** A worker that lacks memory is asked once more, and the bytes are gone. */
    @Test
    void standard_input_is_read_by_no_worker() throws IOException {
        Thread caller = Thread.currentThread();
        List<Thread> readers = new ArrayList<>();
        InputStream input = new FilterInputStream(Files.newInputStream(COMPLEX)) {
            @Override
            public int read(byte[] bytes, int offset, int count) throws IOException {
                readers.add(Thread.currentThread());
                return super.read(bytes, offset, count);
            }
        };
        PrintStream err = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Terminal terminal =
                new Terminal(input, OutputStream.nullOutputStream(), err, false, System::nanoTime, "heapcrest");
        assertEquals(
                ExitCode.COMPLETE,
                Main.execute(terminal, "merge", "-j", "4", THREADS.toString(), "-", COMPLEX.toString()));
        assertEquals(List.of(caller), readers.stream().distinct().toList());
    }

    @Test
    void fewer_than_one_are_refused() {
        for (String command : List.of("merge", "partial", "flamegraphs")) {
            CommandRun run = CommandRun.of(command, "-j", "0", COMPLEX);
            assertEquals(ExitCode.USAGE, run.exitCode());
            assertTrue(run.err().contains("argument -j/--jobs: must be at least 1"), run.err());
        }
        assertEquals(
                ExitCode.USAGE,
                CommandRun.of("diff", "-j", "0", COMPLEX, THREADS).exitCode());
        assertEquals(
                ExitCode.USAGE,
                CommandRun.of("check", "-j", "0", "--max-peak", "1MB", COMPLEX).exitCode());
    }
}
