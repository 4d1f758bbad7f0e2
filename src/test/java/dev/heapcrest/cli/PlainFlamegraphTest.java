package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The quick way to read a command line and picocli's way must agree. */
class PlainFlamegraphTest {
    private static final Terminal NOWHERE = new Terminal(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new PrintStream(OutputStream.nullOutputStream()),
            false,
            System::nanoTime,
            "heapcrest");

    private static final List<String> WORDS = List.of(
            "-f",
            "--force",
            "-q",
            "--quiet",
            "--leaks",
            "--split-threads",
            "--inverted",
            "--no-web",
            "--private",
            "--temporal",
            "--allow-truncated",
            "-o",
            "--output",
            "-o",
            "x.bin",
            "y.html",
            "-",
            "a b",
            "@file",
            "it's",
            "\"quoted\"",
            "--lea",
            "-fq",
            "--output=z",
            "--",
            "",
            "-h",
            "--temporary-allocations",
            "~/x.bin",
            "flamegraph");

    @Test
    void what_it_reads_picocli_reads_the_same_way() {
        long seed = Long.getLong("seed", 20261123L);
        Random random = new Random(seed);
        int plain = 0;
        for (int round = 0; round < 600; round++) {
            String[] arguments = new String[1 + random.nextInt(6)];
            arguments[0] = "flamegraph";
            for (int i = 1; i < arguments.length; i++) {
                arguments[i] = WORDS.get(random.nextInt(WORDS.size()));
            }
            FlamegraphCommand quick = PlainFlamegraph.of(NOWHERE, arguments);
            if (quick != null) {
                plain++;
                String line = "seed " + seed + ": " + String.join(" ", arguments);
                assertEquals(options(byPicocli(arguments)), options(quick), line);
            }
        }
        assertTrue(plain > 20, plain + " plain command lines");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "flamegraph",
                "stats x",
                "flamegraph -h",
                "flamegraph x y",
                "flamegraph x -o",
                "flamegraph -o --leaks x",
                "flamegraph --temporal --from 1s x",
                "flamegraph -fq x",
                "flamegraph -- x"
            })
    void what_is_not_plain_is_left_to_picocli(String line) {
        assertNull(PlainFlamegraph.of(NOWHERE, line.isEmpty() ? new String[0] : line.split(" ")));
    }

    private static FlamegraphCommand byPicocli(String... arguments) {
        CommandLine root = new Main(NOWHERE).commandLine();
        CommandLine.ParseResult result = root.parseArgs(Abbreviations.expand(arguments, root));
        return (FlamegraphCommand) result.subcommand().commandSpec().userObject();
    }

    private static List<Object> options(FlamegraphCommand command) {
        return List.of(
                command.results,
                String.valueOf(command.output.output),
                command.output.force,
                command.options.view.leaks,
                command.options.view.splitThreads,
                command.options.view.temporary,
                command.options.view.threshold,
                command.options.page.inverted,
                command.options.page.noWeb,
                command.options.page.full,
                command.options.privacy.privately,
                command.options.time.temporal,
                command.options.time.buckets,
                command.options.page.maxMemoryRecords,
                command.options.page.confidentialFiles,
                command.options.run.quiet,
                command.options.run.allowTruncated,
                command.options.run.progress,
                command.options.run.help);
    }
}
