package dev.heapcrest.cli;

import dev.heapcrest.capture.CaptureException;
import dev.heapcrest.merge.CaptureIdentity;
import dev.heapcrest.merge.CaptureRow;
import dev.heapcrest.merge.Merging;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.merge.PartialFormatException;
import dev.heapcrest.merge.PartialOptions;
import dev.heapcrest.report.VisibleText;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Captures and partials that a command was given, added up as they are read. A capture of which nothing can be read is
 * counted and told; a partial that cannot be read ends the command, for nobody knows what it would have added. Not
 * thread-safe.
 */
final class ManyInputs {
    private final Terminal terminal;
    private final Pipeline pipeline;
    private final PartialOptions options;
    private final SortedMap<String, String> labels;
    private final UnaryOperator<String> files;
    private final boolean allowDuplicates;
    private final Set<String> known = new HashSet<>();

    ManyInputs(Terminal terminal, RunOptions run, PrivateOption privacy, ManyOptions many, boolean allowDuplicates)
            throws CommandFailure {
        this.terminal = terminal;
        pipeline = new Pipeline(terminal, run, privacy, null);
        this.options = many.partial();
        this.labels = many.labels();
        this.files = many.files();
        this.allowDuplicates = allowDuplicates;
    }

    /**
     * The sum of all.
     *
     * @param typed names of captures and partials
     * @param mostNodes call stacks that may be kept at most
     */
    Partial sum(List<String> typed, long mostNodes) throws CommandFailure {
        Merging merging = new Merging(options);
        try {
            for (String each : typed) {
                Partial partial = read(each);
                if (allowDuplicates || isNew(each, partial)) {
                    merging.add(partial);
                }
                if (merging.nodeCount() > mostNodes) {
                    throw CommandFailure.failed("After " + each + " there are more than " + mostNodes
                            + " call stacks. Merge fewer captures at once, or raise --max-nodes.");
                }
            }
            return merging.result();
        } catch (ArithmeticException e) {
            throw CommandFailure.failed("Cannot add these captures: %s.".formatted(e.getMessage()));
        }
    }

    /** What a command exits with that was given these captures. */
    static int exitCode(Partial sum, RunOptions run) {
        if (sum.captures(CaptureRow.State.FAILED) > 0) {
            return ExitCode.INCOMPLETE;
        }
        boolean complete = sum.captures() == sum.captures(CaptureRow.State.COMPLETE);
        return complete || run.allowTruncated ? ExitCode.COMPLETE : ExitCode.INCOMPLETE;
    }

    /** One capture or partial. */
    Partial read(String typed) throws CommandFailure {
        Path path = typed.equals("-") ? null : UserPath.of(typed);
        String name = path == null ? "-" : String.valueOf(path.getFileName());
        byte[] head = new byte[0];
        try {
            if (path == null || !Files.isRegularFile(path)) {
                InputStream pipe = path == null ? terminal.in() : Files.newInputStream(path);
                head = pipe.readNBytes(CaptureIdentity.HEAD_BYTES);
                InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), pipe);
                return PartialFile.begins(head)
                        ? readPartial(typed, whole)
                        : readCapture(typed, name, null, whole, head);
            }
            try (InputStream file = Files.newInputStream(path)) {
                head = file.readNBytes(CaptureIdentity.HEAD_BYTES);
                if (PartialFile.begins(head)) {
                    return readPartial(typed, new SequenceInputStream(new ByteArrayInputStream(head), file));
                }
            }
            return readCapture(typed, name, path, InputStream.nullInputStream(), head);
        } catch (CaptureException e) {
            return failed(typed, name, head, String.valueOf(e.getMessage()));
        } catch (PartialFormatException e) {
            throw CommandFailure.failed("Cannot read %s: %s.".formatted(typed, e.getMessage()));
        } catch (IOException e) {
            return failed(typed, name, head, reason(e));
        }
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
            return "there is no such file";
        }
        return e instanceof AccessDeniedException ? "permission denied" : CaptureInput.reason(e);
    }

    private Partial readPartial(String typed, InputStream stream) throws IOException, CommandFailure {
        Partial partial = Partial.readFrom(stream);
        if (!partial.options().equals(options)) {
            throw CommandFailure.failed("%s was made with %s, but here are %s. Make it again, or use its options."
                    .formatted(typed, partial.options().text(), options.text()));
        }
        return partial;
    }

    private Partial readCapture(String typed, String name, @Nullable Path path, InputStream stream, byte[] head)
            throws IOException, CommandFailure {
        CaptureInput input = new CaptureInput(VisibleText.of(typed), path, stream);
        Partial partial = pipeline.partial(
                input, options, header -> new Partial.Origin(name, CaptureIdentity.text(header, head), labels, files));
        CaptureRow row = partial.rows().get(0);
        if (row.state() != CaptureRow.State.COMPLETE) {
            terminal.err()
                    .println("%s is %s: %s. What was read counts."
                            .formatted(input.name(), row.state().text(), VisibleText.of(row.problem())));
        }
        return partial;
    }

    private Partial failed(String typed, String name, byte[] head, String reason) {
        terminal.err()
                .println(
                        "Cannot read %s: %s. It is left out.".formatted(VisibleText.of(typed), VisibleText.of(reason)));
        return Partial.failed(
                options, new Partial.Origin(name, CaptureIdentity.ofUnreadable(name, head), labels, files), reason);
    }

    /** Whether no capture of a partial was added before; if all were, it is left out, and that is said. */
    private boolean isNew(String typed, Partial partial) throws CommandFailure {
        long repeated = 0;
        long counted = 0;
        for (CaptureRow row : partial.rows()) {
            if (row.counts()) {
                counted++;
                repeated += known.add(row.identity()) ? 0 : 1;
            }
        }
        if (repeated == 0) {
            return true;
        }
        if (repeated == counted && partial.readable() == counted) {
            terminal.err()
                    .println("%s is there already, and counts once. With --allow-duplicates it counts again."
                            .formatted(VisibleText.of(typed)));
            return false;
        }
        throw CommandFailure.failed(typed + " has " + repeated + " captures that are there already, and others that are"
                + " not. Give each of them once, or use --allow-duplicates.");
    }
}
