package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

/** What is written on boxes. */
@ExtendWith(ChromiumExtension.class)
class LabelsTest {
    @TempDir
    Path directory;

    @Test
    void boxes_bear_the_name_of_their_function_and_then_the_place_in_short(Browser browser) throws IOException {
        Page page = Shop.open(browser, directory);
        assertEquals("main shop/app.py:10", page.box("main").label());
        assertEquals("render jinja/env.py:7", page.box("render").label());
        assertEquals("memray ", page.box("memray").label());
    }

    @Test
    void source_lines_follow_the_name_and_one_switch_makes_them_the_label(Browser browser) throws IOException {
        Path source = directory.resolve("work.py");
        Files.writeString(source, "def work():\n    block = bytearray(size)\n");
        CallTree tree = new Profiles.TreeMaker()
                .node(1, "work", source.toString(), 2)
                .own(0, 6, 5000, 1, 0, 0)
                .node(2, "lost", "/gone/lost.py", 7)
                .own(0, 6, 4000, 1, 0, 0)
                .tree();
        Profile profile = Profiles.profile(tree, Profiles.header("work.py"), Profiles.COMPLETE, "MainThread");
        Path file = directory.resolve("report.html");
        Files.writeString(file, Profiles.html(profile, tree, Profiles.options(ConfidentialFiles.NONE)));
        browser.open(file);
        Page page = new Page(browser);
        assertEquals("work block = bytearray(size)", page.box("work").label());
        assertEquals("lost gone/lost.py:7", page.box("lost").label());
        browser.screenshot("labels-functions");
        page.element("#options").click();
        page.element("#source-labels").click();
        assertEquals("block = bytearray(size) ", page.box("work").label());
        assertEquals("lost at /gone/lost.py:7 ", page.box("lost").label());
        browser.screenshot("labels-sources");
        String link = String.valueOf(browser.run("return location.hash"));
        browser.driver().get("about:blank");
        browser.open(file, link);
        assertEquals("block = bytearray(size) ", new Page(browser).box("work").label());
    }

    @Test
    void paths_are_told_by_what_tells_them_apart(Browser browser) {
        assertEquals(
                List.of("astroid/rebuilder.py", "six.py", "ast.py", "app.py", "shop/app.py", "<string>", ""),
                browser.runWithModules("""
                        const {shortenPath} = await import('/model/names.js');
                        return ['/usr/lib/python3.13/site-packages/astroid/rebuilder.py', '/v/site-packages/six.py',
                            '/usr/lib/python3.13/ast.py', 'app.py', 'C:\\\\work\\\\shop\\\\app.py', '<string>', '']
                            .map(shortenPath);
                        """));
    }

    @Test
    void names_lose_their_middle_and_are_left_out_under_four_letters(Browser browser) {
        assertEquals(
                List.of("visit_functiondef", "visit\u2026def", "vi\u2026f", "", "run", ""),
                browser.runWithModules("""
                        const {cutName} = await import('/model/visible.js');
                        return [['visit_functiondef', 17], ['visit_functiondef', 9], ['visit_functiondef', 4],
                            ['visit_functiondef', 3], ['run', 3], ['run', 2]].map(([name, limit]) => cutName(name, limit));
                        """));
    }
}
