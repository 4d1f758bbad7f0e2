package dev.heapcrest.cli;

import dev.heapcrest.capture.Limits;
import dev.heapcrest.merge.CaptureLabels;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.report.export.ExportFormat;
import dev.heapcrest.report.export.ExportView;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transform}: the figures of a report in another program's format. */
@Command(
        name = "transform",
        sortOptions = false,
        customSynopsis = {
            "@|bold ${COMMAND-FULL-NAME}|@ [-h] [-o OUTPUT] [-f]",
            "       [--leaks | --temporary-allocation-threshold N | --temporary-allocations]",
            "       [--temporal] [--from TIME] [--to TIME] [--time-buckets N]",
            "       [--split-threads] [--full-paths] [--labels] [--private] [-q]",
            "       [--progress {auto,plain,none}] [--allow-truncated]",
            "       format results"
        },
        description = "Writes the figures of a flame graph in the format of another program.",
        footer = {
            "",
            "Formats:",
            "  csv         memray's columns, one row a stack and allocator",
            "  collapsed   folded stacks with bytes, for flamegraph.pl and its kin",
            "  speedscope  for https://www.speedscope.app",
            "  gprof2dot   for gprof2dot -f json",
            "  json        everything, see docs/json-format.md",
            "  pprof       for go tool pprof and what reads its files, see docs/pprof.md",
            "  svg         a picture, for READMEs and mails",
            "  firefox     for https://profiler.firefox.com, see docs/firefox.md",
            "",
            "By default the output for x.bin is memray-FORMAT-x with the format's suffix, beside it."
        })
final class TransformCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Mixin
    OutputOptions output = new OutputOptions();

    @Mixin
    ViewOptions view = new ViewOptions();

    @Option(
            names = "--full-paths",
            description = "Name files with their directories in collapsed stacks, too. The other formats always do.")
    boolean fullPaths;

    @Option(
            names = "--labels",
            description =
                    "pprof: label each sample with pid, script, python and what else is known of the process, so that"
                            + " files that are added up can be told apart (pprof -tagroot=pid).")
    boolean labels;

    @Mixin
    TimeOptions time = new TimeOptions();

    @Mixin
    PrivateOption privacy = new PrivateOption();

    @Mixin
    SymbolOptions symbols = new SymbolOptions();

    @Mixin
    RunOptions run = new RunOptions();

    @Parameters(
            index = "0",
            paramLabel = "format",
            description = "One of csv, collapsed, speedscope, gprof2dot, json, pprof, svg and firefox.")
    ExportFormat format = ExportFormat.CSV;

    @Parameters(
            index = "1",
            paramLabel = "results",
            description = CaptureInput.DESCRIPTION + " Or a partial (*.hcp), but not for json.")
    String results = "";

    TransformCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        view.check(spec.commandLine().getParseResult());
        time.check(view);
        if (time.wanted() && format != ExportFormat.JSON) {
            throw CommandFailure.usage("argument --temporal: only json has memory over time; see also series");
        }
        CaptureInput input = CaptureInput.of(results, terminal);
        if (labels && format != ExportFormat.PPROF) {
            throw CommandFailure.usage("argument --labels: only pprof has labels");
        }
        try (Output target = output.open(input, format.text(), format.suffix(), terminal)) {
            int exitCode = write(input, target);
            if (target.announced() && !run.quiet) {
                String next = whatShows(target.name());
                if (!next.isEmpty()) {
                    Pipeline.announce(terminal, next);
                }
            }
            return exitCode;
        }
    }

    private int write(CaptureInput input, Output target) throws CommandFailure, IOException {
        if (input.path() != null && PartialFile.isOne(input.path())) {
            return new PartialTransform(terminal, run, privacy, view, fullPaths, labels)
                    .write(input.path(), format, target);
        }
        Limits limits = run.limits();
        ProfileOptions options = time.in(ProfileOptions.DEFAULT.withTemporaryThreshold(view.temporaryThreshold()));
        return new Pipeline(terminal, run, privacy, symbols)
                .report(
                        input,
                        options,
                        view.kind(),
                        target,
                        (profile, tree, out) -> format.write(
                                new ExportView(
                                        profile,
                                        tree,
                                        view.kind(),
                                        view.splitThreads,
                                        fullPaths,
                                        labels ? CaptureLabels.of(profile.header()) : new TreeMap<>(),
                                        List.of()),
                                limits,
                                out));
    }

    /** The next step with the file; empty where none is needed. */
    private String whatShows(String file) {
        String quoted = ShellWords.quoted(file);
        return switch (format) {
            case COLLAPSED -> "To see it: flamegraph.pl --countname bytes %s > graph.svg".formatted(quoted);
            case SPEEDSCOPE -> "To see it: drop the file on https://www.speedscope.app";
            case GPROF2DOT -> "To see it: gprof2dot -f json %s | dot -Tpng -o graph.png".formatted(quoted);
            case PPROF -> "To see it: go tool pprof -http=: %s".formatted(quoted);
            case FIREFOX -> "To see it: https://profiler.firefox.com, Load a profile from file";
            case CSV, JSON, SVG -> "";
        };
    }
}
