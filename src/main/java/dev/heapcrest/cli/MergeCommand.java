package dev.heapcrest.cli;

import dev.heapcrest.capture.Limits;
import dev.heapcrest.merge.CaptureGroups;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.merge.PeakOfSum;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ManyCaptures;
import dev.heapcrest.report.MergeJson;
import dev.heapcrest.report.export.ExportFormat;
import dev.heapcrest.report.export.MergedExport;
import dev.heapcrest.report.html.ManyPages;
import dev.heapcrest.report.text.MergeText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code merge}: one report of many captures. */
@Command(
        name = "merge",
        sortOptions = false,
        customSynopsis = {
            "@|bold ${COMMAND-FULL-NAME}|@ [-h] [-o OUT] [--json OUT] [--csv OUT] [--pprof OUT]",
            "       [--partial OUT] [-f] [-j N]",
            "       [--split-processes] [--exact-paths] [--map-path FROM=TO] [--label KEY=VALUE]",
            "       [--label-from REGEX] [--capture-nodes N] [--group-by KEYS]",
            "       [--group-pages DIRECTORY]",
            "       [--across-hosts] [--aligned] [--allow-duplicates] [--max-nodes N]",
            "       [--private] [-q] [--progress {auto,plain,none}] [--allow-truncated]",
            "       results [results ...]"
        },
        description =
                "Adds the figures of many captures up: the children of a fork, the workers of a server, a night of"
                        + " runs.",
        footer = {
            "",
            "The sum of peaks adds what each process held at its own worst moment; the peak of the sum is what they held"
                    + " together at one moment. docs/many-captures.md tells more.",
            "Exit codes: 0 all complete, 1 none could be read, 2 wrong usage, 3 written, but some captures are truncated,"
                    + " damaged or left out, 130 interrupted."
        })
final class MergeCommand implements Callable<Integer> {
    private static final long DEFAULT_MOST_NODES = 8_000_000;

