package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.xml.sax.SAXException;

/**
 * What must hold for every command that is given any bytes: it ends with a sentence and one of its exit codes, and what
 * it writes is whole and of its format. Readers of the formats are not ours.
 */
public final class AnyCommand {
    /** A capture that is whole, beside the one that may not be. */
    private static final Path WHOLE = CommandRun.CAPTURES.resolve("complex-h13-py313-lz4.bin");

    private static final Path THREADS = CommandRun.CAPTURES.resolve("threads8-h6-py39-m1.0.3-raw.bin");

    /** Of arguments: the file in question. */
    private static final String IT = "IT";

    private static final String OTHER = "OTHER";
    private static final String FORKED = "FORKED";
    /** Of arguments: each names a file of its own. */
    private static final String OUT = "OUT";

    private static final List<List<String>> COMMANDS = List.of(
            List.of("transform", "csv", "-o", OUT + ".csv", IT),
            List.of("transform", "collapsed", "--leaks", "--full-paths", "-o", OUT, IT),
            List.of("transform", "speedscope", "--split-threads", "-o", OUT + ".json", IT),
            List.of("transform", "gprof2dot", "-o", OUT + ".json", IT),
            List.of("transform", "pprof", "--labels", "-o", OUT, IT),
            List.of("transform", "svg", "-o", OUT + ".svg", IT),
            List.of("transform", "svg", "--split-threads", "--leaks", "--private", "-o", OUT + ".svg", IT),
            List.of("transform", "firefox", "-o", OUT + ".json", IT),
            List.of("transform", "json", "--temporal", "--private", "-o", OUT + ".json", IT),
            List.of("tree", IT),
            List.of("tree", "--leaks", "--all-frames", "-b", "7", "--private", IT),
            List.of("summary", "-s", "3", IT),
            List.of("summary", "--temporary-allocation-threshold", "3", "-r", "1000", IT),
            List.of("table", "-o", OUT + ".html", IT),
            List.of("flamegraph", "--temporal", "--from", "1s", "--private", "-o", OUT + ".html", IT),
            List.of("flamegraph", "--temporary-allocations", "--inverted", "-o", OUT + ".html", IT),
            List.of("stats", "--json", "-o", OUT + ".json", IT),
            List.of("stats", "--private", IT),
            List.of("series", "--json", IT),
            List.of("dump", IT),
            List.of("compact", "-o", OUT, IT),
            List.of("compact", "--merge-threads", "--header", "10", "-o", OUT, IT),
            List.of("partial", "-o", OUT, IT),
            List.of("partial", "--capture-nodes", "5", "--split-processes", "--private", "-o", OUT, IT),
            List.of("merge", "--json", OUT + ".json", "--csv", OUT + ".csv", "--pprof", OUT, IT, OTHER),
            List.of("merge", "-o", OUT + ".html", "--partial", OUT, "--split-processes", IT, OTHER, FORKED),
            List.of("merge", "--aligned", "--across-hosts", "--json", OUT + ".json", IT, OTHER),
            List.of("merge", "--group-by", "script,pid", "--private", "--json", OUT + ".json", IT, OTHER),
            List.of("diff", "--json", OUT + ".json", "-o", OUT + ".html", IT, OTHER),
            List.of("diff", "--json", OUT + ".json", "-o", OUT + ".html", "--match", "shift", OTHER, IT),
            List.of("diff", "--normalize", "--match", "function", "--leaks", "--noise", "5kB", IT, OTHER),
            List.of(
                    "check",
                    "--max-peak",
                    "1",
                    "--max-leak-per-place",
                    "1",
                    "--github",
                    "--junit",
                    OUT + ".xml",
                    "--markdown",
                    OUT + ".md",
                    "--json",
                    OUT + ".json",
                    IT),
            List.of("check", "--baseline", OUT, "--update-baseline", "--total", IT, OTHER));

    private static final Set<Integer> EXIT_CODES = Set.of(ExitCode.COMPLETE, ExitCode.FAILED, ExitCode.INCOMPLETE, 4);

    /** How many commands there are. */
    public static final int CHOICES = COMMANDS.size();

    private final Path directory;

    /** @param directory for the files of the commands, and for them alone */
    public AnyCommand(Path directory) {
        this.directory = directory;
    }

    /** Runs one of the commands. */
    public void check(byte[] file, int choice) throws IOException {
        Path it = Files.write(directory.resolve("it.bin"), file);
        List<Path> outputs = new ArrayList<>();
        List<Object> arguments = new ArrayList<>();
        for (String argument : COMMANDS.get(Math.floorMod(choice, CHOICES))) {
            switch (argument) {
                case IT -> arguments.add(it);
                case OTHER -> arguments.add(WHOLE);
                case FORKED -> arguments.add(THREADS);
                default -> {
                    if (argument.startsWith(OUT)) {
                        Path output = directory.resolve(outputs.size() + argument);
                        outputs.add(output);
                        arguments.add(output);
                    } else {
                        arguments.add(argument);
                    }
                }
            }
        }
        try {
            CommandRun run = CommandRun.of(arguments.toArray());
            requireWhole(run, outputs, () -> arguments + ": " + run.exitCode() + ", " + run.err());
        } finally {
            for (Path output : outputs) {
                Files.deleteIfExists(output);
            }
        }
    }

    private void requireWhole(CommandRun run, List<Path> outputs, Supplier<String> told) throws IOException {
        // some options are for captures alone
        boolean misused = run.exitCode() == ExitCode.USAGE && run.err().contains("of a partial");
        assertTrue(EXIT_CODES.contains(run.exitCode()) || misused, told);
        assertFalse(run.err().contains("Internal error") || run.err().contains("Out of memory"), told);
        assertTrue(run.exitCode() == ExitCode.COMPLETE || !run.err().isBlank() || run.exitCode() == 4, told);
        assertFalse(movesTheCursor(run.err()) || movesTheCursor(run.outText()), told);
        for (Path output : outputs) {
            boolean written = Files.exists(output);
            assertTrue(written || run.exitCode() != ExitCode.COMPLETE, told);
            if (written) {
                requireFormat(output);
            }
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(
                    0, left.filter(file -> file.toString().endsWith(".tmp")).count(), told);
        }
    }

    private static void requireFormat(Path output) throws IOException {
        String name = output.toString();
        if (name.endsWith(".json")) {
            JsonParser.parseString(Files.readString(output)).getAsJsonObject();
        } else if (name.endsWith(".html")) {
            assertTrue(Files.readString(output).stripTrailing().endsWith("</html>"), name);
        } else if (name.endsWith(".svg") || name.endsWith(".xml")) {
            try {
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(output.toFile());
            } catch (SAXException | ParserConfigurationException e) {
                throw new AssertionError(name, e);
            }
        } else if (name.endsWith(".csv") || name.endsWith(".md")) {
            assertFalse(movesTheCursor(Files.readString(output)), name);
        }
    }

    private static boolean movesTheCursor(String text) {
        return text.codePoints()
                .anyMatch(c -> (c < ' ' && c != '\n' && c != '\r')
                        || (c >= 0x7F && c < 0xA0)
                        || (c >= 0x2028 && c <= 0x202E)
                        || (c >= 0x2066 && c <= 0x2069));
    }
}
