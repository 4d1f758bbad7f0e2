package dev.heapcrest.report.html;

import com.github.mustachejava.Mustache;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.CaptureNotes;
import dev.heapcrest.report.ComparedProfile;
import dev.heapcrest.report.ComparedSides;
import dev.heapcrest.report.ConfidentialFiles;
import dev.heapcrest.report.FunctionTotals;
import dev.heapcrest.report.ManyCaptures;
import dev.heapcrest.report.MergedProfile;
import dev.heapcrest.report.NativeSummary;
import dev.heapcrest.report.ReportOptions;
import dev.heapcrest.report.VisibleText;
import dev.heapcrest.tree.CallTree;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Writes a flame graph as one self-contained HTML page. Stateless; any number of threads may write. */
public final class FlameGraphReport {
    private FlameGraphReport() {}

    /** What does not depend on the capture. */
    private static final class EveryPage {
        /** That of most pages: the others are loaded by those who need them. */
        static final Shell SHELL = Shell.load(Shell.ONE);

        static final Mustache HEAD = Templates.compile("head");
        static final Mustache BODY = Templates.compile("body");

        private EveryPage() {}

        /** Runs the initialisers above, once. */
        static void load() {}
    }

    private static final class PagesOverTime {
        static final Shell SHELL = Shell.load(Shell.TIME);

        private PagesOverTime() {}
    }

    private static final class PagesOfMany {
        static final Shell SHELL = Shell.load(Shell.MANY);

        private PagesOfMany() {}
    }

    private static Shell shellOf(PageFacts facts) {
        if (facts.many() != null || facts.compared() != null) {
            return PagesOfMany.SHELL;
        }
        return facts.profile().history().known() ? PagesOverTime.SHELL : EveryPage.SHELL;
    }

    /**
     * Loads what every page consists of, so that {@link #write} finds it there. Optional; made for a thread that has
     * nothing else to do while the capture is read.
     */
    public static void prepare() {
        EveryPage.load();
    }

    /**
     * Writes the page as UTF-8. Beside tree and profile this needs about 30 bytes a node while it runs.
     *
     * <p>A tree of more than 8 million nodes, or a page of more than 64 MB, is folded until it fits, by default; the
     * page says so then.
     *
     * @param profile where the tree comes from
     * @param tree its first metric is the view that the page opens with
     * @param stream flushed, not closed
     * @throws IOException if the stream cannot be written
     */
    public static void write(Profile profile, CallTree tree, ReportOptions options, OutputStream stream)
            throws IOException {
        write(new PageFacts(profile, tree, options, null, null), stream);
    }

    /**
     * The same of several captures.
     *
     * @param many whose sum it is
     * @param tree of the {@linkplain MergedProfile profile} of the sum
     * @throws IOException if the stream cannot be written
     */
    public static void write(
            ManyCaptures many, Profile profile, CallTree tree, ReportOptions options, OutputStream stream)
            throws IOException {
        write(new PageFacts(profile, tree, options, many, null), stream);
    }

    /**
     * Writes a page of what differs between two sides.
     *
     * @param sides what is compared
     * @param tree of the {@linkplain ComparedProfile profile} of the comparison
     * @throws IOException if the stream cannot be written
     */
    public static void write(
            ComparedSides sides, Profile profile, CallTree tree, ReportOptions options, OutputStream stream)
            throws IOException {
        write(new PageFacts(profile, tree, options, null, sides), stream);
    }

    private static void write(PageFacts facts, OutputStream stream) throws IOException {
        Profile profile = facts.profile();
        CallTree tree = facts.tree();
        ReportOptions options = facts.options();
        Metadata metadata = new Metadata(facts);
        FunctionTotals functions = FunctionTotals.of(tree);
        // files of a private profile have names that mean other files here, or none
        SourceLines sourceLines = new SourceLines(
                profile.pathsLeftOut() ? ConfidentialFiles.ALL : options.confidentialFiles(),
                options.workingDirectory());
        Payload payload = Payload.of(facts, metadata, sourceLines);

        Map<String, Object> page = new HashMap<>(new StaticPage(facts).variables(functions));
        Shell shell = shellOf(facts);
        page.put("policy", shell.policy());
        page.put("title", facts.title());
        page.put("browserTitle", VisibleText.of(facts.browserTitle()));
        page.put("headline", VisibleText.of(metadata.headline()));
        page.put("many", CaptureTable.of(facts.many(), profile));
        page.put("several", facts.many() != null || facts.compared() != null);
        page.put("split", facts.many() != null && facts.many().split());
        page.put(
                "compared",
                ComparedPage.of(facts.compared(), profile, tree.primary().view().kind()));
        NativeSummary natives = NativeSummary.of(profile);
        page.put("nativeUnnamed", natives.lacking() ? VisibleText.of(CaptureNotes.unnamed(natives)) : null);
        page.put("nativesShown", natives.frames() > 0);
        page.put("generator", "heapcrest " + options.version());
        page.put("leaksUncertain", facts.leaksUncertain());
        page.put(
                "leaksFirstUncertain",
                facts.leaksUncertain() && tree.primary().view().kind() == View.Kind.LEAKS);
        page.put("debts", facts.debtsText());
        page.put("folding", facts.foldingText(payload.folding()));
        page.put("temporal", profile.history().known());
        page.put("peaks", PeakTable.rows(profile, tree));
        page.put("nodes", payload.nodeCount());
        page.put("summary", metadata.summary(payload.folding(), functions.largestTotal(50)));
        page.put(
                "payload",
                payload.blocks().stream()
                        .map(pieces -> Map.of("pieces", pieces))
                        .toList());
        render(page, shell, stream);
    }

    private static void render(Map<String, Object> page, Shell shell, OutputStream stream) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 16);
        Templates.write(EveryPage.HEAD, page, writer);
        shell.writeTo(stream);
        Templates.write(EveryPage.BODY, page, writer);
    }
}
