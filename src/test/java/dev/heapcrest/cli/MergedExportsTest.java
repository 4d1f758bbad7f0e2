package dev.heapcrest.cli;

import static dev.heapcrest.cli.SharedCaptures.COMPLEX;
import static dev.heapcrest.cli.SharedCaptures.THREADS;
import static dev.heapcrest.cli.SharedCaptures.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sums of captures for other programs, on files and pipes. */
class MergedExportsTest {
    @TempDir
    Path folder;

    @Test
    void csv_has_a_row_for_each_stack_with_the_figures_of_json() {
        JsonObject merged = json(CommandRun.of("merge", "--json", "-", COMPLEX, THREADS));
        String[] lines =
                CommandRun.of("merge", "--csv", "-", COMPLEX, THREADS).outText().split("\r\n");
        assertEquals(
                "peak_bytes,peak_allocations,leaked_bytes,leaked_allocations,captures,largest_peak_bytes,largest_capture,"
                        + "stack_trace",
                lines[0]);
        JsonArray rows = merged.getAsJsonArray("allocations");
        JsonArray nodes = merged.getAsJsonArray("nodes");
        JsonArray frames = merged.getAsJsonArray("frames");
        assertEquals(rows.size(), lines.length - 1);
        for (int i = 0; i < rows.size(); i++) {
            JsonObject row = rows.get(i).getAsJsonObject();
            List<String> expected = new ArrayList<>();
            for (String member : List.of(
                    "peak_bytes",
                    "peak_count",
                    "leaked_bytes",
                    "leaked_count",
                    "captures",
                    "largest_bytes",
                    "largest_capture")) {
                expected.add(row.get(member).getAsString());
            }
            List<String> stack = new ArrayList<>();
            for (int node = row.get("node").getAsInt(); node > 0; ) {
                JsonArray pair = nodes.get(node - 1).getAsJsonArray();
                JsonObject frame = frames.get(pair.get(1).getAsInt()).getAsJsonObject();
                stack.add(frame.get("function").getAsString() + ";"
                        + frame.get("file").getAsString() + ";"
                        + frame.get("line").getAsInt());
                node = pair.get(0).getAsInt();
            }
            expected.add(String.join("|", stack));
            assertEquals(String.join(",", expected), lines[i + 1]);
        }
    }

    @Test
    void transform_takes_partials_but_not_for_what_they_do_not_hold() {
        Path partial = folder.resolve("x.hcp");
        CommandRun.of("partial", "-q", "-o", partial, COMPLEX);
        assertEquals(
                CommandRun.of("merge", "--csv", "-", COMPLEX).outText(),
                CommandRun.of("transform", "-o", "-", "csv", partial).outText());
        String collapsed = CommandRun.of("transform", "-o", "-", "--leaks", "collapsed", partial)
                .outText();
        assertEquals(
                15_586,
                collapsed
                        .lines()
                        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum());
        for (Object[] command : List.of(
                new Object[] {"transform", "-o", "-", "json", partial},
                new Object[] {"transform", "-o", "-", "--split-threads", "pprof", partial},
                new Object[] {"transform", "-o", "-", "--temporary-allocations", "pprof", partial},
                new Object[] {"transform", "-o", "-", "--private", "pprof", partial})) {
            CommandRun run = CommandRun.of(command);
            assertEquals(ExitCode.USAGE, run.exitCode(), run.err());
            assertTrue(run.err().contains("not of a partial; "), run.err());
        }
    }

    @Test
    void a_reader_that_went_away_is_no_failure_to_tell() {
        for (Object[] command : List.of(
                new Object[] {"merge", "--json", "-", COMPLEX},
                new Object[] {"diff", "-o", "-", COMPLEX, THREADS},
                new Object[] {"partial", "-o", "-", COMPLEX})) {
            CommandRun run = CommandRun.withBrokenPipe(command);
            assertEquals(ExitCode.BROKEN_PIPE, run.exitCode());
            assertEquals("", run.err());
        }
    }
}
