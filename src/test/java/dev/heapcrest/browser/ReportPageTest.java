package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.profile.Profile;
import dev.heapcrest.report.ConfidentialFiles;
import dev.heapcrest.report.html.Profiles;
import dev.heapcrest.tree.CallTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The page as a whole, whatever the viewer draws: it opens, asks for nothing, and runs nothing but its own script. */
@ExtendWith(ChromiumExtension.class)
class ReportPageTest {
    @TempDir
    Path directory;

    private Path page(CallTree tree, String commandLine, String... threads) throws IOException {
        Profile profile = Profiles.profile(tree, Profiles.header(commandLine), Profiles.COMPLETE, threads);
        Path file = directory.resolve("report.html");
        Files.writeString(file, Profiles.html(profile, tree, Profiles.options()));
        return file;
    }

    private static CallTree small() {
        return new Profiles.TreeMaker()
                .node(1, "main", "app.py", 10)
                .own(0, 6, 100, 1, 50, 1)
                .node(2, "load", "app.py", 20)
                .own(0, 6, 1_000_000, 3, 0, 0)
                .tree();
    }

    @Test
    void a_report_opens_from_a_file_without_any_request(Browser browser) throws IOException {
        Path page = page(small(), "app.py", "MainThread");
        browser.open(page);
        browser.waitUntil("document.documentElement.dataset.state === 'ready'");
        assertEquals("app.py · 1.00 MB peak · Heapcrest", browser.driver().getTitle());
        browser.screenshot("small");
        browser.assertQuiet(page);
    }

    @Test
    void names_that_are_markup_run_nothing(Browser browser) throws IOException {
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        for (String name : Profiles.HOSTILE_NAMES) {
            maker.node(1, name, name, 1).own(0, 6, 1000, 1, 0, 0);
        }
        String all = String.join(" ", Profiles.HOSTILE_NAMES);
        Path page = page(maker.tree(), all, Profiles.HOSTILE_NAMES.toArray(new String[0]));
        browser.open(page);
        browser.waitUntil("document.documentElement.dataset.state === 'ready'");
        assertNull(browser.run("return window.hacked"));
        assertEquals(2L, browser.run("return document.scripts.length - document.querySelectorAll('.payload').length"));
        assertEquals(0L, browser.run("return document.images.length"));
        browser.assertQuiet(page);
    }

    @Test
    void hostile_source_lines_are_shown_as_they_are_and_run_nothing(Browser browser) throws IOException {
        List<String> lines = List.of(
                "x = '</script><script>window.hacked = 1</script>'",
                "y = '<img src=x onerror=window.hacked=1>'  # \u202egnp.exe\u2066",
                "z = '\u0000\u001b[31m\u200b\ufeff'",
                "long = '" + "very_long_".repeat(60_000) + "'",
                "\u2028{{{script}}}");
        Path source = directory.resolve("evil.py");
        Files.writeString(source, String.join("\n", lines));
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        for (int line = 1; line <= lines.size(); line++) {
            maker.node(1, "f" + line, source.toString(), line).own(0, 6, 10_000 - line, 1, 0, 0);
        }
        CallTree tree = maker.tree();
        Profile profile = Profiles.profile(tree, Profiles.header("app.py"), Profiles.COMPLETE, "MainThread");
        Path file = directory.resolve("report.html");
        Files.writeString(file, Profiles.html(profile, tree, Profiles.options(ConfidentialFiles.NONE)));
        browser.open(file);
        Page page = new Page(browser);
        assertTrue(
                page.box("f1").label().startsWith("x = '</script>"),
                page.box("f1").label());
        assertTrue(
                page.box("f2").label().endsWith("# \\u202egnp.exe\\u2066"),
                page.box("f2").label());
        assertTrue(
                page.box("f3").label().contains("\\x00\\x1b[31m\\u200b\\ufeff"),
                page.box("f3").label());
        assertTrue(page.box("f4").label().length() <= 500, "a line is cut somewhere");
        page.hover("f2");
        browser.waitUntil("!document.querySelector('.tip').hidden");
        assertTrue(page.text(".tip-code").endsWith("# \\u202egnp.exe\\u2066"), page.text(".tip-code"));
        browser.screenshot("hostile-source");
        page.hover("f4");
        browser.waitUntil("document.querySelector('.tip-code').textContent.startsWith('long')");
        Object overflow = browser.run("return document.documentElement.scrollWidth - window.innerWidth");
        assertTrue(((Number) overflow).intValue() <= 0, "the page is wider than its window by " + overflow);
        page.element("#search").sendKeys("</script>", org.openqa.selenium.Keys.ENTER);
        browser.waitUntil("/1.box/.test(document.querySelector('#search-result').textContent)");
        assertNull(browser.run("return window.hacked"));
        assertEquals(0L, browser.run("return document.images.length"));
        browser.assertQuiet(file);
    }

    @Test
    void a_page_that_was_cut_off_says_so(Browser browser) throws IOException {
        Path page = page(small(), "app.py", "MainThread");
        String html = Files.readString(page);
        int payload = html.indexOf("class=\"payload\">");
        Files.writeString(page, html.substring(0, payload + 120));
        browser.open(page);
        browser.waitUntil("document.documentElement.dataset.state === 'failed'");
        assertTrue(browser.driver().getPageSource().contains("This report is damaged or incomplete"));
    }

    @Test
    void an_empty_tree_opens(Browser browser) throws IOException {
        Path page = page(new Profiles.TreeMaker().tree(), "app.py");
        browser.open(page);
        browser.waitUntil("document.documentElement.dataset.state === 'ready'");
        browser.assertQuiet(page);
    }

    @Test
    void without_scripts_the_first_screen_shows_title_statistics_and_functions(Browser browser) throws IOException {
        Path page = page(small(), "app.py --big", "MainThread");
        browser.withoutScripts(() -> {
            for (String theme : new String[] {"light", "dark"}) {
                browser.theme(theme);
                browser.open(page);
                WebElement heading = browser.driver().findElement(By.tagName("h1"));
                assertTrue(heading.isDisplayed());
                assertTrue(heading.getLocation().y < 100, "heading at " + heading.getLocation());
                String text = browser.driver().findElement(By.id("static")).getText();
                assertTrue(text.contains("app.py --big"), text);
                assertTrue(text.contains("load app.py 1.000 MB"), text);
                String ground = browser.driver().findElement(By.tagName("body")).getCssValue("background-color");
                assertEquals(theme.equals("dark") ? "rgba(23, 23, 27, 1)" : "rgba(255, 255, 255, 1)", ground);
                browser.screenshot("no-script-" + theme);
            }
        });
    }
}
