package dev.heapcrest;

import dev.heapcrest.aggregate.HeapProfiler;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.CaptureException;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.merge.CaptureIdentity;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.merge.PartialOptions;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.profile.UnsupportedProfileException;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ReportOptions;
import dev.heapcrest.report.export.ExportFormat;
import dev.heapcrest.report.export.ExportView;
import dev.heapcrest.report.html.FlameGraphReport;
import dev.heapcrest.tree.CallTree;
import dev.heapcrest.tree.CallTreeBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.function.UnaryOperator;
import org.apiguardian.api.API;

/**
 * From a capture of memray to who held its memory.
 *
 * <pre>{@code
 * Profile profile = Heapcrest.profile(Path.of("x.bin"));
 * if (!profile.coverage().complete()) {
 *     System.err.println("only a part was read");
 * }
 * long peakBytes = profile.peakBytes();
 * try (OutputStream page = Files.newOutputStream(Path.of("x.html"))) {
 *     Heapcrest.writePage(profile, View.Kind.PEAK, ReportOptions.of("x.bin"), page);
 * }
 * }</pre>
 *
 * <p>A profile is a value: it owns all that it names, and the capture is closed when it exists. A capture that was cut off
 * or damaged, or that reached a limit, gives the profile of what could be read; {@link Profile#coverage()} says how far that
 * is and what was wrong.
 *
 * <p>Stateless; any number of threads may read captures and write reports at once. A pass needs heap for what is alive in
 * the traced program (10 to 34 bytes an allocation), and for distinct stacks, not for the length of the capture. Sizes are
 * bytes and times ms since 1970 UTC everywhere.
 */
@API(status = API.Status.STABLE, since = "0.1")
public final class Heapcrest {
    private Heapcrest() {}

    /**
     * Reads a capture of any header version, with peak and leaks.
     *
     * @param capture a file, or a pipe that has a name
     * @throws CaptureException if this is not a capture that can be read: another kind of file, a version this program
     *     does not know, or one whose header is cut off or damaged
     * @throws IOException if the file cannot be read
     */
    public static Profile profile(Path capture) throws IOException {
        return profile(capture, ProfileOptions.DEFAULT);
    }

    /**
     * The same, with what else the options ask for.
     *
     * @throws CaptureException as {@link #profile(Path)}
     * @throws UnsupportedProfileException if temporary allocations are asked for and the capture is aggregated
     * @throws IOException if the file cannot be read
     */
    public static Profile profile(Path capture, ProfileOptions options) throws IOException {
        try (Capture open = Capture.open(capture, options.limits())) {
            return HeapProfiler.profile(open, options);
        }
    }

    /**
     * The same from a stream, which is read once from where it is, and closed.
     *
     * @throws CaptureException as {@link #profile(Path)}
     * @throws UnsupportedProfileException if temporary allocations are asked for and the capture is aggregated
     * @throws IOException what the stream throws
     */
    public static Profile profile(InputStream capture, ProfileOptions options) throws IOException {
        try (Capture open = Capture.open(capture, options.limits())) {
            return HeapProfiler.profile(open, options);
        }
    }

    /**
     * What a capture says about itself, without its records: costs a few kB of reading.
     *
     * @throws CaptureException as {@link #profile(Path)}
     * @throws IOException if the file cannot be read
     */
    public static CaptureHeader header(Path capture) throws IOException {
        try (Capture open = Capture.open(capture)) {
            return open.header();
        }
    }

    /**
     * The call tree of a profile, with the figures of all its views.
     *
     * @param first view that siblings are ordered by
     * @throws IllegalArgumentException if the profile does not have it
     */
    public static CallTree tree(Profile profile, View.Kind first) {
        return CallTreeBuilder.build(profile, first);
    }

    /**
     * What a capture adds to the sum of many ({@link dev.heapcrest.merge.Merging}).
     *
     * @param capture a file
     * @throws CaptureException as {@link #profile(Path)}; {@link Partial#failed} counts such a capture
     * @throws IOException if the file cannot be read
     */
    public static Partial partial(Path capture, PartialOptions options) throws IOException {
        byte[] head;
        try (InputStream file = Files.newInputStream(capture)) {
            head = file.readNBytes(CaptureIdentity.HEAD_BYTES);
        }
        try (Capture open = Capture.open(capture)) {
            HeapProfiler.WithSpans read = HeapProfiler.profileWithSpans(open, ProfileOptions.DEFAULT);
            Partial.Origin origin = new Partial.Origin(
                    String.valueOf(capture.getFileName()),
                    CaptureIdentity.text(open.header(), head),
                    Collections.emptySortedMap(),
                    UnaryOperator.identity());
            return Partial.of(options, origin, read.profile(), tree(read.profile(), View.Kind.PEAK), read.spans());
        }
    }

    /**
     * Writes the page that {@code heapcrest flamegraph} writes: one HTML file that needs nothing else.
     *
     * @param first view that the page opens with
     * @param page gets UTF-8; is flushed, not closed
     * @throws IllegalArgumentException if the profile does not have that view
     * @throws IOException what the stream throws; what was written until then is no page
     */
    public static void writePage(Profile profile, View.Kind first, ReportOptions options, OutputStream page)
            throws IOException {
        FlameGraphReport.write(profile, tree(profile, first), options, page);
    }

    /**
     * Writes what {@code heapcrest transform} writes.
     *
     * @param view what is exported
     * @param splitThreads keep the figures of different threads apart
     * @param export gets UTF-8; is flushed, not closed
     * @throws IllegalArgumentException if the profile does not have that view
     * @throws IOException what the stream throws; what was written until then is incomplete
     */
    public static void export(
            Profile profile, ExportFormat format, View.Kind view, boolean splitThreads, OutputStream export)
            throws IOException {
        format.write(new ExportView(profile, tree(profile, view), view, splitThreads), export);
    }
}
