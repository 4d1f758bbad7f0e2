package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ManualTest {
    /** A command that prints, perhaps the lines that are shown of it, and what is shown. */
    private static final Pattern EXAMPLE = Pattern.compile(
            "```console\n\\$ bin/heapcrest ((?:stats|dump|tree|summary) [^|\n]+?)(?: \\| sed -n (\\d+),(\\d+)p)?\n(.*?)```",
            Pattern.DOTALL);

    @Test
    void examples_in_the_manual_print_what_it_shows() throws IOException {
        List<MatchResult> examples = EXAMPLE.matcher(Files.readString(Path.of("docs/cli.md")))
                .results()
                .toList();
        assertEquals(4, examples.size(), "examples of commands that print");
        for (MatchResult example : examples) {
            CommandRun run = CommandRun.of((Object[]) example.group(1).split(" "));
            List<String> lines = run.outText().lines().toList();
            if (example.group(2) != null) {
                lines = lines.subList(Integer.parseInt(example.group(2)) - 1, Integer.parseInt(example.group(3)));
            }
            assertEquals(example.group(4), String.join("\n", lines) + "\n");
        }
    }
}
