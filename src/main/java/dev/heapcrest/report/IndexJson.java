package dev.heapcrest.report;

import java.io.IOException;
import java.util.List;

/** The index of many captures for programs: format {@code heapcrest-index} of docs/json-format.md. */
public final class IndexJson {
    /** Name of the format. */
    public static final String FORMAT = "heapcrest-index";

    private static final int VERSION = 1;

    private IndexJson() {}

    /**
     * Writes the document.
     *
     * @param entries in the order of the command line
     * @param out not flushed
     * @throws IOException if {@code out} does
     */
    public static void write(List<IndexEntry> entries, Appendable out) throws IOException {
        JsonWriter json = new JsonWriter(out).beginObject();
        json.name("format").value(FORMAT).name("version").value(VERSION);
        json.newLine().name("generator").value("heapcrest " + ProgramVersion.ofJar());
        json.newLine().name("captures").beginArray();
        for (IndexEntry entry : entries) {
            json.newLine().raw(entry.json());
        }
        json.newLine().endArray().newLine().endObject();
        out.append('\n');
    }
}
