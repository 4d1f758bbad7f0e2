package dev.heapcrest.cli;

import dev.heapcrest.capture.CaptureException;
import dev.heapcrest.merge.CaptureIdentity;
import dev.heapcrest.merge.CaptureRow;
import dev.heapcrest.merge.Merging;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.merge.PartialFormatException;
import dev.heapcrest.merge.PartialOptions;
import dev.heapcrest.merge.SampledTime;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ManyCaptures;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Captures and partials that a command was given, added up as they are read. A capture of which nothing can be read is
 * counted and told; a partial that cannot be read ends the command, for nobody knows what it would have added. Not
 * thread-safe.
 */
final class ManyInputs {
    /** Stands for the stacks of a partial at an instant, which it does not tell. */
    private static final String PARTIAL = "(partial, stacks unknown)";

    private final Terminal terminal;
    private final Pipeline pipeline;
    private final PartialOptions options;
    private final Function<String, SortedMap<String, String>> labels;
    private final UnaryOperator<String> files;
    private final boolean allowDuplicates;
    private final Set<String> known = new HashSet<>();
    private final List<Counted> counted = new ArrayList<>();
    /** Of the input that was read last. */
    private @Nullable SampledTime lastTime;

    private boolean lastIsPartial;
    private long inputBytes;

    /**
     * An input of the sum.
     *
     * @param identity of a capture
     * @param time of a capture that takes part in the peak of the sum
     */
    private record Counted(
            String typed,
            boolean isPartial,
            String identity,
            @Nullable SampledTime time) {}

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
        return sum(typed, mostNodes, null);
    }

    /**
     * The same, with a sum for each group.
     *
     * @param groups gets each input as well; null for none
     */
    Partial sum(List<String> typed, long mostNodes, @Nullable GroupSums groups) throws CommandFailure {
        Merging merging = new Merging(options);
        try {
            for (String each : typed) {
                Partial partial = read(each, typed.size() == 1);
                if (allowDuplicates || isNew(each, partial)) {
                    merging.add(partial);
                    if (groups != null) {
                        groups.add(each, partial);
                    }
                    counted.add(new Counted(
                            each,
                            lastIsPartial,
                            lastIsPartial ? "" : partial.rows().get(0).identity(),
                            lastTime));
                }
                requireRoom(merging, each, mostNodes);
            }
            return merging.result();
        } catch (ArithmeticException e) {
            throw tooMuch(e);
        }
    }

    private static void requireRoom(Merging merging, String typed, long mostNodes) throws CommandFailure {
        if (merging.nodeCount() > mostNodes) {
            throw CommandFailure.failed("After " + typed + " there are more than " + mostNodes
                    + " call stacks. Merge fewer captures at once, or raise --max-nodes.");
        }
    }

    private static CommandFailure tooMuch(ArithmeticException e) {
        return CommandFailure.failed("Cannot add these captures: %s.".formatted(e.getMessage()));
    }

    /**
     * What those of the {@linkplain #sum sum} held at an instant, by call stack: reads each that takes part again. Of
     * aggregated captures and of partials only the bytes are known.
     *
     * @param millis ms since 1970
     * @param mostNodes call stacks that may be kept at most
     */
    Partial heldAt(long millis, long mostNodes) throws CommandFailure {
        Merging merging = new Merging(options);
        try {
            for (Counted each : counted) {
                SampledTime time = each.time();
                if (each.isPartial()) {
                    addUnknown(each.typed(), millis, merging);
                } else if (time != null && time.covers(millis)) {
                    merging.add(heldAt(each, time, millis));
                }
                requireRoom(merging, each.typed(), mostNodes);
            }
            return merging.result();
        } catch (ArithmeticException e) {
            throw tooMuch(e);
        }
    }

    /** Of a partial. */
    private void addUnknown(String typed, long millis, Merging merging) throws CommandFailure {
        Path path = UserPath.of(typed);
        try (InputStream stream = Files.newInputStream(path)) {
            long bytes = readPartial(typed, stream).heapBytesAt(millis);
            if (bytes != 0) {
                merging.add(Partial.heldTogether(options, fileName(path), PARTIAL, bytes));
            }
        } catch (IOException e) {
            throw readOnce(typed, e);
        }
    }

    private Partial heldAt(Counted counted, SampledTime time, long millis) throws CommandFailure {
        String typed = counted.typed();
        Path path = UserPath.of(typed);
        try (InputStream file = Files.newInputStream(path)) {
            byte[] head = file.readNBytes(CaptureIdentity.HEAD_BYTES);
            CaptureInput input = new CaptureInput(VisibleText.of(typed), path, InputStream.nullInputStream());
            Partial held = pipeline.heldAt(
                    input,
                    options,
                    header -> new Partial.Origin(
                            fileName(path), CaptureIdentity.text(header, head), labels.apply(typed), files),
                    time,
                    millis);
            if (!held.tree().largestCapture(View.Kind.TOGETHER, 0).equals(counted.identity())) {
                throw CommandFailure.failed(
                        "%s is another capture than it was a moment ago.".formatted(VisibleText.of(typed)));
            }
            return held;
        } catch (IOException e) {
            throw readOnce(typed, e);
        }
    }

    private static CommandFailure readOnce(String typed, IOException e) {
        return CommandFailure.failed("Cannot read %s a second time: %s.".formatted(VisibleText.of(typed), reason(e)));
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** Bytes of all files that were read; pipes are left out. */
    long inputBytes() {
        return inputBytes;
    }

    /** What a command exits with that was given these captures. */
    static int exitCode(Partial sum, RunOptions run) {
        if (sum.captures(CaptureRow.State.FAILED) > 0) {
            return ExitCode.INCOMPLETE;
        }
        boolean complete = sum.captures() == sum.captures(CaptureRow.State.COMPLETE);
        return complete || run.allowTruncated ? ExitCode.COMPLETE : ExitCode.INCOMPLETE;
    }

    /**
     * One capture or partial.
     *
     * @param alone whether no other waits while it is read: a pipe may take as long as it does
     */
    Partial read(String typed, boolean alone) throws CommandFailure {
        Path path = typed.equals("-") ? null : UserPath.of(typed);
        String name = path == null ? "-" : fileName(path);
        lastTime = null;
        lastIsPartial = false;
        byte[] head = new byte[0];
        if (!alone && path != null && new CaptureInput(typed, path, InputStream.nullInputStream()).mayNeverBegin()) {
            return failed(typed, name, head, "it " + CaptureInput.NEVER_BEGINS);
        }
        try {
            if (path == null || !Files.isRegularFile(path)) {
                InputStream pipe = path == null ? terminal.in() : Files.newInputStream(path);
                head = pipe.readNBytes(CaptureIdentity.HEAD_BYTES);
                InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), pipe);
                return PartialFile.begins(head)
                        ? readPartial(typed, whole)
                        : readCapture(typed, name, null, whole, head);
            }
            inputBytes += Files.size(path);
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
        lastIsPartial = true;
        Partial partial = Partial.readFrom(stream);
        if (!partial.options().equals(options)) {
            throw CommandFailure.failed("%s was made with %s, but here are %s. Make it again, or use its options."
                    .formatted(typed, partial.options().text(), options.text()));
        }
        tell(terminal, typed, partial);
        return partial;
    }

    /** Says of a partial that not all of its captures are complete, as is said of each capture. */
    static void tell(Terminal terminal, String typed, Partial partial) {
        if (partial.captures() != partial.captures(CaptureRow.State.COMPLETE)) {
            terminal.err()
                    .println("%s has %s. What was read counts."
                            .formatted(VisibleText.of(typed), new ManyCaptures(partial, null).coverage()));
        }
    }

    private Partial readCapture(String typed, String name, @Nullable Path path, InputStream stream, byte[] head)
            throws IOException, CommandFailure {
        CaptureInput input = new CaptureInput(VisibleText.of(typed), path, stream);
        Pipeline.Addend addend = pipeline.partial(
                input,
                options,
                header -> new Partial.Origin(name, CaptureIdentity.text(header, head), labels.apply(typed), files));
        lastTime = addend.time();
        Partial partial = addend.partial();
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
                options,
                new Partial.Origin(name, CaptureIdentity.ofUnreadable(name, head), labels.apply(typed), files),
                reason);
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
