package dev.heapcrest.cli;

import dev.heapcrest.merge.Partial;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.report.CoverageText;
import dev.heapcrest.report.ManyCaptures;
import dev.heapcrest.report.VisibleText;
import dev.heapcrest.report.check.Baseline;
import dev.heapcrest.report.check.CheckReports;
import dev.heapcrest.report.check.JUnitXml;
import dev.heapcrest.report.check.Judge;
import dev.heapcrest.report.check.Limits;
import dev.heapcrest.report.check.MarkdownTable;
import dev.heapcrest.report.check.Measured;
import dev.heapcrest.report.check.Tolerance;
import dev.heapcrest.report.check.Verdict;
import dev.heapcrest.report.check.Verdict.Outcome;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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

    @Mixin
    LimitOptions limits = new LimitOptions();

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

    @Mixin
    DiffPageOptions diffPage = new DiffPageOptions();

    @Mixin
    GitHubOptions github = new GitHubOptions();

    @Option(
            names = {"-f", "--force"},
            description = "Overwrite reports that exist.")
    boolean force;

    @Mixin
    JobOptions jobs = new JobOptions();

    @Mixin
    RunOptions run = new RunOptions();

    @Parameters(
            paramLabel = "results",
            arity = "1..*",
            description =
                    "Captures; of a directory all that are in it by name (*.bin). Or partials (*.hcp): each is judged as"
                            + " one, by its sums.")
    List<String> results = new ArrayList<>();

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Limits most = limits.limits();
        Tolerance same = LimitOptions.parsed("--tolerance", () -> Tolerance.of(tolerance));
        if (!most.any() && baseline == null) {
            throw CommandFailure.usage("nothing to hold against: give a limit (--max-peak, ...) or --baseline");
        }
        if (baseline == null && (updateBaseline || requireBaseline)) {
            throw CommandFailure.usage("--update-baseline and --require-baseline need --baseline FILE");
        }
        diffPage.check();
        jobs.check();
        List<String> captures = CaptureNames.of(results);
        List<String> names = CheckNames.of(captures, nameFrom);
        Path baselineFile = baselineFile();
        Baseline accepted = baselineFile == null ? null : accepted(baselineFile);
        try (Outputs outputs = new Outputs(terminal, force, captures)) {
            Output junitOutput = outputs.openFile("--junit", junit);
            Output markdownOutput = outputs.openFile("--markdown", markdown);
            Output jsonOutput = outputs.openFile("--json", json);
            Output diffOutput = outputs.openFile("--diff-page", diffPage.page);
            List<Measured> measured = measure(captures, names);
            List<Measured> judged = total ? totalAndUnreadable(measured) : measured;
            List<Verdict> verdicts =
                    new Judge(most, updateBaseline ? null : accepted, same, requireBaseline).judge(judged);
            int exitCode = exitCode(measured, verdicts);
            Outputs.writeText(junitOutput, out -> JUnitXml.write(verdicts, out));
            Outputs.writeText(markdownOutput, out -> MarkdownTable.write(verdicts, out));
            Outputs.writeText(jsonOutput, out -> CheckReports.json(verdicts, exitCode, out));
            if (updateBaseline && accepted != null && baselineFile != null) {
                update(baselineFile, accepted.updated(total && incomplete(measured) ? List.of() : judged, same));
            }
            tell(verdicts);
            if (exitCode == ExitCode.BROKEN_LIMIT) {
                diffPage.write(terminal, run, jobs, captures, diffOutput);
            }
            return exitCode;
        }
    }

    private @Nullable Path baselineFile() throws CommandFailure {
        if (baseline == null) {
            return null;
        }
        return updateBaseline ? UserPath.ofOutput(baseline) : UserPath.of(baseline);
    }

    private static List<Measured> totalAndUnreadable(List<Measured> measured) {
        List<Measured> judged = new ArrayList<>();
        if (measured.stream().anyMatch(Measured::readable)) {
            judged.add(Measured.total(measured));
        }
        measured.stream().filter(each -> !each.readable()).forEach(judged::add);
        return judged;
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

    private void update(Path file, Baseline updated) throws CommandFailure, IOException {
        try (Output output = AtomicFile.create(file, true, null, terminal.err())) {
            output.writeText(updated::write);
            if (!run.quiet) {
                Pipeline.announce(terminal, "Wrote " + output.name());
            }
        }
    }

    private List<Measured> measure(List<String> captures, List<String> names) throws CommandFailure {
        List<Named> all = new ArrayList<>();
        for (int i = 0; i < captures.size(); i++) {
            all.add(new Named(captures.get(i), names.get(i), captures.size() == 1));
        }
        List<Measured> measured = new ArrayList<>();
        jobs.each(all, Named::capture, terminal, run, null, this::measure, measured::add);
        return measured;
    }

    /** A capture as it was typed, and what it is called in reports. */
    private record Named(String capture, String name, boolean only) {}

    /** Whatever one capture brings about is said of it, and others are judged. */
    private Measured measure(Named each, boolean alone, Terminal own, RunOptions how) {
        long start = terminal.nanoClock().getAsLong();
        String reason;
        try {
            return measured(each, own, how, start);
        } catch (IOException e) {
            reason = "Cannot read %s: %s".formatted(each.capture, CaptureInput.reason(e));
        } catch (CommandFailure e) {
            reason = String.valueOf(e.getMessage());
        } catch (OutOfMemoryError e) {
            if (!alone) {
                throw e;
            }
            reason = CaptureInput.shown(each.capture) + ": " + Failures.outOfMemory();
        } catch (InternalError e) {
            reason = "Cannot read %s: %s.".formatted(each.capture, InputReader.SHORTER);
        }
        own.err().println(VisibleText.of(reason));
        return Measured.unreadable(each.name, reason, millisSince(start));
    }

    private Measured measured(Named each, Terminal own, RunOptions how, long start) throws CommandFailure, IOException {
        CaptureInput input = CaptureInput.of(each.capture, own);
        if (!each.only && input.mayNeverBegin()) {
            throw CommandFailure.failed("%s %s.".formatted(input.name(), CaptureInput.NEVER_BEGINS));
        }
        if (input.path() != null && PartialFile.isOne(input.path())) {
            Partial partial = PartialTransform.read(input.path());
            InputReader.tell(own, each.capture, partial);
            return measured(each.name, partial, start);
        }
        Pipeline pipeline = new Pipeline(own, how);
        Profile profile = pipeline.profile(input, ProfileOptions.DEFAULT);
        pipeline.ended(input, profile.coverage(), "The check");
        String problem = profile.coverage().complete()
                ? null
                : "the capture is " + profile.coverage().state().text() + ": the check "
                        + CoverageText.of(profile.coverage());
        return Measured.of(each.name, profile, problem, millisSince(start));
    }

    private Measured measured(String name, Partial partial, long start) throws CommandFailure {
        if (partial.readable() == 0) {
            throw CommandFailure.failed("None of the captures of %s could be read.".formatted(name));
        }
        ManyCaptures captures = new ManyCaptures(partial, null);
        return Measured.of(
                name,
                partial,
                captures.complete() ? null : "not all was read: " + captures.coverage(),
                millisSince(start));
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
        return incomplete(measured) && !run.allowTruncated ? ExitCode.INCOMPLETE : ExitCode.COMPLETE;
    }

    private static boolean incomplete(List<Measured> measured) {
        return measured.stream().anyMatch(each -> each.problem() != null);
    }

    private void tell(List<Verdict> verdicts) throws IOException, CommandFailure {
        Writer out = terminal.writer();
        github.write(verdicts, out);
        if (!run.quiet && !verdicts.isEmpty()) {
            CheckReports.text(verdicts, out);
        }
        out.flush();
    }
}
