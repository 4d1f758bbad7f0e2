package dev.heapcrest.report.text;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.History;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.RunTotals;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.CaptureJson;
import dev.heapcrest.report.CoverageText;
import dev.heapcrest.report.HeapPeaks;
import dev.heapcrest.report.JsonWriter;
import dev.heapcrest.report.NativeSummary;
import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.RecordedTime;
import dev.heapcrest.report.ShortText;
import java.io.IOException;
import java.util.List;

/** What {@code stats} prints. */
public final class Stats {
    private final Profile profile;
    private final RunTotals totals;
    private final RunStats run;
    private final String name;
    private final int topCount;

    /**
     * @param totals of the whole run, where they are known
     * @param name of the capture
     * @param topCount most places shown
     */
    public Stats(Profile profile, RunTotals totals, String name, int topCount) {
        this.profile = profile;
        this.totals = totals;
        run = new RunStats(totals, topCount);
        this.name = name;
        this.topCount = topCount;
    }

    /** For people. */
    public void text(Appendable out) throws IOException {
        CaptureHeader header = profile.header();
        line(out, "Capture", name);
        line(out, "Command line", ShortText.visible(header.commandLine()));
        long millis = RecordedTime.millis(profile);
        line(
                out,
                "Recorded",
                Quantities.instant(header.startMillis())
                        + (millis == RecordedTime.UNKNOWN ? ", end not recorded" : ", " + Quantities.duration(millis)));
        line(out, "Process", "pid " + header.pid() + python(header));
        line(out, "Format", format(header));
        line(out, "Coverage", profile.coverage().state().text() + "; " + CoverageText.of(profile.coverage()));
        line(
                out,
                "Records",
                "%s, %s of them allocations and deallocations"
                        .formatted(
                                Quantities.count(profile.coverage().records()),
                                Quantities.count(profile.coverage().allocationRecords())));
        line(out, "Peak memory", Quantities.exactBytes(profile.peakBytes()));
        for (Figures figures : profile.figures()) {
            line(out, figures.view().kind().label(), held(figures));
        }
        if (totals.known()) {
            line(out, "Allocated in all", run.sum());
        }
        NativeSummary natives = NativeSummary.of(profile);
        if (natives.any()) {
            line(out, "Native symbols", natives.text());
        }
        line(out, "Threads", Quantities.count(profile.threads().count()));
        line(out, "Memory samples", samples());
        peaks(out);
        out.append("\nLargest allocating places at the peak:\n");
        for (TopFrames.Place place : TopFrames.atPeak(profile, topCount)) {
            out.append("  %10s %7s  %s  (%s)\n"
                    .formatted(
                            Quantities.bytes(place.bytes()),
                            Quantities.share(
                                    place.bytes(),
                                    profile.figures(View.Kind.PEAK).totalBytes()),
                            ShortText.visible(place.text()),
                            Quantities.counted(place.count(), "allocation")));
        }
        if (totals.known()) {
            run.text(out);
        }
    }

    private void peaks(Appendable out) throws IOException {
        List<HeapPeaks.Peak> peaks = HeapPeaks.of(profile);
        if (peaks.isEmpty()) {
            return;
        }
        out.append("\nLargest peaks:\n");
        for (HeapPeaks.Peak peak : peaks) {
            out.append("  %10s  %s%s\n"
                    .formatted(
                            Quantities.bytes(peak.bytes()),
                            peak.record() < 0 ? "before any record" : "after record " + Quantities.count(peak.record()),
                            timed(peak)
                                    ? ", between %s and %s"
                                            .formatted(
                                                    Quantities.instant(peak.afterMillis()),
                                                    Quantities.instant(peak.beforeMillis()))
                                    : ""));
        }
    }

    /** Where the clock was set back within a bucket, nobody knows when its mark was. */
    private static boolean timed(HeapPeaks.Peak peak) {
        return peak.beforeMillis() != History.NO_TIME && peak.afterMillis() <= peak.beforeMillis();
    }

