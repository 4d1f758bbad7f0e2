package dev.heapcrest.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

    /**
     * With recorded captures as the last arguments.
     *
     * @param names of the captures, without suffix
     */
    public static CommandRun ofCaptures(List<String> names, String... arguments) {
        List<Object> all = new ArrayList<>(List.of(arguments));
        names.forEach(name -> all.add(CAPTURES.resolve(name + ".bin")));
        return of(all.toArray());
    }

    public static CommandRun withInput(byte[] input, Object... arguments) {
        return named("heapcrest", input, arguments);
    }

    static CommandRun named(String command, byte[] input, Object... arguments) {
        return run(command, input, new ByteArrayOutputStream(), arguments);
    }

    /** Where the reader of standard output is gone. */
    static CommandRun withBrokenPipe(Object... arguments) {
        return withFailingOutput("Broken pipe", arguments);
    }

    /** Where the disk of standard output is full. */
    static CommandRun withFullDisk(Object... arguments) {
        return withFailingOutput("No space left on device", arguments);
    }

    private static CommandRun withFailingOutput(String reason, Object... arguments) {
        ByteArrayOutputStream failing = new ByteArrayOutputStream() {
            @Override
            public void flush() throws IOException {
                throw new IOException(reason);
            }
        };
        return run("heapcrest", new byte[0], failing, arguments);
    }

    private static CommandRun run(String command, byte[] input, ByteArrayOutputStream out, Object... arguments) {
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
