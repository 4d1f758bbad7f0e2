package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/**
 * What a person reads in the stats tab. The figures are memray's: "metadata", "totals" and "parse" of its answers beside
 * the captures, whose records count the header too. Nodes and distinct frames are counted in its stacks of peak and
 * leaks; the root is one node more.
 */
@ExtendWith(ChromiumExtension.class)
class StatsTabTest {
    private static final String COMMAND = "/srv/venv-313/lib/python3.13/site-packages/memray/__main__.py run -q -f -o";

    @TempDir
    Path directory;

    /** Headings, and names with values, in the order in which they are shown. */
    private List<String> stats(Browser browser, String capture) throws IOException {
        Path file = ReportFiles.of(capture, directory);
        browser.open(file);
        Page page = new Page(browser);
        page.openTab("stats");
        List<String> lines = new ArrayList<>();
        for (WebElement card : page.element("#panel").findElements(By.cssSelector(".card"))) {
            lines.add("# " + card.findElement(By.tagName("h2")).getText());
            List<WebElement> names = card.findElements(By.tagName("dt"));
            List<WebElement> values = card.findElements(By.tagName("dd"));
            assertEquals(names.size(), values.size());
            for (int row = 0; row < names.size(); row++) {
                lines.add(names.get(row).getText() + ": " + values.get(row).getText());
            }
        }
        browser.screenshot("stats-" + capture);
        browser.assertQuiet(file);
        return lines;
    }

    @Test
    void a_finished_capture_of_many_threads_has_memrays_figures(Browser browser) throws IOException {
        assertEquals(
                List.of(
                        "# Program",
                        "Command line: " + COMMAND + " threads8-h13-py313-lz4.bin /srv/shop/threads8.py",
                        "Start: 2026-11-22 22:31:54.878 UTC",
                        "End: 2026-11-22 22:31:55.059 UTC",
                        "Duration: 181 ms",
                        "Process id: 2944",
                        "Python version: 3.13",
                        "Python allocator: pymalloc",
                        "Threads: 13",
                        "# Memory",
                        "Peak memory: 12.11 MB",
                        "Held at the peak: 12.11 MB in 167 allocations",
                        "Leaked: 12.10 MB in 128 allocations",
                        "Allocation records: 1,255",
                        "Memory samples: 12",
                        "# Capture",
                        "Capture: threads8-h13-py313-lz4.bin",
                        "Format: header version 13, LZ4",
                        "Coverage: This report covers all 2,926 records, 20,190 bytes (compressed).",
                        "Native traces: no",
                        "Object lifetimes: no",
                        "# Report",
                        "Made by: heapcrest 0.1.0",
                        "Made at: 2023-11-14 22:13:20.000 UTC",
                        "Make it again: heapcrest flamegraph threads8-h13-py313-lz4.bin",
                        "Nodes: 102",
                        "Distinct frames: 70"),
                stats(browser, "threads8-h13-py313-lz4"));
    }

    @Test
    void a_killed_program_has_the_figures_of_what_was_written_and_says_so(Browser browser) throws IOException {
        assertEquals(
                List.of(
                        "# Program",
                        "Command line: " + COMMAND
                                + " killed-h13-py313-sigkill-raw.bin --no-compress /srv/shop/killed.py",
                        "Start: 2026-11-22 22:46:19.142 UTC",
                        "End: not recorded",
                        "Duration: not recorded",
                        "Process id: 12205",
                        "Python version: 3.13",
                        "Python allocator: pymalloc",
                        "Threads: 1",
                        "# Memory",
                        "Peak memory: 8.047 MB",
                        "Held at the peak: 8.047 MB in 222 allocations",
                        "Leaked: 8.037 MB in 217 allocations",
                        "Allocation records: 2,420",
                        "Memory samples: 21",
                        "# Capture",
                        "Capture: killed-h13-py313-sigkill-raw.bin",
                        "Format: header version 13, not compressed",
                        "Coverage: The capture is truncated. This report covers 3,353 records, 21,591 of 24,576 bytes;"
                                + " there is no trailer after the last record, which ends at offset 21591: the program was"
                                + " killed or is still running, or the copy is incomplete.",
                        "Native traces: no",
                        "Object lifetimes: no",
                        "# Report",
                        "Made by: heapcrest 0.1.0",
                        "Made at: 2023-11-14 22:13:20.000 UTC",
                        "Make it again: heapcrest flamegraph killed-h13-py313-sigkill-raw.bin",
                        "Nodes: 27",
                        "Distinct frames: 26"),
                stats(browser, "killed-h13-py313-sigkill-raw"));
    }
}
