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
    private final ViewOptions view;
    private final PageOptions page;
    private final TimeOptions time;
    private final PrivateOption privacy;
    private final SymbolOptions symbols;
    private final RunOptions run;

    FlamegraphPage(
            Terminal terminal,
            ViewOptions view,
            PageOptions page,
            TimeOptions time,
            PrivateOption privacy,
            SymbolOptions symbols,
            RunOptions run) {
        this.terminal = terminal;
        this.view = view;
        this.page = page;
        this.time = time;
        this.privacy = privacy;
        this.symbols = symbols;
        this.run = run;
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
        ProfileOptions options = time.in(ProfileOptions.DEFAULT
                .withTemporaryThreshold(view.temporaryThreshold())
                .withMaxMemoryRecords(page.maxMemoryRecords));
        return new Pipeline(terminal, run, privacy, symbols)
                .report(input, options, view.kind(), target, (profile, tree, out) -> {
                    seen.accept(profile);
                    FlameGraphReport.write(profile, tree, opened, out);
                });
    }

    private ReportOptions options(CaptureInput input, List<String> arguments) {
        return ReportOptions.of(input.fileName())
                .withRegenerate(privacy.privately ? "" : ShellWords.join(terminal.command(), arguments))
                .withInverted(page.inverted)
                .withSplitThreads(view.splitThreads)
                .withSourceLines(page.confidentialFiles, Path.of("").toAbsolutePath())
                .withBudget(page.full ? PageBudget.NONE : PageBudget.DEFAULT);
    }
}
