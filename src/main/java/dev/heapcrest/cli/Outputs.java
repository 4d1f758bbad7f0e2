package dev.heapcrest.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command writes that may write several things. All are opened before anything is read, so that a name that is taken
 * shows at once; each appears when it is whole. Closing leaves things as they were where nothing was written. Not
 * thread-safe.
 */
final class Outputs implements AutoCloseable {
    private final Terminal terminal;
    private final boolean force;
    private final List<String> inputs;
    private final List<Output> opened = new ArrayList<>();
    private boolean toStandardOutput;

    /**
     * For one command.
     *
     * @param force replace files that exist
     * @param inputs as typed; captures among them are never overwritten. A partial may be: its sum takes its place.
     */
    Outputs(Terminal terminal, boolean force, List<String> inputs) {
        this.terminal = terminal;
        this.force = force;
        this.inputs = inputs;
    }

    /**
     * Opens one.
     *
     * @param typed {@code -} is standard output, which one of them may have; null for one that nobody asked for
     */
    @Nullable
    Output open(@Nullable String typed) throws CommandFailure {
        if (!"-".equals(typed)) {
            return file(typed);
        }
        if (toStandardOutput) {
            throw CommandFailure.usage("argument -o/--output: standard output is for one thing");
        }
        toStandardOutput = true;
        return opened(Output.standard(terminal));
    }

    /** The same of an option for files only, where standard output is for messages. */
    @Nullable
    Output openFile(String option, @Nullable String typed) throws CommandFailure {
        if ("-".equals(typed)) {
            throw CommandFailure.usage("argument %s: standard output is for messages; name a file".formatted(option));
        }
        return file(typed);
    }

    private @Nullable Output file(@Nullable String typed) throws CommandFailure {
        if (typed == null) {
            return null;
        }
        Path path = UserPath.ofOutput(typed);
        return opened(AtomicFile.create(path, force, captureAt(path), terminal.err()));
    }

    private @Nullable Path captureAt(Path path) throws CommandFailure {
        if (!Files.exists(path)) {
            return null;
        }
        try {
            for (String input : inputs) {
                Path file = input.equals("-") ? null : UserPath.of(input);
                if (file != null && Files.exists(file) && Files.isSameFile(file, path) && !PartialFile.isOne(file)) {
                    return file;
                }
            }
            return null;
        } catch (IOException e) {
            throw CommandFailure.failed("Cannot write %s: %s".formatted(path, CaptureInput.reason(e)));
        }
    }

    private Output opened(Output output) {
        opened.add(output);
        return output;
    }

    /** Writes all of one that was opened; nothing where nobody asked for it. */
    static void write(@Nullable Output output, Output.Content content) throws CommandFailure {
        if (output != null) {
            output.write(content);
        }
    }

    /** The same in UTF-8. */
    static void writeText(@Nullable Output output, Output.Text text) throws CommandFailure {
        if (output != null) {
            output.writeText(text);
        }
    }

    /** Whether standard output has something else than messages. */
    boolean toStandardOutput() {
        return toStandardOutput;
    }

    /**
     * Says these lines, and what was written.
     *
     * @throws IOException nothing else was asked for, so that the lines are the result, and nobody gets them
     */
    void announce(List<String> lines) throws IOException {
        for (String line : lines) {
            if (opened.isEmpty()) {
                terminal.say(line);
            } else {
                Pipeline.announce(terminal, line);
            }
        }
        for (Output output : opened) {
            if (output.announced()) {
                Pipeline.announce(terminal, "Wrote " + output.name());
            }
        }
    }

    @Override
    public void close() throws CommandFailure {
        IOException first = null;
        for (Output output : opened) {
            try {
                output.close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw CommandFailure.failed("Cannot close what was written: " + CaptureInput.reason(first));
        }
    }
}
