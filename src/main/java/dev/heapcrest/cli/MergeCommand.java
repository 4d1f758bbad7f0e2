package dev.heapcrest.cli;

import dev.heapcrest.merge.CaptureGroups;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.merge.PeakOfSum;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ManyCaptures;
import dev.heapcrest.report.MergeJson;
import dev.heapcrest.report.MergedProfile;
import dev.heapcrest.report.ReportOptions;
import dev.heapcrest.report.html.FlameGraphReport;
import dev.heapcrest.report.text.MergeText;
import dev.heapcrest.tree.CallTree;
import dev.heapcrest.tree.CallTreeBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
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
            "@|bold ${COMMAND-FULL-NAME}|@ [-h] [-o OUT] [--json OUT] [--partial OUT] [-f]",
            "       [--split-processes] [--exact-paths] [--map-path FROM=TO] [--label KEY=VALUE]",
            "       [--group-by KEYS] [--across-hosts] [--allow-duplicates] [--max-nodes N]",
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
            names = "--across-hosts",
            description = "Compute the peak of the sum for captures of several hosts (label host) as well, as if their"
                    + " clocks agreed.")
    boolean acrossHosts;

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
    public Integer call() throws CommandFailure {
        if (mostNodes < 1) {
            throw CommandFailure.usage("argument --max-nodes: must be at least 1");
        }
        List<String> inputs = CaptureNames.withPartials(results);
        try (Outputs outputs = new Outputs(terminal, force, inputs)) {
            Output pageOutput = outputs.open(page);
            Output jsonOutput = outputs.open(json);
            Output partialOutput = outputs.open(partial);
            Partial sum = new ManyInputs(terminal, run, privacy, many, allowDuplicates).sum(inputs, mostNodes);
            if (sum.readable() == 0) {
                throw CommandFailure.failed("None of the captures could be read; nothing was written.");
            }
            PeakOfSum peakOfSum = sum.peakOfSum(acrossHosts);
            List<CaptureGroups.Group> groups = groupBy.isEmpty() ? List.of() : CaptureGroups.of(sum, groupBy);
            ManyCaptures captures = new ManyCaptures(sum, peakOfSum, groups);
            Outputs.write(pageOutput, out -> writePage(captures, out));
            Outputs.writeText(jsonOutput, out -> MergeJson.write(sum, peakOfSum, groups, out));
            Outputs.write(partialOutput, out -> PartialFile.write(sum, out));
            if (!run.quiet && !outputs.toStandardOutput()) {
                outputs.announce(MergeText.lines(captures, groups));
            }
            return ManyInputs.exitCode(sum, run);
        }
    }

    private void writePage(ManyCaptures captures, OutputStream out) throws IOException {
        Profile profile = MergedProfile.of(captures.partial());
        CallTree tree = CallTreeBuilder.build(profile, View.Kind.PEAK);
        ReportOptions options = ReportOptions.of(captures.count())
                .withNotes(List.of(
                        "The figures are sums over several captures. A sum of peaks adds what each process held at its own"
                                + " worst moment; these moments are not the same."));
        FlameGraphReport.write(captures, profile, tree, options, out);
    }
}