    /** For scripts; members as in docs/json-format.md. */
    public void json(Appendable out) throws IOException {
        JsonWriter json = new JsonWriter(out).beginObject();
        json.newLine().name("format").value("heapcrest-stats").name("version").value(1);
        CaptureJson.write(profile, json);
        json.newLine().name("thread_count").value(profile.threads().count());
        json.newLine().name("memory_samples").value(profile.timeline().count());
        json.newLine().name("max_resident_bytes").value(maxResidentBytes());
        if (profile.history().known()) {
            json.newLine().name("peaks").beginArray();
            for (HeapPeaks.Peak peak : HeapPeaks.of(profile)) {
                json.newLine().beginObject().name("record").value(peak.record());
                json.name("bytes").value(peak.bytes());
                if (timed(peak)) {
                    json.name("after_ms").value(peak.afterMillis());
                    json.name("before_ms").value(peak.beforeMillis());
                }
                json.endObject();
            }
            json.endArray();
        }
        json.newLine().name("top_places").beginArray();
        for (TopFrames.Place place : TopFrames.atPeak(profile, topCount)) {
            json.newLine().beginObject().name("function").value(place.function());
            json.name("file").value(place.file()).name("line").value(place.line());
            json.name("bytes")
                    .value(place.bytes())
                    .name("count")
                    .value(place.count())
                    .endObject();
        }
        json.endArray();
        if (totals.known()) {
            run.json(json);
            metadata(json.newLine().name("metadata"));
        }
        json.newLine().endObject();
        out.append('\n');
    }

    /** What memray says of the capture, in its words; the same as in {@code capture}. */
    private void metadata(JsonWriter json) throws IOException {
        CaptureHeader header = profile.header();
        json.beginObject().name("start_time").value(Quantities.pythonInstant(header.startMillis()));
        json.name("end_time").value(Quantities.pythonInstant(header.endMillis()));
        json.name("total_allocations").value(profile.coverage().allocationRecords());
        json.name("total_frames").value(header.frameCount());
        json.name("peak_memory").value(profile.peakBytes());
        json.name("command_line").value(header.commandLine());
        json.name("pid").value(header.pid());
        json.name("main_thread_id").value(header.mainThreadId());
        json.name("python_allocator").value(header.pythonAllocatorName());
        json.name("has_native_traces").value(header.nativeTraces());
        json.name("trace_python_allocators").value(header.pythonAllocatorsTraced());
        json.name("file_format").value(0).endObject();
    }

    private static String held(Figures figures) {
        return "%s in %s"
                .formatted(
                        Quantities.exactBytes(figures.totalBytes()),
                        Quantities.counted(figures.totalCount(), "allocation"));
    }

    private static String python(CaptureHeader header) {
        String version = header.pythonVersionText().isEmpty() ? "" : ", Python " + header.pythonVersionText();
        return version
                + ", allocator "
                + header.pythonAllocatorName()
                + (header.pythonAllocatorsTraced() ? " (traced)" : "");
    }

    private String format(CaptureHeader header) {
        return "header version " + header.version()
                + (header.aggregated() ? ", aggregated" : ", all allocations")
                + (header.nativeTraces() ? ", with native stacks" : "")
                + (profile.coverage().compressed() ? ", LZ4" : "");
    }

    private String samples() {
        int count = profile.timeline().count();
        return count == 0
                ? "none"
                : "%s, highest resident size %s"
                        .formatted(Quantities.count(count), Quantities.exactBytes(maxResidentBytes()));
    }

    private long maxResidentBytes() {
        long most = 0;
        for (int i = 0; i < profile.timeline().count(); i++) {
            most = Math.max(most, profile.timeline().residentBytes().get(i));
        }
        return most;
    }

    private static void line(Appendable out, String label, String value) throws IOException {
        out.append("%-17s %s\n".formatted(label + ":", value));
    }
}
