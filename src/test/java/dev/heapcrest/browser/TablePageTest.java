package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/** What {@code table} writes: the page of {@code flamegraph}, opened at its table of source lines. */
@ExtendWith(ChromiumExtension.class)
class TablePageTest {
    @TempDir
    Path directory;

    private static String firstRow(Browser browser) {
        return String.valueOf(browser.run("return [...document.querySelector('#panel tbody tr:not(.spacer)').cells]"
                        + ".filter((_, at) => at !== 1).map(cell => cell.textContent).join(' ')"))
                .replace('\u00a0', ' ')
                .trim();
    }

    @Test
    void the_page_opens_at_the_lines_that_hold_most(Browser browser) throws IOException {
        Path capture = Files.copy(CommandRun.CAPTURES.resolve("complex-h13-py313-lz4.bin"), directory.resolve("x.bin"));
        assertEquals(0, CommandRun.of("table", capture).exitCode());
        Path file = directory.resolve("memray-table-x.html");
        assertTrue(Files.readString(file).contains("<title>complex.py"), "the same page");
        browser.open(file);
        browser.waitUntil("document.documentElement.dataset.table");
        // as in the summary of that capture in docs/cli.md
        assertTrue(firstRow(browser).startsWith("g:31 200.041 kB 43.0 %"), firstRow(browser));
        // a page is waited for until its graph has boxes
        browser.driver().findElement(By.id("tab-graph")).click();
        assertFalse(new Page(browser).boxes().isEmpty(), "the graph is there, too");
        browser.assertQuiet(file);
    }

    @Test
    void a_page_of_leaks_opens_at_the_table_of_leaks(Browser browser) throws IOException {
        Path file = directory.resolve("leaks.html");
        Path capture = CommandRun.CAPTURES.resolve("complex-h13-py313-lz4.bin");
        assertEquals(0, CommandRun.of("table", "--leaks", "-o", file, capture).exitCode());
        browser.open(file);
        browser.waitUntil("document.documentElement.dataset.table");
        assertEquals("leaks", browser.run("return window.heapcrest.state().metric"));
        assertEquals("line", browser.run("return window.heapcrest.state().groupBy"));
    }
}
