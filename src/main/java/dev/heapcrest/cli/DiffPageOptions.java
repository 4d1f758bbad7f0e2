package dev.heapcrest.cli;

import dev.heapcrest.merge.Comparison;
import dev.heapcrest.merge.MatchRule;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.html.ManyPages;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The page of {@code check} for what broke: this run against one that was accepted. */
final class DiffPageOptions {
    @Option(
            names = "--diff-page",
            paramLabel = "FILE",
            description =
                    "If a limit or the baseline is broken, write a page of what differs from --diff-base. The captures"
                            + " are read again for that.")
    @Nullable
    String page;

    @Option(
            names = "--diff-base",
            paramLabel = "INPUT",
            description = "Captures or partials of the run that was accepted.")
    @Nullable
    String base;

    void check() throws CommandFailure {
        if ((page == null) != (base == null)) {
            throw CommandFailure.usage("--diff-page and --diff-base need each other");
        }
    }

    /** Writes the page, means against means. Nothing where one side has nothing that could be read; that is said. */
    void write(Terminal terminal, RunOptions run, JobOptions jobs, List<String> captures, @Nullable Output output)
            throws CommandFailure {
        if (base == null) {
            return;
        }
        InputReader reader = new InputReader(terminal, run, new PrivateOption(), new ManyOptions(), jobs);
        Partial before = sum(terminal, reader, CaptureNames.withPartials(List.of(base)));
        Partial after = sum(terminal, reader, captures);
        if (before.readable() == 0 || after.readable() == 0) {
            terminal.err().println("No page of the differences: there is nothing that could be read on one side.");
            return;
        }
        Comparison comparison = Comparison.of(before, after, MatchRule.SHIFT, Comparison.Scale.MEANS);
        Outputs.write(output, out -> ManyPages.writeComparison(comparison, View.Kind.PEAK, out));
        if (output != null && !run.quiet) {
            Pipeline.announce(terminal, "Wrote " + output.name());
        }
    }

    private static Partial sum(Terminal terminal, InputReader reader, List<String> inputs) throws CommandFailure {
        return new ManyInputs(terminal, reader, false, DiffCommand.MOST_NODES).sum(inputs);
    }
}
