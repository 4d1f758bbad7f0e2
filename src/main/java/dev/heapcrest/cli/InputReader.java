package dev.heapcrest.cli;

import dev.heapcrest.capture.CaptureException;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.merge.CaptureIdentity;
import dev.heapcrest.merge.CaptureRow;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.merge.PartialFormatException;
import dev.heapcrest.merge.PartialOptions;
import dev.heapcrest.merge.SampledTime;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ManyCaptures;
import dev.heapcrest.report.VisibleText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a partial of each capture and partial that a command was given, several at once. A capture of which nothing can be read
 * is told, and is a partial that counts it; a partial that cannot be read ends the command, for nobody knows what it would have
 * added. Immutable.
 */
final class InputReader {
    /** Stands for the stacks of a partial at an instant, which it does not tell. */
    private static final String PARTIAL = "(partial, stacks unknown)";

    /** What an InternalError of the JVM means: pages that it has mapped are gone from the file. */
    static final String SHORTER = "it became shorter while it was read, or its disk failed";

    /** Of a tree: {@link Partial} tells. */
    private static final long BYTES_OF_A_NODE = 84;

    private final Terminal terminal;
    private final RunOptions run;
    private final PrivateOption privacy;
    private final JobOptions jobs;
    private final PartialOptions options;
    private final Function<String, SortedMap<String, String>> labels;
    private final UnaryOperator<String> files;

    InputReader(Terminal terminal, RunOptions run, PrivateOption privacy, ManyOptions many, JobOptions jobs)
            throws CommandFailure {
        jobs.check();
        // what is wrong with them is not wrong with each capture
        run.limits();
        this.terminal = terminal;
        this.run = run;
        this.privacy = privacy;
        this.jobs = jobs;
        this.options = many.partial();
        this.labels = many.labels();
        this.files = many.files();
    }

    /**
     * An input that was read.
     *
     * @param typed its name
     * @param isPartial it was one, not a capture
     * @param identity of a capture; "" of a partial
     * @param time of a capture that takes part in the peak of a sum; null of others
     */
    record Source(
            String typed,
            boolean isPartial,
            String identity,
            @Nullable SampledTime time) {}

    /** The same with what it adds to a sum. */
    record Input(Source source, Partial partial) {}

    /** What shapes the partials. */
    PartialOptions options() {
        return options;
    }

    /** Reads them all, and hands them on in their order, on the caller's thread. */
    void each(List<String> typed, Workers.Results<Input> inputs) throws CommandFailure {
        jobs.each(
                typed,
                Function.identity(),
                terminal,
                run,
                input -> bytes(input.partial()),
                (each, alone, own, how) -> read(each, typed.size() == 1, own, how),
                inputs);
    }

    /**
     * What each of them held at an instant, likewise: reads each capture that takes part again. Of aggregated captures and of
     * partials only the bytes are known.
     *
     * @param millis ms since 1970
     */
    void eachHeldAt(List<Source> sources, long millis, Workers.Results<Held> held) throws CommandFailure {
        jobs.each(
                sources,
                Source::typed,
                terminal,
                run,
                each -> each.partial() == null ? 0 : bytes(each.partial()),
                (each, alone, own, how) -> new Held(each, heldAt(each, millis, own, how)),
                held);
    }

    /** @param partial null where it held nothing */
    record Held(Source source, @Nullable Partial partial) {}

    private static long bytes(Partial partial) {
        return BYTES_OF_A_NODE * partial.tree().nodeCount();
    }

    /**
     * One of them, on any thread.
     *
     * @param only whether no other waits while it is read: a pipe may take as long as it does
     * @param own where it is told what could not be read
     */
    Input read(String typed, boolean only, Terminal own, RunOptions how) throws CommandFailure {
        return new Reading(typed, own, how).input(only);
    }

    private @Nullable Partial heldAt(Source source, long millis, Terminal own, RunOptions how) throws CommandFailure {
        SampledTime time = source.time();
        try {
            if (source.isPartial()) {
                return partialHeldAt(source.typed(), millis);
            }
            return time != null && time.covers(millis) ? captureHeldAt(source, time, millis, own, how) : null;
        } catch (InternalError e) {
            throw readOnce(source.typed(), SHORTER);
        } catch (IOException e) {
            throw readOnce(source.typed(), CaptureInput.reason(e));
        }
    }

    private @Nullable Partial partialHeldAt(String typed, long millis) throws CommandFailure, IOException {
        Path path = UserPath.of(typed);
        try (InputStream stream = Files.newInputStream(path)) {
            long bytes = required(typed, stream).heapBytesAt(millis);
            return bytes == 0 ? null : Partial.heldTogether(options, name(path), PARTIAL, bytes);
        }
    }

