package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.heapcrest.capture.Allocator;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.testing.CaptureFiles;
import dev.heapcrest.testing.CaptureWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.NodeList;

/** Captures that somebody made to cost, to tell or to say what captures should not: what the whole command does with them. */
class StrangersTest {
    private static final int MALLOC = Allocator.MALLOC.number();

    @TempDir
    Path directory;

    private static CaptureWriter writer(String commandLine, List<String> paths) {
        CaptureWriter writer = new CaptureWriter(new CaptureHeader(
                13,
                0x030D_00F0,
                false,
                false,
                0,
                0,
                0,
                0,
                commandLine,
                1,
                1,
                0,
                1,
                false,
                false,
                "",
                List.of(),
                paths));
        writer.contextSwitch(1);
        return writer;
    }

    private Path file(CaptureWriter writer) throws IOException {
        writer.trailer();
        return Files.write(directory.resolve("x.bin"), CaptureFiles.lz4(writer.stream(), false));
    }

    private static void allocation(CaptureWriter writer, int number, String function, String file, int line) {
        writer.codeObject(number, function, file, line, new byte[] {(byte) 0xE8, 0});
        writer.codeFramePush(number, 0, true);
        writer.allocation(MALLOC, 4096L * number, 10, 0);
        writer.framePop(1);
    }

    private long pageOf(Path capture) throws IOException {
        Path page = directory.resolve("x.html");
        assertEquals(
                0, CommandRun.of("flamegraph", "-q", "-f", "-o", page, capture).exitCode());
        return Files.size(page);
    }

    @Test
    void a_text_of_megabytes_is_in_a_page_once_and_cut() throws IOException {
        CaptureWriter writer = writer("x".repeat(4_000_000), List.of());
        for (int i = 1; i <= 4; i++) {
            writer.threadName((i + "t").repeat(1_000_000));
            allocation(writer, i, (i + "f").repeat(1_000_000), (i + "/").repeat(1_000_000) + ".py", i);
        }
        long sizeBytes = pageOf(file(writer));
        assertTrue(sizeBytes < 400_000, sizeBytes + " bytes");
    }

    @Test
    void each_limit_that_is_met_is_named_and_can_be_lifted() throws IOException {
        CaptureWriter writer = writer("x", List.of());
        for (int i = 0; i < 1_000; i++) {
            writer.allocation(Allocator.MMAP.number(), 1L << 30, 1 << 20, 0);
        }
        for (int i = 0; i < 1_000; i++) {
            writer.deallocation(Allocator.MUNMAP.number(), (1L << 30) + 160L * i + 16, 16);
        }
        Path capture = file(writer);
        CommandRun limited = CommandRun.of("stats", capture);
        assertEquals(3, limited.exitCode());
        assertTrue(limited.err().contains("unmappings cut too many mappings that overlap"), limited.err());
        assertTrue(limited.err().contains("--limit mapping_steps=N"), limited.err());
        CommandRun lifted = CommandRun.of("stats", "--limit", "mapping_steps=1000000000", capture);
        assertEquals(0, lifted.exitCode(), lifted.err());
        for (String wrong : List.of("mapping_steps", "mapping_steps=x", "none=3", "mapping_steps=0", "=1")) {
            CommandRun misused = CommandRun.of("stats", "--limit", wrong, capture);
            assertEquals(2, misused.exitCode());
            assertTrue(misused.err().contains("error: argument --limit: "), misused.err());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "collapsed", "speedscope", "gprof2dot", "pprof"})
    void an_export_that_grows_with_the_square_of_a_recursion_ends_with_a_word(String format) throws IOException {
        CaptureWriter writer = writer("x", List.of());
        writer.codeObject(1, "f", "a.py", 1, new byte[] {(byte) 0xE8, 0});
        for (int i = 1; i <= 5_000; i++) {
            writer.codeFramePush(1, 0, true);
            writer.allocation(MALLOC, 4096L * i, 10, 0);
        }
        Path capture = file(writer);
        Path export = directory.resolve("x." + format);
        CommandRun run = CommandRun.of("transform", format, "--limit", "export_bytes=1000000", "-o", export, capture);
        assertEquals(1, run.exitCode(), run.err());
        assertTrue(run.err().contains("--limit export_bytes=N"), run.err());
        assertFalse(Files.exists(export));
    }

    @Test
    void too_many_directories_are_refused_and_can_be_allowed() throws IOException {
        Path capture = file(writer("x", Collections.nCopies(70_000, "/a")));
        CommandRun refused = CommandRun.of("stats", capture);
        assertEquals(1, refused.exitCode());
        assertTrue(refused.err().contains("more than 65536 directories"), refused.err());
        assertTrue(refused.err().contains("--limit search_paths=N"), refused.err());
        assertEquals(
                0,
                CommandRun.of("stats", "--limit", "search_paths=100000", capture)
                        .exitCode());
    }

