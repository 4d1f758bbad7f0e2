package dev.heapcrest.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.openqa.selenium.bidi.Command;
import org.openqa.selenium.bidi.Connection;
import org.openqa.selenium.bidi.Event;
import org.openqa.selenium.remote.http.ClientConfig;
import org.openqa.selenium.remote.http.HttpClient;

/**
 * Debian's Firefox, spoken to in WebDriver BiDi, which it understands by itself: geckodriver, which Debian does not have, is
 * not needed. Only what a smoke test needs.
 */
final class Firefox implements AutoCloseable {
    private static final String LISTENING = "WebDriver BiDi listening on ";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Connection connection;
    private final String context;
    private final List<String> problems = new CopyOnWriteArrayList<>();

    /** @param directory for the profile, which is new */
    Firefox(Path program, Path directory) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--remote-debugging-port",
                        "0",
                        "--profile",
                        directory.toString())
                .redirectErrorStream(true);
        builder.environment().put("HOME", directory.toString());
        process = builder.start();
        String address = address();
        connection = new Connection(
                HttpClient.Factory.createDefault()
                        .createClient(
                                ClientConfig.defaultConfig().baseUri(URI.create(address.replaceFirst("^ws", "http")))),
                address + "/session");
        send("session.new", Map.of("capabilities", Map.of()));
        Map<?, ?> tree = send("browsingContext.getTree", Map.of());
        context = String.valueOf(((Map<?, ?>) ((List<?>) tree.get("contexts")).get(0)).get("context"));
        connection.addListener(new Event<>("log.entryAdded", entry -> entry), entry -> {
            if (!"debug".equals(entry.get("level")) && !"info".equals(entry.get("level"))) {
                problems.add(String.valueOf(entry.get("text")));
            }
        });
        send("session.subscribe", Map.of("events", List.of("log.entryAdded")));
    }

    private String address() throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith(LISTENING)) {
                drain(reader);
                return line.substring(LISTENING.length());
            }
        }
        throw new IOException("Firefox ended before it listened");
    }

    /** A full pipe would stop the browser. The end of the process closes the stream, which is no failure. */
    private static void drain(BufferedReader reader) {
        Thread thread = new Thread(
                () -> {
                    try {
                        reader.transferTo(Writer.nullWriter());
                    } catch (IOException closed) {
                        return;
                    }
                },
                "firefox output");
        thread.setDaemon(true);
        thread.start();
    }

    private Map<String, Object> send(String method, Map<String, Object> parameters) {
        return connection.sendAndWait(new Command<>(method, parameters, Map.class), PATIENCE);
    }

    void open(Path html, String suffix) {
        send(
                "browsingContext.navigate",
                Map.of("context", context, "url", html.toAbsolutePath().toUri() + suffix, "wait", "complete"));
    }

    /** The value of an expression, as text; what it throws fails the test. */
    String evaluate(String expression) {
        Map<String, Object> answer = send(
                "script.evaluate",
                Map.of(
                        "expression",
                        "String(" + expression + ")",
                        "target",
                        Map.of("context", context),
                        "awaitPromise",
                        true));
        if (!"success".equals(answer.get("type"))) {
            throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        }
        return String.valueOf(((Map<?, ?>) answer.get("result")).get("value"));
    }

    void waitUntil(String expression) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!"true".equals(evaluate("!!(" + expression + ")"))) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never true: " + expression + " in " + evaluate("document.body.innerText"));
            }
            Thread.sleep(50);
        }
    }

    /** Errors and warnings of the console so far. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public void close() throws IOException {
        connection.close();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
