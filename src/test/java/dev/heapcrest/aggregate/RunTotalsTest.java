package dev.heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heapcrest.capture.Allocator;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.cli.CommandRun;
import dev.heapcrest.profile.RunTotals;
import dev.heapcrest.report.RunModules;
import dev.heapcrest.testing.CaptureWriter;
import dev.heapcrest.testing.Headers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code stats} says of the whole run; ConformanceTest compares it with memray. */
class RunTotalsTest {
    private static JsonObject stats(String... options) {
        String[] arguments = new String[options.length + 2];
        System.arraycopy(options, 0, arguments, 2, options.length);
        arguments[0] = "stats";
        arguments[1] = "--json";
        CommandRun run = CommandRun.of((Object[]) arguments);
        assertEquals("", run.err());
        return JsonParser.parseString(run.outText()).getAsJsonObject();
    }

    @Test
    void aggregated_captures_do_not_tell() {
        String capture =
                CommandRun.CAPTURES.resolve("complex-h13-py313-agg-lz4.bin").toString();
        JsonObject stats = stats(capture);
        assertFalse(stats.has("total_num_allocations"));
        assertFalse(stats.has("metadata"));
        assertTrue(stats.has("top_places"));
        assertFalse(CommandRun.of("stats", capture).outText().contains("whole run"));
    }

    @Test
    void sums_of_the_whole_run_that_pass_63_bits_are_not_told(@TempDir Path folder) throws IOException {
        long half = 1L << 61;
        for (int allocations : new int[] {3, 4}) {
            CaptureWriter writer = new CaptureWriter(Headers.of(false, 0, 0));
            writer.contextSwitch(1);
            for (int i = 0; i < allocations; i++) {
                writer.allocation(Allocator.MALLOC.number(), 4096, half, 0);
                writer.deallocation(Allocator.FREE.number(), 4096, 0);
            }
            writer.trailer();
            Path capture = Files.write(folder.resolve(allocations + ".bin"), writer.stream());
            JsonObject stats = stats(capture.toString());
            assertEquals(allocations == 3, stats.has("total_bytes_allocated"), stats.toString());
            if (allocations == 3) {
                assertEquals(3 * half, stats.get("total_bytes_allocated").getAsLong());
            }
        }
    }

    @Test
    void as_many_places_and_modules_are_listed_as_were_asked_for() {
        JsonObject stats = stats(
                "-n",
                "2",
                CommandRun.CAPTURES.resolve("threads8-h13-py313-lz4.bin").toString());
        for (String member : List.of(
                "top_allocations_by_size",
                "top_allocations_by_count",
                "top_modules_by_allocation_size",
                "top_modules_by_allocation_count")) {
            assertEquals(2, stats.getAsJsonArray(member).size(), member);
        }
    }

    @Test
    void private_statistics_name_no_place_of_this_machine() {
        String capture =
                CommandRun.CAPTURES.resolve("threads8-h13-py313-lz4.bin").toString();
        String open = CommandRun.of("stats", "-n", "99", capture).outText();
        String closed = CommandRun.of("stats", "-n", "99", "--private", capture).outText();
        assertTrue(open.contains("block:/srv/shop/threads8.py:11"), open);
        assertFalse(closed.contains("/srv/"), closed);
        assertFalse(closed.contains("/opt/"), closed);
        assertTrue(closed.contains("<stdlib>/threading.py:287"), closed);
        assertEquals(open.lines().count(), closed.lines().count());
    }

    @Test
    void a_file_belongs_to_the_module_that_memray_names() {
        CaptureHeader plain = Headers.of(false, 0, 0);
        RunTotals.Modules modules = new RunModules(new CaptureHeader(
                plain.version(),
                plain.pythonVersion(),
                false,
                false,
                0,
                0,
                0,
                0,
                "",
                1,
                1,
                0,
                plain.pythonAllocator(),
                false,
                false,
                "/usr/lib/python3.13",
                List.of("/usr/lib/python3.13/site-packages"),
                List.of("/srv/app", "/usr/lib/python3.13")));
        assertEquals("numpy", modules.of("/usr/lib/python3.13/site-packages/numpy/core/__init__.py"));
        assertEquals("six", modules.of("/usr/lib/python3.13/site-packages/six.py"));
        assertEquals("shop", modules.of("/srv/app/shop/nightly.py"));
        assertEquals("my", modules.of("/elsewhere/my.tool.py"));
        assertEquals("<string>", modules.of("<string>"));
        assertEquals("unknown", modules.of(""));
        assertEquals(RunTotals.Modules.CALLERS, modules.of("/usr/lib/python3.13/json/decoder.py"));
        assertEquals(RunTotals.Modules.CALLERS, modules.of("<frozen runpy>"));
        assertEquals(RunTotals.Modules.ROOT, modules.of("/usr/lib/python3.13/site-packages/memray/commands/run.py"));
    }
}
