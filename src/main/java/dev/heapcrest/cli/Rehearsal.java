package dev.heapcrest.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/**
 * What the run that makes the launcher's archive of classes does after its report: it loads what other commands need, so
 * that they find it in the archive, too. For that the usual ones are run on a capture of 2 kB, and of the others the
 * command line is read. Nothing of it is to be seen, and nothing that goes wrong here matters.
 */
final class Rehearsal {
    private static final String CAPTURE = "complex-h13-py39-lz4.bin";

    private Rehearsal() {}

    /** @param page a name that is free, for a page that is there only for a moment */
    static void run(Path page) {
        try {
            for (String command : Main.COMMANDS) {
                read(command);
            }
            for (String command : new String[] {"tree", "summary", "stats"}) {
                command(command, "-");
            }
            // over a page that is there, and with a second thread
            Files.createFile(page);
            command("flamegraph", "-f", "-o", page.toString(), "-");
            command("flamegraph", "-f", "--threads", "2", "-o", page.toString(), "-");
        } catch (IOException | RuntimeException e) {
            // then later runs load more themselves
        } finally {
            delete(page);
        }
    }

    private static void read(String command) throws IOException {
        try (InputStream nothing = InputStream.nullInputStream()) {
            new Main(nowhere(nothing)).commandLine(command).parseArgs(command, "-");
        } catch (CommandLine.ParameterException e) {
            // some want more arguments
        }
    }

    private static void command(String... arguments) throws IOException {
        try (InputStream capture = Rehearsal.class.getResourceAsStream(CAPTURE)) {
            if (capture != null) {
                Main.execute(nowhere(capture), arguments);
            }
        }
    }

    private static Terminal nowhere(InputStream in) {
        OutputStream nothing = OutputStream.nullOutputStream();
        return new Terminal(in, nothing, new PrintStream(nothing), false, System::nanoTime, "heapcrest");
    }

    private static void delete(Path page) {
        try {
            Files.deleteIfExists(page);
        } catch (IOException e) {
            // the launcher takes it away later
        }
    }
}
