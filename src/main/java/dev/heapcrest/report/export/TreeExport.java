package dev.heapcrest.report.export;

import java.io.IOException;
import java.io.Writer;

/** One file format. Memory in proportion to the distinct frames, not to the output. */
interface TreeExport {
    void write(ExportView view, Writer out) throws IOException;
}
