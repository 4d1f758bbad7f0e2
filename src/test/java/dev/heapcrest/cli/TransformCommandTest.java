package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code transform} says of the file that it wrote. */
class TransformCommandTest {
    private static final Path CAPTURE = Path.of("testdata/captures/complex-h13-py313-lz4.bin");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "collapsed, To see it: flamegraph.pl --countname bytes FILE > graph.svg",
                "speedscope, To see it: drop the file on https://www.speedscope.app",
                "gprof2dot, To see it: gprof2dot -f json FILE | dot -Tpng -o graph.png",
                "pprof, To see it: go tool pprof -http=: FILE",
                "firefox, \"To see it: https://profiler.firefox.com, Load a profile from file\""
            })
    void the_next_step_is_told_where_another_program_shows_the_file(String format, String next) {
        Path file = folder.resolve("it's here");
        CommandRun run = CommandRun.of("transform", format, "-o", file, CAPTURE);
        String quoted = "'" + folder + "/it'\\''s here'";
        assertEquals("Wrote %s\n%s\n".formatted(file, next.replace("FILE", quoted)), run.outText());
    }

    /** A partial's file is the same to that program. */
    @Test
    void so_it_is_for_a_partial() {
        Path partial = folder.resolve("x.hcp");
        CommandRun.of("partial", "-o", partial, CAPTURE);
        Path file = folder.resolve("x.json");
        CommandRun run = CommandRun.of("transform", "gprof2dot", "-o", file, partial);
        assertEquals(
                "Wrote %s\nTo see it: gprof2dot -f json %s | dot -Tpng -o graph.png\n".formatted(file, file),
                run.outText());
    }

    @ParameterizedTest
    @CsvSource({"csv", "json", "svg"})
    void nothing_is_told_of_files_that_everybody_can_open(String format) {
        Path file = folder.resolve("x");
        assertEquals(
                "Wrote %s\n".formatted(file),
                CommandRun.of("transform", format, "-o", file, CAPTURE).outText());
    }

    @Test
    void quiet_is_quiet() {
        assertEquals(
                "",
                CommandRun.of("transform", "pprof", "-q", "-o", folder.resolve("x"), CAPTURE)
                        .outText());
    }
}