    private Partial captureHeldAt(Source source, SampledTime time, long millis, Terminal own, RunOptions how)
            throws CommandFailure, IOException {
        String typed = source.typed();
        Path path = UserPath.of(typed);
        try (InputStream file = Files.newInputStream(path)) {
            byte[] head = file.readNBytes(CaptureIdentity.HEAD_BYTES);
            CaptureInput input = new CaptureInput(CaptureInput.shown(typed), path, InputStream.nullInputStream());
            Partial held = new Pipeline(own, how, privacy, null)
                    .heldAt(input, options, header -> origin(typed, path, header, head), time, millis);
            if (!held.tree().largestCapture(View.Kind.TOGETHER, 0).equals(source.identity())) {
                throw CommandFailure.failed(
                        "%s is another capture than it was a moment ago.".formatted(CaptureInput.shown(typed)));
            }
            return held;
        }
    }

    private Partial.Origin origin(String typed, @Nullable Path path, CaptureHeader header, byte[] head) {
        return new Partial.Origin(name(path), CaptureIdentity.text(header, head), labels.apply(typed), files);
    }

    private Partial required(String typed, InputStream stream) throws IOException, CommandFailure {
        Partial partial = Partial.readFrom(stream);
        if (!partial.options().equals(options)) {
            throw CommandFailure.failed("%s was made with %s, but here are %s. Make it again, or use its options."
                    .formatted(CaptureInput.shown(typed), partial.options().text(), options.text()));
        }
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

    /** Bytes of all files among them; of pipes nobody knows. */
    static long bytesOfFiles(List<String> typed) throws CommandFailure {
        long bytes = 0;
        for (String each : typed) {
            Path path = each.equals("-") ? null : UserPath.of(each);
            if (path != null && Files.isRegularFile(path)) {
                bytes += path.toFile().length();
            }
        }
        return bytes;
    }

    private static CommandFailure readOnce(String typed, String reason) {
        return CommandFailure.failed("Cannot read %s a second time: %s.".formatted(CaptureInput.shown(typed), reason));
    }

    /** {@code -} of standard input. */
    private static String name(@Nullable Path path) {
        return path == null ? "-" : String.valueOf(path.getFileName());
    }

    /** Of one input. */
    private final class Reading {
        private final String typed;
        private final Terminal own;
        private final RunOptions how;
        private byte[] head = new byte[0];

        Reading(String typed, Terminal own, RunOptions how) {
            this.typed = typed;
            this.own = own;
            this.how = how;
        }

        Input input(boolean only) throws CommandFailure {
            Path path = typed.equals("-") ? null : UserPath.of(typed);
            if (!only && new CaptureInput(typed, path, InputStream.nullInputStream()).mayNeverBegin()) {
                return failed(path, "it " + CaptureInput.NEVER_BEGINS);
            }
            try {
                if (path == null || !Files.isRegularFile(path)) {
                    InputStream pipe = path == null ? own.in() : Files.newInputStream(path);
                    head = pipe.readNBytes(CaptureIdentity.HEAD_BYTES);
                    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), pipe);
                    return PartialFile.begins(head) ? ofPartial(whole) : ofCapture(null, whole);
                }
                try (InputStream file = Files.newInputStream(path)) {
                    head = file.readNBytes(CaptureIdentity.HEAD_BYTES);
                    if (PartialFile.begins(head)) {
                        return ofPartial(new SequenceInputStream(new ByteArrayInputStream(head), file));
                    }
                }
                return ofCapture(path, InputStream.nullInputStream());
            } catch (CaptureException e) {
                return failed(path, String.valueOf(e.getMessage()));
            } catch (PartialFormatException e) {
                throw CommandFailure.failed("Cannot read %s: %s.".formatted(typed, e.getMessage()));
            } catch (IOException e) {
                return failed(path, CaptureInput.reason(e));
            } catch (InternalError e) {
                // what the JVM throws where a file that it has mapped became shorter
                return failed(path, SHORTER);
            }
        }

        private Input ofPartial(InputStream stream) throws IOException, CommandFailure {
            Partial partial = required(typed, stream);
            tell(own, typed, partial);
            return new Input(new Source(typed, true, "", null), partial);
        }

        private Input ofCapture(@Nullable Path path, InputStream stream) throws IOException, CommandFailure {
            CaptureInput input = new CaptureInput(CaptureInput.shown(typed), path, stream);
            Pipeline.Addend addend = new Pipeline(own, how, privacy, null)
                    .partial(input, options, header -> origin(typed, path, header, head));
            CaptureRow row = addend.partial().rows().get(0);
            if (row.state() != CaptureRow.State.COMPLETE) {
                own.err()
                        .println("%s is %s: %s. What was read counts."
                                .formatted(input.name(), row.state().text(), VisibleText.of(row.problem())));
            }
            return ofCapture(addend.partial(), addend.time());
        }

        private Input failed(@Nullable Path path, String reason) {
            own.err()
                    .println("Cannot read %s: %s. It is left out."
                            .formatted(CaptureInput.shown(typed), VisibleText.of(reason)));
            String name = name(path);
            Partial.Origin origin =
                    new Partial.Origin(name, CaptureIdentity.ofUnreadable(name, head), labels.apply(typed), files);
            return ofCapture(Partial.failed(options, origin, reason), null);
        }

        private Input ofCapture(Partial partial, @Nullable SampledTime time) {
            return new Input(new Source(typed, false, partial.rows().get(0).identity(), time), partial);
        }
    }
}
