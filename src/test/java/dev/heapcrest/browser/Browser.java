package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real Chromium with an empty profile of its own. Not thread-safe. */
public final class Browser implements AutoCloseable {
    /** Where screenshots go. */
    public static final Path SCREENSHOTS = Path.of("target", "screenshots");

    // kept, or the level would be lost with the logger
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;
    private final Path profile;
    private final ViewerModules modules = new ViewerModules();

    Browser(Path chromium, Path chromedriver) {
        SELENIUM.setLevel(Level.SEVERE);
        try {
            profile = Files.createTempDirectory("heapcrest-chromium");
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                // not by a port of localhost, a name that a machine without /etc/hosts does not know
                "--remote-debugging-pipe",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--no-default-browser-check",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--force-color-profile=srgb",
                "--window-size=1280,800",
                "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .usingAnyFreePort()
                .withSilent(true)
                .build();
        driver = new ChromeDriver(service, options);
    }

    /** As a reader finds it: blank page, 1280 x 800, light, nothing logged. */
    void reset() {
        driver.get("about:blank");
        resize(1280, 800);
        theme("light");
        driver.manage().logs().get(LogType.BROWSER);
        driver.manage().logs().get(LogType.PERFORMANCE);
    }

    public WebDriver driver() {
        return driver;
    }

    /** Opens a report from file://. */
    public void open(Path html) {
        open(html, "");
    }

    /** Opens a report with what follows the file name in a link, such as {@code #zoom=...}. */
    public void open(Path html, String suffix) {
        driver.get(html.toAbsolutePath().toUri() + suffix);
    }

    /** Runs the body of a function in the page; {@code arguments[0]} and so on are the arguments. */
    public Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /**
     * Runs the body of an async function where the viewer's own modules can be imported: {@code await
     * import('/format/report-reader.js')}. What it returns comes back.
     */
    public Object runWithModules(String body, Object... arguments) {
        driver.get(modules.address() + "blank.html");
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
        Object outcome = driver.executeAsyncScript(
                "const done = arguments[arguments.length - 1]; const given = Array.from(arguments).slice(0, -1);"
                        + "(async function() {" + body + "}).apply(null, given)"
                        + ".then(value => done({value}), problem => done({problem: String(problem)}));",
                arguments);
        Map<?, ?> answer = (Map<?, ?>) outcome;
        if (answer.get("problem") != null) {
            throw new AssertionError("in the browser: " + answer.get("problem"));
        }
        return answer.get("value");
    }

    /** Runs a script in the page whose last argument is called with the answer. */
    Object check(String script) {
        return driver.executeAsyncScript(script);
    }

    /** Waits until an expression is true, at most a minute: a generous ceiling, not a budget. */
    public void waitUntil(String expression) {
        new WebDriverWait(driver, Duration.ofSeconds(60), Duration.ofMillis(20))
                .until(ignored -> Boolean.TRUE.equals(driver.executeScript("return !!(" + expression + ")")));
    }

    public void resize(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    /** "light" or "dark". */
    public void theme(String scheme) {
        media(Map.of("prefers-color-scheme", scheme));
    }

    /** Media features as the system would set them, such as forced-colors or prefers-reduced-motion. */
    public void media(Map<String, String> features) {
        List<Map<String, String>> list = new ArrayList<>();
        features.forEach((name, value) -> list.add(Map.of("name", name, "value", value)));
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", list));
    }

    /** What a reader sees who switched scripts off. */
    public void withoutScripts(Runnable reading) {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        try {
            reading.run();
        } finally {
            driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        }
    }

    /** Errors and warnings of the console since the test began, or since the last call. */
    public List<String> consoleErrors() {
        List<String> errors = new ArrayList<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                errors.add(entry.getMessage());
            }
        }
        return errors;
    }

    /** Addresses that were requested since the test began, or since the last call; blob: and data: are not requests. */
    public List<String> requests() {
        List<String> requests = new ArrayList<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            JsonObject message =
                    JsonParser.parseString(entry.getMessage()).getAsJsonObject().getAsJsonObject("message");
            if (message.get("method").getAsString().equals("Network.requestWillBeSent")) {
                String url = message.getAsJsonObject("params")
                        .getAsJsonObject("request")
                        .get("url")
                        .getAsString();
                if (!url.startsWith("data:") && !url.startsWith("blob:") && !url.equals("about:blank")) {
                    requests.add(url);
                }
            }
        }
        return requests;
    }

    /** The page was read from its file and asked for nothing else; the console is clean. */
    public void assertQuiet(Path html) {
        String page = html.toAbsolutePath().toUri().toString();
        List<String> requests = new ArrayList<>(requests());
        requests.removeIf(url -> url.equals(page) || url.startsWith(page + "#"));
        assertEquals(List.of(), requests, "requests");
        assertEquals(List.of(), consoleErrors(), "console");
    }

    /** Takes a picture of the window: target/screenshots/NAME.png. */
    public Path screenshot(String name) {
        Path file = SCREENSHOTS.resolve(name + ".png");
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return file;
    }

    @Override
    public void close() {
        driver.quit();
        modules.close();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException left) {
            System.err.println("could not remove " + profile + ": " + left);
        }
    }
}
