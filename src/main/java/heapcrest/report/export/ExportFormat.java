package heapcrest.report.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Supplier;

/** The formats of {@code transform}. All are UTF-8. */
public enum ExportFormat {
    CSV(".csv", Csv::new),
    COLLAPSED(".txt", Collapsed::new),
    SPEEDSCOPE(".speedscope.json", Speedscope::new),
    GPROF2DOT(".json", Gprof2dot::new),
    JSON(".json", Json::new);

    private static final int BUFFER_CHARS = 1 << 16;

    private final String suffix;
    private final Supplier<TreeExport> writer;

    ExportFormat(String suffix, Supplier<TreeExport> writer) {
        this.suffix = suffix;
        this.writer = writer;
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
     * @throws IOException if {@code out} does
     */
    public void write(ExportView view, OutputStream out) throws IOException {
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER_CHARS);
        writer.get().write(view, text);
        text.flush();
    }
}
