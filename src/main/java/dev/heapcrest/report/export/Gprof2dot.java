package dev.heapcrest.report.export;

import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.report.JsonWriter;
import dev.heapcrest.tables.Salted;
import dev.heapcrest.tables.TextNumbers;
import it.unimi.dsi.fastutil.longs.Long2IntOpenCustomHashMap;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** The JSON input of gprof2dot ({@code -f json}), as memray writes it: call chains innermost first. */
final class Gprof2dot implements TreeExport {
    private record Function(String name, String module) {}

    private final TextNumbers texts = new TextNumbers();
    private final Long2IntOpenCustomHashMap indexes = Salted.longToInt();
    private final List<Function> functions = new ArrayList<>();

    @Override
    public void write(ExportView view, Writer out) throws IOException {
        FrameTable frames = view.tree().frames();
        int[] indexPlusOneByFrame = new int[frames.count() + 1];
        JsonWriter json = new JsonWriter(out).beginObject();
        json.name("version").value(0);
        json.name("costs").beginArray().beginObject();
        json.name("description").value("Memory").name("unit").value("bytes");
        json.endObject().endArray();
        json.name("events").beginArray();
        OwnRows rows = new OwnRows(view, false);
        while (rows.next()) {
            json.newLine().beginObject().name("callchain").beginArray();
            for (int level = rows.depth() - 1; level >= 0; level--) {
                int frame = rows.frame(level);
                if (indexPlusOneByFrame[frame] == 0) {
                    indexPlusOneByFrame[frame] = 1 + index(new Function(frames.function(frame), frames.file(frame)));
                }
                json.value(indexPlusOneByFrame[frame] - 1);
            }
            String outermost = StackNames.outermost(view, rows.thread(), rows.depth());
            if (outermost != null) {
                json.value(index(new Function(outermost, "")));
            }
            json.endArray().name("cost").beginArray().value(rows.bytes()).endArray();
            json.endObject();
        }
        json.endArray().name("functions").beginArray();
        for (Function function : functions) {
            json.newLine().beginObject();
            json.name("name").value(function.name()).name("module").value(function.module());
            json.endObject();
        }
        json.endArray().endObject();
        out.write('\n');
    }

    private int index(Function function) {
        long names = (long) texts.add(function.name()) << 32 | texts.add(function.module());
        int known = indexes.putIfAbsent(names, functions.size() + 1);
        if (known != 0) {
            return known - 1;
        }
        functions.add(function);
        return functions.size() - 1;
    }
}
