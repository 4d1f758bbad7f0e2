package dev.heapcrest.cli;

import dev.heapcrest.aggregate.CaptureCompactor;
import dev.heapcrest.aggregate.CompactedCapture;
import dev.heapcrest.capture.AggregatedCaptureWriter;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.report.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code compact}: a small capture with the same figures, for memray. */
@Command(
        name = "compact",
        sortOptions = false,
        customSynopsis = {
            "@|bold ${COMMAND-FULL-NAME}|@ [-h] [-o OUTPUT] [-f] [--header N] [--merge-threads] [-q]",
            "       [--progress {auto,plain,none}] [--allow-truncated] results"
        },
        description = "Writes an aggregated capture, as memray run --aggregate would have, with the figures of the"
                + " peak and of the end. memray opens it with the same figures, in a fraction of the time.",
        footer = {
            "",
            "Versions: 13 is for memray 1.20, 12 for 1.19, 11 for 1.11 to 1.18, 10 for 1.7 to 1.10.",
            "By default the output for x.bin is memray-compact-x.bin, beside it."
        })
final class CompactCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    OutputOptions output = new OutputOptions();

    @Option(
            names = "--header",
            paramLabel = "N",
            description = "Header version of the output, 10 to 13. Default: ${DEFAULT-VALUE}, for memray 1.20.",
            defaultValue = "13")
    int version;

    @Option(
            names = "--merge-threads",
            description = "One row for each stack, without threads and allocators. memray then also counts"
                    + " allocations rightly, where it counts one for each row otherwise.")
    boolean mergeThreads;

    @Mixin
    RunOptions run = new RunOptions();

    @Parameters(paramLabel = "results", description = CaptureInput.DESCRIPTION)
    String results = "";

    CompactCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (version < AggregatedCaptureWriter.OLDEST || version > AggregatedCaptureWriter.NEWEST) {
            throw CommandFailure.usage("argument --header: there are aggregated captures of versions %s to %s only"
                    .formatted(AggregatedCaptureWriter.OLDEST, AggregatedCaptureWriter.NEWEST));
        }
        CaptureInput input = CaptureInput.of(results, terminal);
        Pipeline pipeline = new Pipeline(terminal, run);
        try (Output target = output.open(input, "compact", ".bin", terminal)) {
            CompactedCapture compacted = read(input, pipeline);
            target.write(out -> compacted.writeTo(version, mergeThreads, out));
            int exitCode = pipeline.ended(input, compacted.coverage(), "The compacted capture");
            if (target.announced() && !run.quiet) {
                Pipeline.announce(terminal, "Wrote " + target.name());
                for (String line : lost(compacted)) {
                    Pipeline.announce(terminal, line);
                }
            }
            return exitCode;
        }
    }

    private CompactedCapture read(CaptureInput input, Pipeline pipeline) throws CommandFailure {
        List<CompactedCapture> read = new ArrayList<>();
        ProfileOptions options = ProfileOptions.DEFAULT.withThreads(run.threads(input));
        pipeline.records(input, (capture, progress) -> {
            read.add(CaptureCompactor.compact(capture, options.withProgress(progress)));
            return read.get(0).coverage();
        });
        return read.get(0);
    }

    /** What the output does not hold, and where memray will say something else: a line each. */
    private List<String> lost(CompactedCapture compacted) {
        List<String> lost = new ArrayList<>();
        if (!compacted.header().aggregated()) {
            lost.add("Not in it: single allocations, so there are no temporary allocations, no views over time and no"
                    + " memray stats.");
        }
        if (compacted.header().objectLifetimesTracked()) {
            lost.add("Not in it: objects that survived.");
        }
        if (mergeThreads) {
            lost.add("Not in it: threads and allocators, which were merged.");
        }
        long held = compacted.heldAtPeakBytes();
        if (held != compacted.peakBytes()) {
            lost.add("memray will call the peak %s instead of %s: memory was overwritten without being freed."
                    .formatted(Quantities.counted(held, "byte"), Quantities.count(compacted.peakBytes())));
        }
        if (compacted.writtenSamples() < compacted.memorySamples()) {
            lost.add("Of %s memory samples there are %s in it."
                    .formatted(
                            Quantities.count(compacted.memorySamples()), Quantities.count(compacted.writtenSamples())));
        }
        if (compacted.undefinedNativeFrames() > 0) {
            lost.add("Without a native stack in it: %s that the capture does not define."
                    .formatted(Quantities.counted(compacted.undefinedNativeFrames(), "native frame")));
        }
        String mixed = mixedStacks(compacted);
        if (mixed != null) {
            lost.add(mixed);
        }
        if (!compacted.coverage().complete()) {
            lost.add("It has no end mark, as its source has none; memray does not say so.");
        }
        return lost;
    }

    private @Nullable String mixedStacks(CompactedCapture compacted) {
        return compacted.header().nativeTraces() && compacted.header().version() < 9
                ? "Captures before header version 9 join native and Python stacks otherwise: with --native stacks,"
                        + " memray may show wrong pairs."
                : null;
    }
}
