package dev.heapcrest.report.export;

import dev.heapcrest.capture.Limit;
import dev.heapcrest.capture.Limits;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apiguardian.api.API;

/** The formats of {@code transform}. All but pprof's are texts in UTF-8. */
@API(status = API.Status.STABLE, since = "0.1")
public enum ExportFormat {
    CSV(".csv", 2),
    COLLAPSED(".txt", 2),
    SPEEDSCOPE(".speedscope.json", 4),
    GPROF2DOT(".json", 4),
    JSON(".json", 1),
    PPROF(".pb.gz", 4),
    SVG(".svg", 4),
    FIREFOX(".firefox.json", 4);

    private static final int BUFFER_CHARS = 1 << 16;

    private final String suffix;
    /** Packing takes longer than writing text, and so do lists of numbers of one digit. For 100 kB the worst takes 2 CPU seconds. */
    private final int costOfByte;

    ExportFormat(String suffix, int costOfByte) {
        this.suffix = suffix;
        this.costOfByte = costOfByte;
    }

    /** As typed on the command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of file names, with its dot. */
    public String suffix() {
        return suffix;
    }

    /**
     * Writes the whole export and flushes; {@code out} stays open.
     *
     * @throws ExportTooLargeException if it has more than {@link Limit#EXPORT_BYTES} usually allows
     * @throws IOException if {@code out} does
     */
    public void write(ExportView view, OutputStream out) throws IOException {
        write(view, Limits.DEFAULT, out);
    }

    /**
     * The same with other limits, of which {@link Limit#EXPORT_BYTES} counts.
     *
     * @throws ExportTooLargeException if the export has more bytes
     * @throws IOException if {@code out} does
     */
    public void write(ExportView view, Limits limits, OutputStream out) throws IOException {
        ExportBudget budget =
                new ExportBudget(view.profile().coverage().inputBytes(), limits.of(Limit.EXPORT_BYTES), costOfByte);
        if (this == PPROF) {
            Pprof.write(view, budget, out);
            return;
        }
        OutputStream bounded = budget.bound(out);
        Writer text = new BufferedWriter(new OutputStreamWriter(bounded, StandardCharsets.UTF_8), BUFFER_CHARS);
        writer(budget).write(view, text);
        text.flush();
    }

    private TreeExport writer(ExportBudget budget) {
        return switch (this) {
            case CSV -> new Csv(budget);
            case COLLAPSED -> new Collapsed(budget);
            case SPEEDSCOPE -> new Speedscope();
            case GPROF2DOT -> new Gprof2dot();
            case JSON -> new Json();
            case SVG -> new Svg();
            case FIREFOX -> Firefox::write;
            case PPROF -> throw new IllegalStateException("no text");
        };
    }
}
