package dev.heapcrest.cli;

import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.report.PageBudget;
import dev.heapcrest.report.ReportOptions;
import dev.heapcrest.report.html.FlameGraphReport;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** From one capture to one page: what {@code flamegraph}, {@code flamegraphs} and {@code table} have in common. */
final class FlamegraphPage {
    /** In the default name of a page, and after it. */
    static final String KIND = "flamegraph";

    /** The same of a page that opens at its table. */
    static final String TABLE_KIND = "table";

    static final String SUFFIX = ".html";

    private final Terminal terminal;
    private final FlamegraphOptions chosen;

    FlamegraphPage(Terminal terminal, FlamegraphOptions chosen) {
        this.terminal = terminal;
        this.chosen = chosen;
    }

    /** On a second core, while the capture is read. */
    static void prepare() {
        Thread thread = new Thread(FlameGraphReport::prepare, "heapcrest-page");
        thread.setDaemon(true);
        // What goes wrong here goes wrong again, and is told, when the page is written.
        thread.setUncaughtExceptionHandler((any, problem) -> {});
        thread.start();
    }

    /**
     * Reads the capture and commits the page.
     *
     * @param arguments after the program's name, for the page to show
     * @param seen hears of the profile before it is written
     * @return the exit code
     */
    int write(CaptureInput input, Output target, List<String> arguments, Consumer<Profile> seen) throws CommandFailure {
        return write(input, target, options(input, arguments), seen);
    }

    /** The same of a page that opens at its table. */
    int writeTable(CaptureInput input, Output target, List<String> arguments) throws CommandFailure {
        return write(input, target, options(input, arguments).withTable(true), profile -> {});
    }

    private int write(CaptureInput input, Output target, ReportOptions opened, Consumer<Profile> seen)
            throws CommandFailure {
        ProfileOptions options = chosen.time.in(ProfileOptions.DEFAULT
                .withTemporaryThreshold(chosen.view.temporaryThreshold())
                .withMaxMemoryRecords(chosen.page.maxMemoryRecords));
        return new Pipeline(terminal, chosen.run, chosen.privacy, chosen.symbols)
                .report(input, options, chosen.view.kind(), target, (profile, tree, out) -> {
                    seen.accept(profile);
                    FlameGraphReport.write(profile, tree, opened, out);
                });
    }

    private ReportOptions options(CaptureInput input, List<String> arguments) {
        return ReportOptions.of(input.fileName())
                .withRegenerate(chosen.privacy.privately ? "" : ShellWords.join(terminal.command(), arguments))
                .withInverted(chosen.page.inverted)
                .withSplitThreads(chosen.view.splitThreads)
                .withSourceLines(chosen.page.confidentialFiles, Path.of("").toAbsolutePath())
                .withBudget(chosen.page.full ? PageBudget.NONE : PageBudget.DEFAULT);
    }
}
