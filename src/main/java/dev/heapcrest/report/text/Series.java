package dev.heapcrest.report.text;

import dev.heapcrest.profile.Profile;
import dev.heapcrest.report.CaptureJson;
import dev.heapcrest.report.JsonWriter;
import java.io.IOException;

/** What {@code series} prints: memory at each memory record, in the order of the capture (docs/json-format.md). */
public final class Series {
    private Series() {}

    /** A row for each, ended as in all our CSV. */
    public static void csv(Profile profile, Appendable out) throws IOException {
        Profile.Timeline timeline = profile.timeline();
        out.append("time_ms,resident_bytes,heap_bytes\r\n");
        for (int i = 0; i < timeline.count(); i++) {
            out.append(Long.toString(timeline.epochMillis().get(i)))
                    .append(',')
                    .append(Long.toString(timeline.residentBytes().get(i)))
                    .append(',')
                    .append(Long.toString(timeline.heapBytes().get(i)))
                    .append("\r\n");
        }
    }

    /** The same with what is known of the capture. */
    public static void json(Profile profile, Appendable out) throws IOException {
        JsonWriter json = new JsonWriter(out).beginObject();
        json.newLine().name("format").value("heapcrest-series").name("version").value(1);
        CaptureJson.write(profile, json);
        json.newLine().name("points").beginArray();
        Profile.Timeline timeline = profile.timeline();
        for (int i = 0; i < timeline.count(); i++) {
            json.newLine().beginObject();
            json.name("time_ms").value(timeline.epochMillis().get(i));
            json.name("resident_bytes").value(timeline.residentBytes().get(i));
            json.name("heap_bytes").value(timeline.heapBytes().get(i)).endObject();
        }
        json.newLine().endArray().newLine().endObject();
        out.append('\n');
    }
}
