package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heapcrest.capture.Allocator;
import dev.heapcrest.testing.CaptureWriter;
import dev.heapcrest.testing.Headers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What differs between two sides by less than between the captures of one of them. */
class DiffSpreadTest {
    @TempDir
    Path folder;

    private int captures;

    /** Functions that hold so many bytes; {@code caller} holds its own while it calls {@code callee}, which holds as many. */
    private Path capture(long steady, long shaky, long caller) throws IOException {
        captures++;
        CaptureWriter writer = new CaptureWriter(Headers.of(false, 1_000 + captures, 0));
        writer.contextSwitch(1);
        allocate(writer, 1, "steady", steady);
        allocate(writer, 2, "shaky", shaky);
        writer.codeObject(3, "caller", "app.py", 1, new byte[] {(byte) 0xE8, 0});
        writer.codeFramePush(3, 0, true);
        writer.allocation(Allocator.MALLOC.number(), 4096L * 100, caller, 0);
        allocate(writer, 4, "callee", caller);
        writer.framePop(1);
        writer.trailer();
        return Files.write(folder.resolve(captures + ".bin"), writer.stream());
    }

    private static void allocate(CaptureWriter writer, int code, String function, long bytes) {
        if (bytes > 0) {
            writer.codeObject(code, function, "app.py", 1, new byte[] {(byte) 0xE8, 0});
            writer.codeFramePush(code, 0, true);
            writer.allocation(Allocator.MALLOC.number(), 4096L * code, bytes, 0);
            writer.framePop(1);
        }
    }

    private static String row(CommandRun run, String function) {
        return run.outText()
                .lines()
                .filter(line -> line.contains(" " + function + " ("))
                .findFirst()
                .orElse("");
    }

    @Test
    void a_change_that_captures_of_one_side_have_among_themselves_is_told_apart() throws IOException {
        Path low = capture(100_000, 100_000, 100_000);
        Path high = capture(100_000, 160_000, 160_000);
        Path later = capture(140_000, 140_000, 140_000);
        CommandRun run = CommandRun.of("diff", "--base", low, high, "--new", later);
        assertEquals(ExitCode.COMPLETE, run.exitCode(), run.err());
        assertTrue(row(run, "steady").endsWith("steady (app.py)"), run.outText());
        assertTrue(row(run, "shaky").endsWith("shaky (app.py), within the spread of its captures"), run.outText());
        assertTrue(row(run, "callee").endsWith(", within the spread of its captures"), run.outText());
        // its extremes have what its callee holds
        assertTrue(row(run, "caller").endsWith("caller (app.py)"), run.outText());
        CommandRun turned = CommandRun.of("diff", "--base", later, "--new", low, high);
        assertTrue(
                row(turned, "shaky").endsWith("shaky (app.py), within the spread of its captures"), turned.outText());
        assertFalse(CommandRun.of("diff", low, later).outText().contains("spread"));
        Path alsoHigh = capture(100_000, 170_000, 100_000);
        CommandRun means = CommandRun.of("diff", "--base", low, high, "--new", later, alsoHigh);
        assertTrue(row(means, "shaky").endsWith(", within the spread of its captures"), means.outText());
        CommandRun sums = CommandRun.of("diff", "--sum", "--base", low, high, "--new", later, alsoHigh);
        assertTrue(row(sums, "shaky").endsWith("shaky (app.py)"), sums.outText());
    }

    @Test
    void one_that_some_captures_do_not_have_counts_with_none_there() throws IOException {
        Path without = capture(100_000, 0, 1);
        Path with = capture(100_000, 100_000, 1);
        Path later = capture(100_000, 90_000, 1);
        CommandRun run = CommandRun.of("diff", "--base", without, with, "--new", later);
        assertTrue(row(run, "shaky").endsWith("shaky (app.py), within the spread of its captures"), run.outText());
        Path more = capture(100_000, 190_000, 1);
        CommandRun grown = CommandRun.of("diff", "--base", without, with, "--new", more);
        assertTrue(row(grown, "shaky").endsWith("shaky (app.py)"), grown.outText());
    }

    @Test
    void json_has_the_spread_of_both_sides_at_each_node() throws IOException {
        Path low = capture(100_000, 100_000, 100_000);
        Path high = capture(100_000, 160_000, 120_000);
        Path later = capture(140_000, 140_000, 140_000);
        JsonObject diff =
                SharedCaptures.json(CommandRun.of("diff", "--json", "-", "--base", low, high, "--new", later));
        Map<String, List<Long>> spreads = new HashMap<>();
        JsonArray nodes = diff.getAsJsonArray("nodes");
        for (int node = 0; node < nodes.size(); node++) {
            int frame = nodes.get(node).getAsJsonArray().get(1).getAsInt();
            String function = diff.getAsJsonArray("frames")
                    .get(frame)
                    .getAsJsonObject()
                    .get("function")
                    .getAsString();
            List<Long> both = new ArrayList<>();
            for (JsonElement side :
                    diff.getAsJsonArray("node_spreads").get(node + 1).getAsJsonArray()) {
                both.add(side.getAsLong());
            }
            spreads.put(function, both);
        }
        assertEquals(
                Map.of(
                        "steady", List.of(0L, 0L),
                        "shaky", List.of(60_000L, 0L),
                        "caller", List.of(40_000L, 0L),
                        "callee", List.of(20_000L, 0L)),
                spreads);
        assertTrue(SharedCaptures.json(CommandRun.of("diff", "--json", "-", low, later))
                .get("node_spreads")
                .isJsonNull());
    }
}
