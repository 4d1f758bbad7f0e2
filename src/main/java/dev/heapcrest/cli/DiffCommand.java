package dev.heapcrest.cli;

import dev.heapcrest.capture.Limits;
import dev.heapcrest.merge.Comparison;
import dev.heapcrest.merge.MatchRule;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.DiffJson;
import dev.heapcrest.report.check.Amounts;
import dev.heapcrest.report.export.MergedExport;
import dev.heapcrest.report.html.ManyPages;
import dev.heapcrest.report.text.DiffText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code diff}: what changed between two captures, or two groups of them. */
@Command(
        name = "diff",
        sortOptions = false,
        customSynopsis = {
            "@|bold ${COMMAND-FULL-NAME}|@ [-h] [-o OUT] [--json OUT] [-f] [-j N] [--leaks] [--normalize] [--sum]",
            "       [--match {exact,shift,function}] [--noise SIZE] [--exact-paths] [--map-path FROM=TO]",
            "       [--capture-nodes N] [--private] [-q] [--progress {auto,plain,none}] [--allow-truncated]",
            "       {base new | --base INPUT [INPUT ...] --new INPUT [INPUT ...]}"
        },
        description = "Tells what holds more and what holds less memory than before.",
        footer = {
            "",
            "Of several captures the mean is compared, or with --sum the sum. docs/many-captures.md tells how call stacks are matched.",
            "Exit codes: 0 all complete, 1 a side could not be read, 2 wrong usage, 3 compared, but some captures are"
                    + " truncated, damaged or left out, 130 interrupted."
        })
final class DiffCommand implements Callable<Integer> {
    static final long MOST_NODES = 8_000_000;

    private final Terminal terminal;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            description = "Write a page of the differences, red where more is held and blue where less; - is standard"
                    + " output.")
    @Nullable
    String page;

    @Option(
            names = "--json",
            paramLabel = "OUT",
            description = "Write both sides and the tree of differences as JSON; - is standard output. See"
                    + " docs/json-format.md.")
    @Nullable
    String json;

    @Option(
            names = {"-f", "--force"},
            description = "Overwrite files that exist. By default nothing is overwritten.")
    boolean force;

    @Option(names = "--leaks", description = "Show first what was not given back instead of what was held at the peak.")
    boolean leaks;

    @Option(
            names = "--normalize",
            description = "Scale the base so that its peak is that of the new side: shows whose share changed.")
    boolean normalize;

    @Option(
            names = "--sum",
            description = "Compare the sums over the captures of both sides. By default the means are compared.")
    boolean sum;

    @Option(
            names = "--noise",
            paramLabel = "SIZE",
            description =
                    "Leave functions out that changed by less, for example 64KiB or 1MB, or by less than a thousandth"
                            + " of the larger side. Default: 4KiB.")
    String noise = "4KiB";

    @Option(
            names = "--match",
            paramLabel = "HOW",
            description = "Which call stacks are the same: shift (lines may have moved in their function), exact (equal"
                    + " lines) or function (also in other files). Default: ${DEFAULT-VALUE}.",
            defaultValue = "shift")
    MatchRule match = MatchRule.SHIFT;

    @Mixin
    JobOptions jobs = new JobOptions();

    @Mixin
    ManyOptions many = new ManyOptions();

    @Mixin
    PrivateOption privacy = new PrivateOption();

    @Mixin
    RunOptions run = new RunOptions();

    @Option(
            names = "--base",
            paramLabel = "INPUT",
            arity = "1..*",
            description = "Captures of the base, where they are several: names up to the next option.")
    List<String> baseList = new ArrayList<>();

    @Option(names = "--new", paramLabel = "INPUT", arity = "1..*", description = "Captures of the new side, likewise.")
    List<String> newList = new ArrayList<>();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "base",
            description = "A capture, a partial, a directory of them, or @LIST, a file with a name a line.")
    @Nullable
    String base;

    @Parameters(index = "1", arity = "0..1", paramLabel = "new", description = "What to compare with it, likewise.")
    @Nullable
    String changed;

    DiffCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        long noiseBytes = LimitOptions.parsed("--noise", () -> Amounts.size(noise));
        List<String> baseInputs = CaptureNames.withPartials(inputs("base", base, baseList));
        List<String> newInputs = CaptureNames.withPartials(inputs("new", changed, newList));
        try (Outputs outputs = new Outputs(terminal, force, both(baseInputs, newInputs))) {
            Output pageOutput = outputs.open(page);
            Output jsonOutput = outputs.open(json);
            Sides sides = sides(baseInputs, newInputs);
            Comparison comparison =
                    Comparison.of(sides.before, sides.after, match, new Comparison.Scale(normalize, sum));
            Outputs.write(pageOutput, out -> ManyPages.writeComparison(comparison, kind(), out));
            Limits limits = run.limits();
            long inputBytes = InputReader.bytesOfFiles(both(baseInputs, newInputs));
            Outputs.writeText(
                    jsonOutput,
                    out -> DiffJson.write(comparison, match, MergedExport.bounded(out, inputBytes, limits)));
            if (!run.quiet && !outputs.toStandardOutput()) {
                outputs.announce(DiffText.lines(comparison, kind(), noiseBytes));
            }
            return Math.max(ManyInputs.exitCode(sides.before, run), ManyInputs.exitCode(sides.after, run));
        }
    }

    /** One name, or a list of them. */
    private static List<String> inputs(String side, @Nullable String one, List<String> list) throws CommandFailure {
        if (one == null && list.isEmpty()) {
            throw CommandFailure.usage("the %s side is missing: name two, or use --base and --new".formatted(side));
        }
        if (one != null && !list.isEmpty()) {
            throw CommandFailure.usage("argument --%s: %s is named as well".formatted(side, one));
        }
        return one == null ? list : List.of(one);
    }

    /** Both sides, each added up. */
    private record Sides(Partial before, Partial after) {}

    /** Reads both at once. A capture may be on both sides, but counts once on each. */
    private Sides sides(List<String> baseInputs, List<String> newInputs) throws CommandFailure {
        InputReader reader = new InputReader(terminal, run, privacy, many, jobs);
        ManyInputs before = new ManyInputs(terminal, reader, false, MOST_NODES);
        ManyInputs after = new ManyInputs(terminal, reader, false, MOST_NODES);
        int[] read = new int[1];
        reader.each(both(baseInputs, newInputs), input -> {
            boolean ofBase = read[0]++ < baseInputs.size();
            (ofBase ? before : after).add(input);
            if (read[0] == baseInputs.size()) {
                requireAny(before.result(), "base");
            }
        });
        return new Sides(before.result(), requireAny(after.result(), "new side"));
    }

    private static List<String> both(List<String> baseInputs, List<String> newInputs) {
        return Stream.concat(baseInputs.stream(), newInputs.stream()).toList();
    }

    private static Partial requireAny(Partial sum, String what) throws CommandFailure {
        if (sum.readable() == 0) {
            throw CommandFailure.failed("No capture of the %s could be read; nothing was written.".formatted(what));
        }
        return sum;
    }

    private View.Kind kind() {
        return leaks ? View.Kind.LEAKS : View.Kind.PEAK;
    }
}
