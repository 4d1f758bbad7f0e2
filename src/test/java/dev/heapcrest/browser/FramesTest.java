package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;

/** The page inside other pages: notebooks, and viewers of build servers with a sandbox or a policy of their own (docs/ci.md). */
@ExtendWith(ChromiumExtension.class)
class FramesTest {
    private static final String UNSCRIPTED = "a script has to draw it, and none could here";

    @TempDir
    Path directory;

    private Path report() throws IOException {
        return ReportFiles.of("complex-h13-py313-lz4", directory);
    }

    /** A page around the report, which is in a frame. */
    private Path around(Path report, String source, String sandbox) throws IOException {
        String there = source.equals("srcdoc")
                ? "srcdoc=\"" + Files.readString(report).replace("&", "&amp;").replace("\"", "&quot;") + "\""
                : "src=\"" + report.getFileName() + "\"";
        return Files.writeString(
                directory.resolve("around.html"),
                "<!doctype html><title>around</title><body style='margin:0'><iframe style='border:0' " + there
                        + " width=1200 height=700 " + sandbox + "></iframe>");
    }

    @ParameterizedTest
    @CsvSource({
        "src, ''",
        "src, sandbox='allow-scripts'",
        "src, sandbox='allow-scripts allow-same-origin'",
        "srcdoc, ''",
        "srcdoc, sandbox='allow-scripts'",
        "srcdoc, sandbox='allow-scripts allow-same-origin'"
    })
    void where_scripts_may_run_everything_works(String source, String sandbox, Browser browser) throws IOException {
        browser.open(around(report(), source, sandbox));
        browser.driver().switchTo().frame(0);
        Page page = new Page(browser);
        assertTrue(page.find("g").isPresent(), page.boxes().toString());
        assertFalse(page.element("#unscripted").isDisplayed());

        // what a click, a theme and a search write down: address and storage may both be forbidden
        page.choose("g", "Copy stack");
        page.element("#theme").click();
        page.openTab("table");
        assertTrue(page.text("#panel").contains("complex.py"), page.text("#panel"));
        page.element("#search").sendKeys("complex.py");
        browser.waitUntil("document.querySelector('#search-result').textContent.includes('box')");
        List<String> errors = new ArrayList<>(browser.consoleErrors());
        // Chromium's opinion of such a frame, which is not about the page in it
        errors.removeIf(error -> error.contains("can escape its sandboxing"));
        assertEquals(List.of(), errors);
    }

    @ParameterizedTest
    @ValueSource(strings = {"src", "srcdoc"})
    void where_scripts_may_not_run_a_sentence_says_so_above_the_figures(String source, Browser browser)
            throws IOException {
        browser.open(around(report(), source, "sandbox"));
        browser.driver().switchTo().frame(0);
        String text = browser.driver().findElement(By.tagName("body")).getText();
        assertTrue(text.contains(UNSCRIPTED), text);
        assertTrue(text.contains("complex.py"), text);
    }

    /** Jenkins as it is installed, GitLab and others that allow no script, JupyterLab before "Trust HTML". */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self';",
                "default-src 'self'",
                "sandbox"
            })
    void a_host_that_forbids_scripts_shows_the_figures_and_the_sentence(String policy, Browser browser)
            throws IOException {
        withHost(policy, address -> {
            browser.driver().get(address);
            String text = browser.driver().findElement(By.tagName("body")).getText();
            assertTrue(text.contains(UNSCRIPTED), text);
            assertTrue(text.contains("complex.py"), text);
        });
    }

    /** A Jupyter server, for files of a notebook. */
    @Test
    void a_host_that_makes_the_page_a_stranger_shows_all_of_it(Browser browser) throws IOException {
        withHost("sandbox allow-scripts", address -> {
            browser.driver().get(address);
            Page page = new Page(browser);
            page.click("d");
            page.element("#theme").click();
            page.openTab("table");
            assertTrue(page.text("#panel").contains("complex.py"), page.text("#panel"));
            assertEquals(List.of(), browser.consoleErrors());
        });
    }

    private interface Visit {
        void to(String address) throws IOException;
    }

    private void withHost(String policy, Visit visit) throws IOException {
        byte[] page = Files.readAllBytes(report());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/report.html", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
            exchange.getResponseHeaders().add("Content-Security-Policy", policy);
            exchange.sendResponseHeaders(200, page.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(page);
            }
        });
        server.start();
        try {
            visit.to("http://localhost:" + server.getAddress().getPort() + "/report.html");
        } finally {
            server.stop(0);
        }
    }
}
