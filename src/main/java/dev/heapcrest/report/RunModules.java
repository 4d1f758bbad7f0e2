package dev.heapcrest.report;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.profile.RunTotals;

/** Top-level modules by file, by the rules of memray's statistics (docs/capture-format.md, section 14.5). */
public final class RunModules implements RunTotals.Modules {
    private static final String FROZEN = "<frozen ";
    /** What memray calls a file without a name. */
    private static final String UNKNOWN = "unknown";

    private final FileKind.Sorter sorter;

    /** Of the files of a capture with this header. */
    public RunModules(CaptureHeader header) {
        sorter = new FileKind.Sorter(header);
    }

    @Override
    public String of(String file) {
        if (file.isEmpty()) {
            return UNKNOWN;
        }
        FileKind.Place place = sorter.place(file);
        if (place.kind() == FileKind.STANDARD_LIBRARY || file.startsWith(FROZEN)) {
            return CALLERS;
        }
        int dot = place.module().indexOf('.');
        String top = dot > 0 ? place.module().substring(0, dot) : place.module();
        return top.equals("memray") ? ROOT : top;
    }
}
