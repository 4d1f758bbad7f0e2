package dev.heapcrest.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The outside world of a command, so that tests can put another in its place.
 *
 * @param in standard input, for captures that come through a pipe
 * @param out standard output, raw: reports and messages of success
 * @param err messages and progress
 * @param interactive {@code err} is a terminal that understands a returning cursor
 * @param nanoClock as {@link System#nanoTime()}
 * @param command the name under which the program was started
 * @param screen what {@code out} is drawn on
 */
record Terminal(
        InputStream in,
        OutputStream out,
        PrintStream err,
        boolean interactive,
        LongSupplier nanoClock,
        String command,
        Screen screen) {

    /** Where standard output is no terminal. */
    Terminal(
            InputStream in,
            OutputStream out,
            PrintStream err,
            boolean interactive,
            LongSupplier nanoClock,
            String command) {
        this(in, out, err, interactive, nanoClock, command, Screen.NONE);
    }

    /** That of this process. */
    static Terminal ofProcess() {
        return new Terminal(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                interactive(System.getProperty("heapcrest.terminal")),
                System::nanoTime,
                System.getProperty("heapcrest.command", "heapcrest"),
                Screen.ofProcess(System.getProperty("heapcrest.screen")));
    }

    /** Whether the program was started in memray's place: where scripts rely on what memray does, it does that. */
    boolean asMemray() {
        return command.equals("memray");
    }

    /** For text on standard output; to be flushed. */
    Writer writer() {
        return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), Output.BUFFER_CHARS);
    }

    /** A line on standard output. */
    void say(String line) throws IOException {
        out.write((line + '\n').getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Java cannot ask whether standard error is a terminal: the launcher says so; without it Linux tells. */
    private static boolean interactive(@Nullable String launcherSays) {
        if ("dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        if (launcherSays != null) {
            return Boolean.parseBoolean(launcherSays);
        }
        return isTerminal(2);
    }

    /** As Linux tells; false elsewhere. */
    static boolean isTerminal(int fileDescriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + fileDescriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
