package dev.heapcrest.browser;

import dev.heapcrest.profile.Profile;
import dev.heapcrest.report.html.Profiles;
import dev.heapcrest.tree.CallTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A small tree with figures that are easily added up: 8,000 bytes in 140 allocations at the peak.
 *
 * <pre>
 * main 100
 *   load 1,000            5,300 with all below
 *     parse 4,000         4,300
 *       load 300
 *   render 2,000          2,600
 *     parse 600
 * </pre>
 */
final class Shop {
    static final String APP = "/home/me/project/shop/app.py";
    static final String JSON = "/usr/lib/python3.13/json/decoder.py";
    static final String JINJA = "/usr/lib/python3.13/site-packages/jinja/env.py";

    private Shop() {}

    static Profiles.TreeMaker maker() {
        return new Profiles.TreeMaker()
                .node(1, "main", APP, 10)
                .own(0, 6, 100, 1, 10, 1)
                .node(2, "load", APP, 20)
                .own(0, 6, 1000, 10, 0, 0)
                .node(3, "parse", JSON, 5)
                .own(1, 2, 4000, 40, 500, 5)
                .node(4, "load", APP, 21)
                .own(0, 14, 300, 3, 0, 0)
                .node(2, "render", JINJA, 7)
                .own(1, 6, 2000, 80, 200, 8)
                .node(3, "parse", JSON, 5)
                .own(0, 6, 600, 6, 0, 0);
    }

    static Page open(Browser browser, Path directory) throws IOException {
        browser.open(write(maker().tree(), directory));
        return new Page(browser);
    }

    /** Writes a report over a tree with two threads, "MainThread" and "worker". */
    static Path write(CallTree tree, Path directory) throws IOException {
        Profile profile = Profiles.profile(tree, Profiles.header("app.py"), Profiles.COMPLETE, "MainThread", "worker");
        Path file = directory.resolve("report.html");
        Files.writeString(file, Profiles.html(profile, tree, Profiles.options()));
        return file;
    }
}
