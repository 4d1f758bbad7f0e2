package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heapcrest.cli.CommandRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** axe-core finds nothing to object to in any view, in either theme. */
@ExtendWith(ChromiumExtension.class)
class AccessibilityTest {
    static final String RUN = """
            const done = arguments[arguments.length - 1];
            axe.run().then(
                found => done(found.violations.filter(v => v.impact !== 'minor')
                    .map(v => v.impact + ' ' + v.id + ': ' + v.nodes.map(n => n.html).join(' '))),
                problem => done(['axe failed: ' + problem]));
            """;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void every_view_is_accessible(String theme, Browser browser) throws IOException {
        browser.theme(theme);
        browser.open(ReportFiles.of("threads8-h13-py313-lz4", directory));
        Page page = new Page(browser);
        browser.run(axe());
        browser.driver().manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
        for (String tab : List.of("callers", "table", "sandwich", "threads", "time", "stats", "help", "graph")) {
            page.openTab(tab);
            browser.waitUntil("!document.querySelector('#app').classList.contains('busy')");
            assertEquals(List.of(), browser.check(RUN), tab);
        }
        page.element("#options").click();
        assertEquals(List.of(), browser.check(RUN), "options");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void pages_of_several_captures_are_accessible(String theme, Browser browser) throws IOException {
        browser.theme(theme);
        Path diff = directory.resolve("diff.html");
        Path sum = directory.resolve("sum.html");
        List<String> sides = List.of("complex-h13-py311-lz4", "complex-h13-py313-lz4");
        CommandRun.ofCaptures(sides, "diff", "-o", diff.toString());
        CommandRun.ofCaptures(sides, "merge", "--split-processes", "--group-by", "python", "-o", sum.toString());
        browser.driver().manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
        for (Path file : List.of(diff, sum)) {
            browser.open(file);
            Page page = new Page(browser);
            browser.run(axe());
            for (String tab : List.of("captures", "table", "help", "graph")) {
                page.openTab(tab);
                browser.waitUntil("!document.querySelector('#app').classList.contains('busy')");
                assertEquals(List.of(), browser.check(RUN), file.getFileName() + ", " + tab);
            }
        }
    }

    static String axe() throws IOException {
        try (InputStream script = Objects.requireNonNull(
                AccessibilityTest.class.getResourceAsStream("/axe.min.js"), "axe-core is not on the class path")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
