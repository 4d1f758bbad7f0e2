package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.capture.AggregatedSink.Figures;
import dev.heapcrest.capture.Allocator;
import dev.heapcrest.testing.AggregatedCaptureWriter;
import dev.heapcrest.testing.CaptureWriter;
import dev.heapcrest.testing.Headers;
import dev.heapcrest.testing.RandomProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decision 0007: such figures are shown as they are, and never as those of a complete capture. */
class FiguresThatCannotBeTest {
    @TempDir
    Path directory;

    private Path aggregated(long[]... rows) throws IOException {
        AggregatedCaptureWriter writer = new AggregatedCaptureWriter(Headers.of(true, 0, 0));
        for (int row = 0; row < rows.length; row++) {
            Figures figures = new Figures();
            figures.peakBytes = rows[row][0];
            figures.peakCount = rows[row][1];
            figures.leakBytes = rows[row][2];
            figures.leakCount = rows[row][3];
            writer.codeObject(row, "f" + row, "f.py", 1, new byte[0]);
            writer.codeFrameDefinition(row, row, 0, true);
            writer.stackTreeNode(row, 0);
            writer.aggregatedAllocation(1, Allocator.MALLOC.number(), 0, row + 1, 0, figures);
        }
        writer.trailer();
        return Files.write(directory.resolve("aggregated.bin"), writer.stream());
    }

    private static CommandRun transform(String format, Path capture, String... options) {
        Object[] arguments = new Object[4 + options.length];
        arguments[0] = "transform";
        arguments[1] = format;
        System.arraycopy(options, 0, arguments, 2, options.length);
        arguments[2 + options.length] = "-o-";
        arguments[3 + options.length] = capture;
        return CommandRun.of(arguments);
    }

    @Test
    void negative_figures_are_shown_as_they_are_and_the_capture_is_damaged() throws IOException {
        Path capture =
                aggregated(new long[] {500, 1, 500, 1}, new long[] {-1, -1, -4096, -2}, new long[] {-7, 1, 3, 1});
        CommandRun stats = CommandRun.of("stats", "--json", capture);
        assertEquals(ExitCode.INCOMPLETE, stats.exitCode());
        String json = stats.outText();
        assertTrue(json.contains("\"state\":\"damaged\"") || json.contains("\"state\": \"damaged\""), json);
        assertTrue(
                json.contains("figures cannot be below 0: -1 bytes in -1 allocations at the peak, -4,096 bytes in -2"
                        + " allocations at the end (an AGGREGATED ALLOCATION record at offset "),
                json);
        assertTrue(json.replace(" ", "").contains("\"rule\":\"negative_figures\""), json);
        assertTrue(json.replace(" ", "").contains("\"kind\":\"impossible\""), json);
        // one damage for all rows, and all rows are read
        assertEquals(2, json.split("negative_figures", -1).length, json);
        CommandRun csv = transform("csv", capture, "--leaks");
        assertEquals(ExitCode.INCOMPLETE, csv.exitCode(), csv.err());
        assertTrue(csv.outText().contains("-4096"), csv.outText());
        assertTrue(csv.outText().contains("500"), csv.outText());
        CommandRun tree = transform("json", capture, "--leaks");
        assertTrue(tree.outText().contains("-4096"), tree.outText());
    }

    @Test
    void the_largest_figures_are_shown_to_the_byte() throws IOException {
        Path capture = aggregated(new long[] {Long.MAX_VALUE - 5, 1, Long.MAX_VALUE - 5, 1}, new long[] {5, 1, 5, 1});
        CommandRun stats = CommandRun.of("stats", "--json", capture);
        assertEquals(ExitCode.COMPLETE, stats.exitCode(), stats.err());
        assertTrue(stats.outText().contains("9223372036854775807"), stats.outText());
        CommandRun csv = transform("csv", capture);
        assertTrue(csv.outText().contains("9223372036854775802"), csv.outText());
    }

    @Test
    void the_row_with_which_figures_would_overflow_ends_the_reading() throws IOException {
        for (long[] row : List.of(
                new long[] {6, 1, 0, 0},
                new long[] {-6, 1, 0, 0},
                new long[] {Long.MIN_VALUE, 1, 0, 0},
                new long[] {0, Long.MAX_VALUE, 0, 0},
                new long[] {0, 0, Long.MIN_VALUE, 1},
                new long[] {0, 0, 0, Long.MIN_VALUE})) {
            Path capture = aggregated(new long[] {Long.MAX_VALUE - 5, 1, 0, 0}, row, new long[] {1, 1, 1, 1});
            CommandRun stats = CommandRun.of("stats", "--json", capture);
            assertEquals(ExitCode.INCOMPLETE, stats.exitCode(), stats.outText());
            assertTrue(stats.outText().contains("the sum of all figures so far passes 2^63 - 1"), stats.outText());
            assertTrue(stats.outText().contains("9223372036854775802"), stats.outText());
        }
    }

    @Test
    void more_live_bytes_than_any_program_has_end_the_reading() throws IOException {
        CaptureWriter writer = new CaptureWriter(RandomProgram.header(13, 13));
        writer.contextSwitch(1);
        writer.allocation(Allocator.MALLOC.number(), 64, 1L << 62, 0);
        long offset = writer.stream().length;
        writer.allocation(Allocator.MALLOC.number(), 128, 1L << 62, 0);
        writer.trailer();
        Path capture = Files.write(directory.resolve("huge.bin"), writer.stream());
        CommandRun stats = CommandRun.of("stats", "--json", capture);
        assertEquals(ExitCode.INCOMPLETE, stats.exitCode());
        assertTrue(
                stats.outText()
                        .contains("more than 2^62 bytes would be in use: 4,611,686,018,427,387,904 and"
                                + " 4,611,686,018,427,387,904 more (an ALLOCATION record at offset " + offset + ")"),
                stats.outText());
        assertTrue(stats.outText().contains("4611686018427387904"), stats.outText());
    }
}
