package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** A command line that begins with a command makes picocli's view of that command alone. Nobody must notice. */
class CommandAloneTest {
    private static final List<List<String>> MISUSES = List.of(
            List.of(),
            List.of("--help"),
            List.of("-h"),
            List.of("--hel"),
            List.of("--no-such-option"),
            List.of("--version"),
            List.of("-v"),
            List.of("--threads", "many", "x"),
            List.of("--format", "none", "x"),
            List.of("--kind"),
            List.of("-o"),
            List.of("no-such-file.bin"),
            List.of("no-such-file.bin", "tree", "y", "z"),
            List.of("tree", "--help"));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(
            InputStream.nullInputStream(),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            System::nanoTime,
            "heapcrest");

    static Stream<String> commands() {
        return Main.COMMANDS.stream();
    }

    @Test
    void all_are_there_in_the_order_of_the_help_unless_one_is_named_first() {
        assertEquals(Main.COMMANDS, known(new Main(terminal).commandLine()));
        for (String option : List.of("--version", "-V")) {
            assertEquals(List.of(), known(new Main(terminal).commandLine(option)));
            CommandLine all = new Main(terminal).commandLine();
            String expected = said(all.execute(Abbreviations.expand(new String[] {option}, all)));
            assertEquals(expected, said(Main.execute(terminal, option)));
        }
        for (String[] line :
                new String[][] {{}, {"--help"}, {"--vers"}, {"-v", "tree"}, {"trees"}, {"--version", "tree"}}) {
            assertEquals(Main.COMMANDS, known(new Main(terminal).commandLine(line)), String.join(" ", line));
        }
    }

    private static List<String> known(CommandLine line) {
        return List.copyOf(line.getSubcommands().keySet());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_command_that_is_named_first_is_alone_and_says_what_it_says_among_all(String command) {
        assertEquals(List.of(command), known(new Main(terminal).commandLine(command, "x")));
        CommandLine all = new Main(terminal).commandLine();
        CommandLine alone = new Main(terminal).commandLine(command);
        for (List<String> misuse : MISUSES) {
            List<String> arguments = new ArrayList<>(List.of(command));
            arguments.addAll(misuse);
            String[] line = arguments.toArray(String[]::new);
            String expected = said(all.execute(Abbreviations.expand(line, all)));
            assertEquals(expected, said(alone.execute(Abbreviations.expand(line, alone))), String.join(" ", arguments));
            assertFalse(expected.equals("0"), String.join(" ", arguments));
        }
    }

    private String said(int exitCode) {
        String said = exitCode + out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
        out.reset();
        err.reset();
        return said;
    }
}
