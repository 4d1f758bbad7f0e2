package dev.heapcrest.cli;

import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.report.CoverageText;
import dev.heapcrest.report.VisibleText;
import dev.heapcrest.report.check.Amounts;
import dev.heapcrest.report.check.Baseline;
import dev.heapcrest.report.check.CheckReports;
import dev.heapcrest.report.check.GitHubAnnotations;
import dev.heapcrest.report.check.JUnitXml;
import dev.heapcrest.report.check.Judge;
import dev.heapcrest.report.check.Limits;
import dev.heapcrest.report.check.MarkdownTable;
import dev.heapcrest.report.check.Measured;
import dev.heapcrest.report.check.Metric;
import dev.heapcrest.report.check.Tolerance;
import dev.heapcrest.report.check.Verdict;
import dev.heapcrest.report.check.Verdict.Outcome;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code check}: a gate for builds. */
@Command(
        name = "check",
        sortOptions = false,
        description = "Holds the memory of captures against limits and against a baseline, for build servers.",
        footer = {
            "",
            "Exit codes: 0 passed, 4 a limit or the baseline was broken, 3 passed, but a capture is truncated, damaged or"
                    + " could not be read, 1 nothing could be judged, 2 wrong usage. docs/ci.md has recipes.",
        })
final class CheckCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--max-peak", paramLabel = "SIZE", description = "Most bytes that a capture may hold at its peak.")
    @Nullable
    String maxPeak;

    @Option(names = "--max-leak", paramLabel = "SIZE", description = "Most bytes that a capture may leak.")
    @Nullable
    String maxLeak;

    @Option(
            names = "--max-peak-count",
            paramLabel = "N",
            description = "Most allocations that a capture may hold at its peak.")
    @Nullable
    String maxPeakCount;

    @Option(
            names = "--max-leak-per-place",
            paramLabel = "SIZE",
            description = "Most bytes that one stack may leak, as limit_leaks of pytest-memray.")
    @Nullable
    String maxLeakPerPlace;

    @Option(
            names = "--override",
            paramLabel = "REGEX=LIMIT",
            description = "Another limit for captures whose name has a match: a SIZE for the peak, METRIC:SIZE for"
                    + " another metric (leaked_bytes, ...), none for no limit. The last one counts.")
    List<String> overrides = new ArrayList<>();

    @Option(names = "--baseline", paramLabel = "FILE", description = "Figures that were accepted before.")
    @Nullable
    String baseline;

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            description = "How much above the baseline is still the same: the larger of a share and a size."
                    + " Numbers of allocations have 100 instead of the size. Default: 5%%+64KiB.")
    String tolerance = "5%+64KiB";

    @Option(names = "--require-baseline", description = "A capture that is not in the baseline fails.")
    boolean requireBaseline;

    @Option(
            names = "--update-baseline",
            description =
                    "Accept the figures of this run: write them to the baseline, if they are beyond the tolerance."
                            + " Limits still count.")
    boolean updateBaseline;

    @Option(names = "--total", description = "Judge the sum of all captures instead of each, for programs that fork.")
    boolean total;

    @Option(
            names = "--name-from",
            paramLabel = "REGEX",
            description = "Name a capture by the first group of this in its file name. By default it is called as its"
                    + " file without .bin.")
    @Nullable
    String nameFrom;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write JUnit's XML.")
    @Nullable
    String junit;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Write a table for people.")
    @Nullable
    String markdown;

    @Option(names = "--json", paramLabel = "FILE", description = "Write everything for scripts.")
    @Nullable
    String json;

    @Option(
            names = "--github",
            description = "Print GitHub's annotations, and add a summary to GITHUB_STEP_SUMMARY. By itself where"
                    + " GITHUB_ACTIONS is true.")
    boolean github;

    @Option(
            names = "--source-root",
            paramLabel = "DIRECTORY",
            description = "Where annotations look for files. Default: GITHUB_WORKSPACE.")
    @Nullable
    String sourceRoot;

    @Option(
            names = {"-f", "--force"},
            description = "Overwrite reports that exist.")
    boolean force;

    @Mixin
    RunOptions run = new RunOptions();

    @Parameters(
            paramLabel = "results",
            arity = "1..*",
            description = "Captures; of a directory all that are in it by name (*.bin).")
    List<String> results = new ArrayList<>();

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** A report that is written when everything was judged. */
    private record Report(Output output, Writing writing) {}

    private interface Writing {
        void write(Writer out) throws IOException;
    }

    @Override
    public Integer call() throws Exception {
        Limits limits = limits();
        Tolerance same = parsed("--tolerance", () -> Tolerance.of(tolerance));
        if (!limits.any() && baseline == null) {
            throw CommandFailure.usage("nothing to hold against: give a limit (--max-peak, ...) or --baseline");
        }
        if (baseline == null && (updateBaseline || requireBaseline)) {
            throw CommandFailure.usage("--update-baseline and --require-baseline need --baseline FILE");
        }
        List<String> captures = CaptureNames.of(results);
        List<String> names = names(captures);
        Baseline accepted = baseline == null ? null : accepted(UserPath.of(baseline));
        List<Report> reports = new ArrayList<>();
        List<Verdict> verdicts = new ArrayList<>();
        int[] exitCode = new int[1];
        try {
            open(junit, reports, out -> JUnitXml.write(verdicts, out));
            open(markdown, reports, out -> MarkdownTable.write(verdicts, out));
            open(json, reports, out -> CheckReports.json(verdicts, exitCode[0], out));
            List<Measured> measured = measure(captures, names);
            List<Measured> judged = total ? totalAndUnreadable(measured) : measured;
            Judge judge = new Judge(limits, updateBaseline ? null : accepted, same, requireBaseline);
            verdicts.addAll(judge.judge(judged));
            exitCode[0] = exitCode(measured, verdicts);
            for (Report report : reports) {
                write(report);
            }
            if (updateBaseline && accepted != null && baseline != null) {
                boolean incomplete = measured.stream().anyMatch(each -> each.problem() != null);
                update(UserPath.of(baseline), accepted.updated(total && incomplete ? List.of() : judged, same));
            }
            tell(verdicts);
            return exitCode[0];
        } finally {
            for (Report report : reports) {
                report.output().close();
            }
        }
    }

    private static List<Measured> totalAndUnreadable(List<Measured> measured) {
        List<Measured> judged = new ArrayList<>();
        if (measured.stream().anyMatch(Measured::readable)) {
            judged.add(Measured.total(measured));
        }
        measured.stream().filter(each -> !each.readable()).forEach(judged::add);
        return judged;
    }

    private interface Parsing<T> {
        T parse();
    }

    private static <T> T parsed(String option, Parsing<T> parsing) throws CommandFailure {
        try {
            return parsing.parse();
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("argument %s: %s".formatted(option, e.getMessage()));
        }
    }

    private Limits limits() throws CommandFailure {
        Limits limits = new Limits();
        set(limits, "--max-peak", Metric.PEAK_BYTES, maxPeak);
        set(limits, "--max-leak", Metric.LEAKED_BYTES, maxLeak);
        set(limits, "--max-peak-count", Metric.PEAK_ALLOCATIONS, maxPeakCount);
        set(limits, "--max-leak-per-place", Metric.LEAK_PER_PLACE, maxLeakPerPlace);
        for (String override : overrides) {
            parsed("--override", () -> {
                limits.except(override);
                return override;
            });
        }
        return limits;
    }

    private static void set(Limits limits, String option, Metric metric, @Nullable String text) throws CommandFailure {
        if (text != null) {
            limits.set(metric, parsed(option, () -> metric.bytes() ? Amounts.size(text) : Amounts.number(text)));
        }
    }

    /** In the order of captures; each name is there once. */
    private List<String> names(List<String> captures) throws CommandFailure {
        Pattern pattern = null;
        try {
            pattern = nameFrom == null ? null : Pattern.compile(nameFrom);
        } catch (PatternSyntaxException e) {
            throw CommandFailure.usage("argument --name-from: no regular expression: " + e.getDescription());
        }
        List<String> names = new ArrayList<>();
        Map<String, String> known = new HashMap<>();
        for (String capture : captures) {
            if (capture.equals("-")) {
                throw CommandFailure.usage("argument results: a capture needs a name here, so standard input is none");
            }
            String file = String.valueOf(UserPath.of(capture).getFileName());
            String name = file.endsWith(".bin") ? file.substring(0, file.length() - ".bin".length()) : file;
            Matcher matcher = pattern == null ? null : pattern.matcher(file);
            if (matcher != null && matcher.find()) {
                String group = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
                name = group == null ? name : group;
            }
            String other = known.put(name, capture);
            if (other != null) {
                throw CommandFailure.usage("argument results: %s and %s are both called %s; --name-from can help"
                        .formatted(other, capture, name));
            }
            names.add(name);
        }
        return names;
    }

    private Baseline accepted(Path file) throws CommandFailure {
        if (Files.exists(file)) {
            return BaselineFile.read(file);
        }
        if (updateBaseline) {
            return Baseline.EMPTY;
        }
        throw CommandFailure.failed("No such baseline: %s. Make it with --update-baseline.".formatted(file));
    }

    private void open(@Nullable String typed, List<Report> reports, Writing writing) throws CommandFailure {
        if (typed != null) {
            Output output = AtomicFile.create(UserPath.of(typed), force, null, terminal.err());
            reports.add(new Report(output, writing));
        }
    }

    private static void write(Report report) throws CommandFailure {
        try {
            write(report.output(), report.writing());
        } catch (IOException e) {
            throw CommandFailure.failed(
                    "Cannot write %s: %s".formatted(report.output().name(), CaptureInput.reason(e)));
        }
    }

    private static void write(Output output, Writing writing) throws IOException {
        Writer out = new BufferedWriter(new OutputStreamWriter(output.stream(), StandardCharsets.UTF_8));
        writing.write(out);
        out.flush();
        output.commit();
    }

    private void update(Path file, Baseline updated) throws CommandFailure, IOException {
        try (Output output = AtomicFile.create(file, true, null, terminal.err())) {
            write(new Report(output, updated::write));
            if (!run.quiet) {
                Pipeline.announce(terminal, "Wrote " + output.name());
            }
        }
    }

    private List<Measured> measure(List<String> captures, List<String> names) {
        Pipeline pipeline = new Pipeline(terminal, run);
        List<Measured> measured = new ArrayList<>();
        for (int i = 0; i < captures.size(); i++) {
            long start = terminal.nanoClock().getAsLong();
            try {
                CaptureInput input = CaptureInput.of(captures.get(i), terminal);
                Profile profile = pipeline.profile(input, ProfileOptions.DEFAULT, false);
                pipeline.ended(input, profile.coverage(), "The check");
                String problem = profile.coverage().complete()
                        ? null
                        : "the capture is " + profile.coverage().state().text() + ": the check "
                                + CoverageText.of(profile.coverage());
                measured.add(Measured.of(names.get(i), profile, problem, millisSince(start)));
            } catch (CommandFailure e) {
                terminal.err().println(VisibleText.of(String.valueOf(e.getMessage())));
                measured.add(Measured.unreadable(names.get(i), String.valueOf(e.getMessage()), millisSince(start)));
            }
        }
        return measured;
    }

    private long millisSince(long start) {
        return (terminal.nanoClock().getAsLong() - start) / 1_000_000;
    }

    private int exitCode(List<Measured> measured, List<Verdict> verdicts) {
        if (CheckReports.count(verdicts, Outcome.FAILED) > 0) {
            return ExitCode.BROKEN_LIMIT;
        }
        if (measured.stream().noneMatch(Measured::readable)) {
            return ExitCode.FAILED;
        }
        boolean incomplete = measured.stream().anyMatch(each -> each.problem() != null);
        return incomplete && !run.allowTruncated ? ExitCode.INCOMPLETE : ExitCode.COMPLETE;
    }

    private void tell(List<Verdict> verdicts) throws IOException, CommandFailure {
        boolean onGithub = github || "true".equals(System.getenv("GITHUB_ACTIONS"));
        Writer out = new BufferedWriter(new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8));
        if (onGithub) {
            String root = sourceRoot != null ? sourceRoot : System.getenv("GITHUB_WORKSPACE");
            GitHubAnnotations.write(verdicts, root == null ? null : UserPath.of(root), out);
            String summary = System.getenv("GITHUB_STEP_SUMMARY");
            if (summary != null && !summary.isEmpty()) {
                try (Writer file = Files.newBufferedWriter(
                        Path.of(summary), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                    MarkdownTable.write(verdicts, file);
                } catch (IOException e) {
                    throw CommandFailure.failed(
                            "Cannot write GITHUB_STEP_SUMMARY, %s: %s".formatted(summary, CaptureInput.reason(e)));
                }
            }
        }
        if (!run.quiet && !verdicts.isEmpty()) {
            CheckReports.text(verdicts, out);
        }
        out.flush();
    }
}