    private final Terminal terminal;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            description = "Write a page of the sum, with a table of the captures; - is standard output.")
    @Nullable
    String page;

    @Option(
            names = "--json",
            paramLabel = "OUT",
            description = "Write the sums, a row for each capture, and the tree as JSON; - is standard output. See"
                    + " docs/json-format.md.")
    @Nullable
    String json;

    @Option(
            names = "--csv",
            paramLabel = "OUT",
            description = "Write the sum as CSV, a row for each call stack; - is standard output.")
    @Nullable
    String csv;

    @Option(
            names = "--pprof",
            paramLabel = "OUT",
            description =
                    "Write the sum for go tool pprof and what reads its files; - is standard output. See docs/pprof.md.")
    @Nullable
    String pprof;

    @Option(
            names = "--partial",
            paramLabel = "OUT",
            description = "Write the sum as a partial, to be merged again; - is standard output.")
    @Nullable
    String partial;

    @Option(
            names = {"-f", "--force"},
            description = "Overwrite files that exist. By default nothing is overwritten.")
    boolean force;

    @Mixin
    JobOptions jobs = new JobOptions();

    @Mixin
    ManyOptions many = new ManyOptions();

    @Option(
            names = "--group-by",
            paramLabel = "KEYS",
            split = ",",
            description = "Rank the captures by these labels, separated by commas: pid, script, python, allocator,"
                    + " header, day, python_allocators,"
                    + " native, format, or those of --label.")
    List<String> groupBy = new ArrayList<>();

    @Option(
            names = "--group-pages",
            paramLabel = "DIRECTORY",
            description = "With --group-by: write a page of each group there, named after its labels.")
    @Nullable
    String groupPages;

    @Option(
            names = "--across-hosts",
            description = "Compute the peak of the sum for captures of several hosts (label host) as well, as if their"
                    + " clocks agreed.")
    boolean acrossHosts;

    @Option(
            names = "--aligned",
            description = "Tell as well which call stacks held memory at the moment of the peak of the sum. Reads every"
                    + " capture a second time.")
    boolean aligned;

    @Option(
            names = "--allow-duplicates",
            description = "A capture that is given twice counts twice. By default it counts once, and that is said.")
    boolean allowDuplicates;

    @Option(
            names = "--max-nodes",
            paramLabel = "N",
            description = "Stop when there are more different call stacks. Default: ${DEFAULT-VALUE}.",
            defaultValue = "" + DEFAULT_MOST_NODES)
    long mostNodes = DEFAULT_MOST_NODES;

    @Mixin
    PrivateOption privacy = new PrivateOption();

    @Mixin
    RunOptions run = new RunOptions();

    @Parameters(
            paramLabel = "results",
            arity = "1..*",
            description =
                    "Captures, as written by 'memray run', of any version, and partials; of a directory all that are"
                            + " in it by name (*.bin, *.bin.PID, *.hcp); @LIST is a file with a name a line.")
    List<String> results = new ArrayList<>();

    MergeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        if (mostNodes < 1) {
            throw CommandFailure.usage("argument --max-nodes: must be at least 1");
        }
        if (groupPages != null && groupBy.isEmpty()) {
            throw CommandFailure.usage("argument --group-pages: needs --group-by KEYS");
        }
        List<String> inputs = CaptureNames.withPartials(results);
        if (aligned) {
            checkAligned(inputs);
        }
        try (Outputs outputs = new Outputs(terminal, force, inputs)) {
            Output pageOutput = outputs.open(page);
            Output jsonOutput = outputs.open(json);
            Output csvOutput = outputs.open(csv);
            Output pprofOutput = outputs.open(pprof);
            Output partialOutput = outputs.open(partial);
            InputReader reader = new InputReader(terminal, run, privacy, many, jobs);
            GroupSums groupSums = groupPages == null
                    ? null
                    : new GroupSums(groupBy, () -> new ManyInputs(terminal, reader, true, mostNodes));
            ManyInputs reading = new ManyInputs(terminal, reader, allowDuplicates, mostNodes, groupSums);
            Partial sum = reading.sum(inputs);
            if (sum.readable() == 0) {
                throw CommandFailure.failed("None of the captures could be read; nothing was written.");
            }
            List<CaptureGroups.Group> groups = groupBy.isEmpty() ? List.of() : CaptureGroups.of(sum, groupBy);
            ManyCaptures captures = shown(reading, sum, groups);
            Outputs.write(pageOutput, out -> ManyPages.writeSum(captures, out));
            Limits limits = run.limits();
            long inputBytes = InputReader.bytesOfFiles(inputs);
            Outputs.writeText(
                    jsonOutput,
                    out -> MergeJson.write(
                            captures.partial(),
                            captures.peakOfSum(),
                            groups,
                            MergedExport.bounded(out, inputBytes, limits)));
            export(csvOutput, ExportFormat.CSV, captures);
            export(pprofOutput, ExportFormat.PPROF, captures);
            Outputs.write(partialOutput, out -> PartialFile.write(sum, out));
            if (groupSums != null && groupPages != null) {
                writePages(groupSums.byName(groups), UserPath.ofOutput(groupPages));
            }
            if (!run.quiet && !outputs.toStandardOutput()) {
                outputs.announce(MergeText.lines(captures, groups));
            }
            return ManyInputs.exitCode(sum, run);
        }
    }

    /** With the stacks of the peak of the sum, where they were asked for. */
    private ManyCaptures shown(ManyInputs inputs, Partial sum, List<CaptureGroups.Group> groups) throws CommandFailure {
        PeakOfSum peakOfSum = sum.peakOfSum(acrossHosts);
        Partial shown = aligned && peakOfSum != null ? sum.withTogether(inputs.heldAt(peakOfSum.millis())) : sum;
        return new ManyCaptures(shown, peakOfSum, groups);
    }

    private void writePages(Map<String, ManyInputs> sums, Path directory) throws CommandFailure {
        FlamegraphsCommand.makeDirectory(directory);
        for (Map.Entry<String, ManyInputs> sum : sums.entrySet()) {
            ManyInputs inputs = sum.getValue();
            try (Output output =
                    AtomicFile.create(directory.resolve(sum.getKey() + ".html"), force, null, terminal.err())) {
                ManyCaptures group = shown(inputs, inputs.result(), List.of());
                output.write(out -> ManyPages.writeSum(group, out));
            } catch (IOException e) {
                throw CommandFailure.failed("Cannot close what was written: " + CaptureInput.reason(e));
            }
        }
        if (!run.quiet && !sums.isEmpty()) {
            Pipeline.announce(terminal, "Wrote " + sums.size() + " pages of groups to " + directory);
        }
    }

    private void export(@Nullable Output output, ExportFormat format, ManyCaptures captures) throws CommandFailure {
        Limits limits = run.limits();
        Outputs.write(output, out -> MergedExport.write(format, captures, View.Kind.PEAK, false, false, limits, out));
    }

    /** A second time nothing may be different from the first. */
    private void checkAligned(List<String> inputs) throws CommandFailure {
        if (privacy.privately) {
            throw CommandFailure.usage(
                    "argument --aligned: not with --private, which may name files of a moment otherwise"
                            + " than those of a peak");
        }
        for (String input : inputs) {
            if (input.equals("-") || new CaptureInput(input, UserPath.of(input), terminal.in()).mayNeverBegin()) {
                throw CommandFailure.usage(
                        "argument --aligned: reads captures twice, but %s can be read once".formatted(input));
            }
        }
    }
}