    /** At every cut LZ4 gives at least a record where half of the only block is there, and never one that was not. */
    @Test
    void of_a_small_capture_that_was_cut_something_is_left() throws IOException {
        CaptureWriter writer = writer("x", List.of());
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 1; i <= 60; i++) {
            allocation(writer, i, "f" + random.nextLong(), "a.py", i);
        }
        writer.trailer();
        byte[] whole = CaptureFiles.lz4(writer.stream(), false);
        long before = 0;
        for (int length = 60; length < whole.length; length += 9) {
            Path capture = Files.write(directory.resolve("x.bin"), Arrays.copyOf(whole, length));
            CommandRun run = CommandRun.of("stats", "--json", capture);
            long records = run.exitCode() == 1
                    ? 0
                    : JsonParser.parseString(run.outText())
                            .getAsJsonObject()
                            .getAsJsonObject("coverage")
                            .get("records")
                            .getAsLong();
            assertTrue(records >= before, "at " + length);
            assertTrue(
                    run.exitCode() == 3
                            || (run.exitCode() == 1 && length < 150)
                            || (run.exitCode() == 0 && records == 242),
                    "at " + length);
            assertTrue(length < whole.length / 2 || records > 60, records + " records at " + length);
            before = records;
        }
        assertTrue(before > 235, before + " of 242 records");
    }

    @Test
    void a_pipe_that_nobody_writes_to_does_not_stop_a_batch() throws Exception {
        Path pipe = directory.resolve("pipe.bin");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        CaptureWriter writer = writer("x", List.of());
        allocation(writer, 1, "f", "a.py", 1);
        Path capture = file(writer);
        CommandRun[] run = new CommandRun[1];
        Thread batch = new Thread(() -> run[0] =
                CommandRun.of("flamegraphs", "-q", "-d", directory, pipe, "/dev/zero", "/dev/urandom", capture));
        batch.setDaemon(true);
        batch.start();
        batch.join(TimeUnit.SECONDS.toMillis(60));
        assertFalse(batch.isAlive(), "waits for the pipe");
        assertEquals(1, run[0].exitCode());
        assertTrue(run[0].err().contains("pipe.bin is a pipe, and nobody may ever write to it"), run[0].err());
        assertTrue(run[0].err().endsWith("Of 4 captures 3 failed.\n"), run[0].err());
        assertTrue(Files.exists(directory.resolve("memray-flamegraph-x.html")));
    }

    /** Of a directory all of which the command should read. */
    @ParameterizedTest
    @ValueSource(strings = {"merge", "partial", "check", "diff"})
    void a_pipe_in_a_directory_does_not_stop_other_commands(String command) throws Exception {
        Path pipe = directory.resolve("pipe.bin");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        CaptureWriter writer = writer("x", List.of());
        allocation(writer, 1, "f", "a.py", 1);
        Path capture = file(writer);
        List<Object> arguments = new ArrayList<>(List.of(command, directory));
        if (command.equals("diff")) {
            arguments.add(capture);
        }
        if (command.equals("check")) {
            arguments.addAll(List.of("--max-peak", "1"));
        }
        CommandRun[] run = new CommandRun[1];
        Thread batch = new Thread(() -> run[0] = CommandRun.of(arguments.toArray()));
        batch.setDaemon(true);
        batch.start();
        batch.join(TimeUnit.SECONDS.toMillis(60));
        assertFalse(batch.isAlive(), "waits for the pipe");
        assertTrue(run[0].err().contains("is a pipe, and nobody may ever write to it"), run[0].err());
        assertTrue(Set.of(1, 3, 4).contains(run[0].exitCode()), run[0].err());
    }

    /** A name that many frames share is not written, hashed or looked through for each of them. */
    @Test
    void one_long_name_of_many_lines_is_no_long_report() throws IOException {
        byte[] table = new byte[2_000];
        for (int i = 0; i < table.length; i += 2) {
            table[i] = (byte) 0xE8;
            table[i + 1] = 2;
        }
        CaptureWriter writer = writer("x", List.of());
        writer.codeObject(1, "f".repeat(400_000), "a.py", 1, table);
        for (int i = 1; i <= 1_000; i++) {
            writer.codeFramePush(1, 2 * (i - 1), true);
            writer.allocation(MALLOC, 4096L * i, i, 0);
            writer.framePop(1);
            writer.memory(1_000L + i, 1 << 20);
        }
        Path capture = file(writer);
        for (String command : List.of("tree", "summary", "stats")) {
            int length = CommandRun.of(command, capture).out().length;
            assertTrue(length < 500_000, command + ": " + length);
        }
        Path out = directory.resolve("out");
        assertEquals(
                0,
                CommandRun.of("flamegraph", "-q", "--temporal", "-o", out, capture)
                        .exitCode());
        assertTrue(Files.size(out) < 400_000, Files.size(out) + " bytes");
        List<List<Object>> refused = List.of(
                List.of("merge", "-f", "--limit", "export_bytes=1000000", "--json", out, capture),
                List.of("merge", "-f", "--limit", "export_bytes=1000000", "--csv", out, capture),
                List.of("diff", "-f", "--limit", "export_bytes=1000000", "--json", out, capture, capture));
        for (List<Object> command : refused) {
            CommandRun run = CommandRun.of(command.toArray());
            assertEquals(1, run.exitCode(), run.err());
            assertTrue(run.err().contains("--limit export_bytes=N"), run.err());
        }
    }

    private static String hostile(SplittableRandom random) {
        String[] pieces = {
            "=cmd|' /C calc'!A0",
            "+1",
            "-1",
            "@SUM(1)",
            "\t=1",
            "\r=1",
            "\n",
            "\u2028",
            "\u2029",
            "\u0085",
            "\u202e",
            "\u001b[31m",
            "\u009b31m",
            "\u0007",
            ";",
            "|",
            ",",
            "\"",
            "'",
            "\\",
            "</script>",
            "<img src=x>",
            "&amp;",
            " ",
            "\ud83d\ude00",
            "\ufeff",
            "\uff1d1",
            "%0a",
            "a",
            "()",
            ":1",
            "\u200b",
            "\u007f",
            "\u2066"
        };
        StringBuilder name = new StringBuilder();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            name.append(pieces[random.nextInt(pieces.length)]);
        }
        return name.toString();
    }

    /** Each format is asked for by a reader of its own, which knows nothing of how it is written. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void hostile_names_are_names_in_every_format(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        CaptureWriter writer = writer(hostile(random), List.of());
        for (int i = 1; i <= 150; i++) {
            if (i % 10 == 0) {
                writer.contextSwitch(i);
                writer.threadName(hostile(random));
            }
            allocation(writer, i, hostile(random), hostile(random), i);
        }
        Path capture = file(writer);
        for (String format : List.of("csv", "collapsed", "speedscope", "gprof2dot", "json", "svg", "firefox")) {
            CommandRun run = CommandRun.of("transform", format, "--split-threads", "-o", "-", capture);
            assertEquals(0, run.exitCode(), run.err());
            String text = new String(run.out(), StandardCharsets.UTF_8);
            assertFalse(text.codePoints().anyMatch(StrangersTest::movesTheCursor), format);
            switch (format) {
                case "csv" -> requireCells(text);
                case "collapsed" -> assertEquals(150, text.split("[\\n\u2028\u2029\u0085\r]").length);
                case "svg" -> requirePicture(run.out());
                default -> assertTrue(JsonParser.parseString(text).isJsonObject());
            }
        }
        for (String command : List.of("stats", "dump")) {
            String text = CommandRun.of(command, capture).outText();
            assertFalse(text.codePoints().anyMatch(StrangersTest::movesTheCursor), command);
        }
    }

    /** XML in which names have not become elements. */
    private static void requirePicture(byte[] svg) throws Exception {
        NodeList elements = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg))
                .getElementsByTagName("*");
        int tooltips = 0;
        for (int i = 0; i < elements.getLength(); i++) {
            String name = elements.item(i).getNodeName();
            assertTrue(Set.of("svg", "title", "style", "rect", "g", "text").contains(name), name);
            tooltips += name.equals("title") ? 1 : 0;
        }
        // of 150 places, 4,096 bytes times 1 to 150, those that are a pixel wide, and what they are below
        assertTrue(tooltips > 140, tooltips + " tooltips");
    }

    private static boolean movesTheCursor(int c) {
        int type = Character.getType(c);
        return (c != '\n' && c != '\r' && type == Character.CONTROL)
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    /** RFC 4180, read character by character; no cell is what a spreadsheet would calculate. */
    private static void requireCells(String csv) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < csv.length(); i++) {
            char c = csv.charAt(i);
            if (quoted) {
                if (c != '"') {
                    cell.append(c);
                } else if (i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
                    cell.append(csv.charAt(++i));
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',' || c == '\n') {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else if (c != '\r') {
                cell.append(c);
            }
        }
        assertEquals(151, rows.size());
        for (List<String> cells : rows) {
            assertEquals(6, cells.size(), cells.toString());
            for (String each : cells) {
                assertTrue(each.isEmpty() || each.equals("-1") || "=+-@\uFF1D".indexOf(each.charAt(0)) < 0, each);
            }
        }
        assertEquals(
                List.of("allocator", "num_allocations", "size", "tid", "thread_name", "stack_trace"),
                rows.get(0).stream().collect(Collectors.toList()));
    }
}
