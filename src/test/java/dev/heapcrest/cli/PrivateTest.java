package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heapcrest.report.html.PayloadReader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing private is left anywhere in what --private writes; the same words are there without it. */
class PrivateTest {
    /** Directories of the machines that the captures were recorded on; memray's own arguments. */
    private static final Pattern PRIVATE =
            Pattern.compile("/(?:srv|usr|home|root|opt|tmp)/|site-packages/memray/__main__|--no-compress|run -q|-q -f");

    private static void scan(String what, String text) {
        Matcher found = PRIVATE.matcher(text);
        if (found.find()) {
            int from = Math.max(0, found.start() - 60);
            throw new AssertionError(what + " has " + text.substring(from, Math.min(text.length(), found.end() + 60)));
        }
    }

    private static String run(Object... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertEquals("", run.err());
        return run.outText();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "complex-h13-py313-raw",
                "threads8-h13-py313-lz4",
                "evilnames-h13-py313-lz4",
                "aio-h13-py313-lz4",
                "threads8-h13-py311-agg-lz4",
                "complex-h10-py311-m1.8.0-raw",
                "simple-h6-py310-m1.0.3-raw"
            })
    void nothing_private_is_left(String name) {
        Object capture = CommandRun.CAPTURES.resolve(name + ".bin");
        for (String format : List.of("csv", "collapsed", "speedscope", "gprof2dot", "json")) {
            String open = run("transform", "--split-threads", "--full-paths", "-o", "-", format, capture);
            String closed =
                    run("transform", "--split-threads", "--full-paths", "--private", "-o", "-", format, capture);
            scan(format, closed);
            assertTrue(open.length() > closed.length(), format);
            assertEquals(open.lines().count(), closed.lines().count(), "distinct stacks stay distinct: " + format);
        }
        for (String format : List.of("svg", "firefox")) {
            scan(format, run("transform", "--split-threads", "--private", "-o", "-", format, capture));
        }
        String stats = run("stats", "--private", capture);
        scan("stats", stats);
        assertTrue(stats.startsWith("Capture:          " + name + ".bin\n"), stats);
        scan("stats --json", run("stats", "--private", "--json", capture));
        assertTrue(
                json("stats", capture).getAsJsonObject("capture").get("private").getAsBoolean());

        String page = run("flamegraph", "--private", "-o", "-", capture);
        scan("page", page);
        scan("payload", String.join("\n", PayloadReader.ofPage(page).strings));
        assertTrue(page.contains("Made with --private"), "the page says so");
        JsonObject summary = FlamegraphTest.summary(page);
        assertEquals("", summary.get("regenerate").getAsString());
        assertTrue(summary.getAsJsonObject("capture").get("private").getAsBoolean());

        JsonObject open = json("stats --open", capture);
        assertFalse(open.getAsJsonObject("capture").get("private").getAsBoolean());
    }

    private static JsonObject json(String command, Object capture) {
        String text = command.endsWith("open")
                ? run("stats", "--json", capture)
                : run("stats", "--private", "--json", capture);
        return JsonParser.parseString(text).getAsJsonObject();
    }
}
