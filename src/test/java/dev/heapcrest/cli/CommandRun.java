package dev.heapcrest.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A command that ran in this JVM.
 *
 * @param exitCode what the process would have exited with
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record CommandRun(int exitCode, byte[] out, String err) {
    /** Captures with memray's own answers. */
    public static final Path CAPTURES = Path.of("testdata", "captures");

    public static CommandRun of(Object... arguments) {
        return withInput(new byte[0], arguments);
    }

    public static CommandRun withInput(byte[] input, Object... arguments) {
        return named("heapcrest", input, arguments);
    }

    static CommandRun named(String command, byte[] input, Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(input),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                System::nanoTime,
                command);
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        int exitCode = Main.execute(terminal, texts);
        return new CommandRun(exitCode, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    public String outText() {
        return new String(out, StandardCharsets.UTF_8);
    }
}
