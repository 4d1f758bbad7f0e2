package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The page in Firefox ESR: every tab, a search and a pattern, with nothing in the console. */
class FirefoxTest {
    private static final Path FIREFOX = Path.of("/usr/bin/firefox-esr");

    @TempDir
    Path directory;

    // Firefox may still write when it is told to end
    @TempDir(cleanup = CleanupMode.NEVER)
    Path profile;

    @Test
    void all_tabs_open_and_searches_find_without_a_word_in_the_console() throws Exception {
        if (!Files.isExecutable(FIREFOX)) {
            System.err.println("*** FIREFOX TEST SKIPPED: no " + FIREFOX + " (apt-get install firefox-esr) ***");
        }
        assumeTrue(Files.isExecutable(FIREFOX), "no " + FIREFOX + " (apt-get install firefox-esr)");
        Path html = ReportFiles.of("complex-h13-py313-lz4", directory);
        try (Firefox firefox = new Firefox(FIREFOX, profile)) {
            firefox.open(html, "");
            firefox.waitUntil("document.documentElement.dataset.state === 'ready'");
            assertTrue(Integer.parseInt(firefox.evaluate("window.heapcrest.boxes().length")) > 5);
            for (String tab : List.of("callers", "table", "sandwich", "threads", "time", "stats", "help", "graph")) {
                firefox.evaluate("document.querySelector('#tab-" + tab + "').click()");
                firefox.waitUntil("document.documentElement.dataset.tab === '" + tab
                        + "' && !document.querySelector('#app.busy')"
                        + " && document.querySelector('#panel').textContent.trim() !== ''");
                assertEquals("0", firefox.evaluate("document.querySelectorAll('.empty:not([hidden])').length"), tab);
            }
            firefox.evaluate("document.querySelector('#search').focus()");
            for (String query : List.of("g at complex.py:31", "fn:g line:31")) {
                firefox.evaluate("document.querySelector('#search').value = '" + query + "'");
                firefox.evaluate("document.querySelector('#search').dispatchEvent(new Event('input'))");
                firefox.waitUntil("document.querySelector('#search-result').textContent.startsWith('1 box ')");
                firefox.evaluate("document.querySelector('#search').value = 'nothing like it'");
                firefox.evaluate("document.querySelector('#search').dispatchEvent(new Event('input'))");
                firefox.waitUntil("document.querySelector('#search-result').textContent === 'Nothing found'");
            }
            firefox.evaluate("document.querySelector('[data-field=regex]').click()");
            firefox.evaluate("document.querySelector('#search').focus()");
            firefox.evaluate("document.querySelector('#search').value = 'complex\\\\.py:3\\\\d'");
            firefox.evaluate("document.querySelector('#search').dispatchEvent(new Event('input'))");
            firefox.waitUntil("/^\\d+ box/.test(document.querySelector('#search-result').textContent)");
            firefox.evaluate("document.querySelector('#search').value = '(.*)*x9'");
            firefox.evaluate("document.querySelector('#search').dispatchEvent(new Event('input'))");
            firefox.waitUntil("/takes too long/.test(document.querySelector('#search-result').textContent)");
            assertEquals(List.of(), firefox.problems());
        }
    }
}
