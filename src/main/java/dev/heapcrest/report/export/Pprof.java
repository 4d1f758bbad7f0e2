package dev.heapcrest.report.export;

import com.google.protobuf.CodedOutputStream;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ProgramName;
import dev.heapcrest.report.VisibleText;
import dev.heapcrest.tables.Salted;
import dev.heapcrest.tables.TextNumbers;
import dev.heapcrest.tree.CallTree;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenCustomHashMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/**
 * The profile.proto of pprof, gzipped (docs/pprof.md): one message, all views of the tree as sample types. Samples are
 * written as the tree is walked, and strings are numbered on the way; memory follows distinct frames. Field numbers are
 * those of pprof's proto/profile.proto, which only ever gets new ones.
 */
final class Pprof {
    private static final int SAMPLE_TYPE = 1;
    private static final int SAMPLE = 2;
    private static final int MAPPING = 3;
    private static final int LOCATION = 4;
    private static final int FUNCTION = 5;
    private static final int STRING_TABLE = 6;
    private static final int TIME_NANOS = 9;
    private static final int DURATION_NANOS = 10;
    private static final int PERIOD_TYPE = 11;
    private static final int PERIOD = 12;
    private static final int COMMENT = 13;
    private static final int DEFAULT_SAMPLE_TYPE = 14;

    private static final int VALUE_TYPE_TYPE = 1;
    private static final int VALUE_TYPE_UNIT = 2;
    private static final int SAMPLE_LOCATION_ID = 1;
    private static final int SAMPLE_VALUE = 2;
    private static final int SAMPLE_LABEL = 3;
    private static final int LABEL_KEY = 1;
    private static final int LABEL_STR = 2;
    private static final int MAPPING_ID = 1;
    private static final int MAPPING_FILENAME = 5;
    private static final int MAPPING_HAS_FUNCTIONS = 7;
    private static final int MAPPING_HAS_FILENAMES = 8;
    private static final int MAPPING_HAS_LINE_NUMBERS = 9;
    private static final int LOCATION_ID = 1;
    private static final int LOCATION_MAPPING_ID = 2;
    private static final int LOCATION_LINE = 4;
    private static final int LINE_FUNCTION_ID = 1;
    private static final int LINE_LINE = 2;
    private static final int FUNCTION_ID = 1;
    private static final int FUNCTION_NAME = 2;
    private static final int FUNCTION_FILENAME = 4;
    private static final int FUNCTION_START_LINE = 5;

    /** What a stack without frames shows as: pprof counts a sample without locations in no row. */
    private static final String NO_FRAME = "<no Python frame>";

    /** Writes the fields of a message. */
    private interface Fields {
        void write(CodedOutputStream to) throws IOException;
    }

    private final ExportView view;
    private final CallTree tree;
    private final CodedOutputStream out;
    private final ByteArrayOutputStream nested = new ByteArrayOutputStream();
    /** Raw texts, and below the number of each as it is shown. */
    private final TextNumbers raw = new TextNumbers();

    private final IntArrayList visibleNumbers = new IntArrayList();
    private final TextNumbers visible = new TextNumbers();
    /** Number of each pair of name and file, and of each function by that and its first line. */
    private final Long2IntOpenCustomHashMap names = Salted.longToInt();

    private final Long2IntOpenCustomHashMap functions = Salted.longToInt();
    /** Location of each frame; 0 = not written. */
    private final int[] locations;

    private int noFrame;
    private int locationCount;

    private Pprof(ExportView view, CodedOutputStream out) {
        this.view = view;
        tree = view.tree();
        this.out = out;
        locations = new int[tree.frames().count() + 1];
    }

    /** Flushes, does not close. */
    static void write(ExportView view, ExportBudget budget, OutputStream stream) throws IOException {
        GZIPOutputStream gzip = new GZIPOutputStream(stream, 1 << 13);
        CodedOutputStream out = CodedOutputStream.newInstance(budget.bound(gzip));
        new Pprof(view, out).write();
        out.flush();
        gzip.finish();
        stream.flush();
    }

    private void write() throws IOException {
        string("");
        for (Figures figures : tree.figures()) {
            String name = name(figures.view().kind());
            valueType(SAMPLE_TYPE, name + "_allocations", "count");
            valueType(SAMPLE_TYPE, name + "_bytes", "bytes");
        }
        CaptureHeader header = view.profile().header();
        message(MAPPING, to -> {
            to.writeUInt64(MAPPING_ID, 1);
            String program = ProgramName.of(header.commandLine());
            to.writeInt64(MAPPING_FILENAME, string(program.isEmpty() ? "python" : program));
            to.writeBool(MAPPING_HAS_FUNCTIONS, true);
            to.writeBool(MAPPING_HAS_FILENAMES, true);
            to.writeBool(MAPPING_HAS_LINE_NUMBERS, true);
        });
        writeSamples();
        out.writeInt64(TIME_NANOS, TimeUnit.MILLISECONDS.toNanos(header.startMillis()));
        out.writeInt64(
                DURATION_NANOS, TimeUnit.MILLISECONDS.toNanos(Math.max(0, header.endMillis() - header.startMillis())));
        valueType(PERIOD_TYPE, "space", "bytes");
        out.writeInt64(PERIOD, 1);
        for (String comment : comments()) {
            out.writeInt64(COMMENT, string(comment));
        }
        out.writeInt64(DEFAULT_SAMPLE_TYPE, string(name(view.kind()) + "_bytes"));
        for (String text : visible.texts()) {
            out.writeByteArray(STRING_TABLE, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private List<String> comments() {
        if (!view.comments().isEmpty()) {
            return view.comments();
        }
        CaptureHeader header = view.profile().header();
        return List.of(
                "pid " + header.pid() + ", " + view.profile().coverage().state().text() + ": " + header.commandLine());
    }

    /** What figures of a view are called, before what they count. */
    static String name(View.Kind kind) {
        return switch (kind) {
            case PEAK -> "peak";
            case LEAKS -> "leaked";
            case TEMPORARY -> "temporary";
            case BASE_PEAK -> "base_peak";
            case BASE_LEAKS -> "base_leaked";
            case TOGETHER -> "together";
        };
    }

    /** Number of a text, made visible: pprof prints names to terminals as they are. */
    private int string(String text) {
        int number = raw.add(text);
        if (number == visibleNumbers.size()) {
            visibleNumbers.add(visible.add(VisibleText.of(text)));
        }
        return visibleNumbers.getInt(number);
    }

    private void message(int field, Fields fields) throws IOException {
        nested.reset();
        CodedOutputStream to = CodedOutputStream.newInstance(nested, 256);
        fields.write(to);
        to.flush();
        out.writeByteArray(field, nested.toByteArray());
    }

    private void valueType(int field, String type, String unit) throws IOException {
        message(field, to -> {
            to.writeInt64(VALUE_TYPE_TYPE, string(type));
            to.writeInt64(VALUE_TYPE_UNIT, string(unit));
        });
    }

    private void writeSamples() throws IOException {
        int[] nodes = tree.ownNodes();
        int[] path = new int[64];
        int walked = 0;
        Map<Integer, long[]> byThread = new TreeMap<>();
        for (int from = 0; from < nodes.length; ) {
            int node = nodes[from];
            while (walked < node) {
                walked++;
                int depth = tree.depths()[walked];
                if (depth > path.length) {
                    path = Arrays.copyOf(path, 2 * path.length);
                }
                path[depth - 1] = location(tree.nodeFrames()[walked]);
            }
            byThread.clear();
            for (; from < nodes.length && nodes[from] == node; from++) {
                int thread = view.splitThreads() ? tree.ownThreads()[from] : -1;
                long[] values = byThread.computeIfAbsent(
                        thread, any -> new long[2 * tree.figures().size()]);
                for (int i = 0; i < tree.figures().size(); i++) {
                    values[2 * i] += tree.figures().get(i).counts().get(from);
                    values[2 * i + 1] += tree.figures().get(i).bytes().get(from);
                }
            }
            for (Map.Entry<Integer, long[]> each : byThread.entrySet()) {
                sample(path, tree.depths()[node], each.getKey(), each.getValue());
            }
        }
    }

    private void sample(int[] path, int depth, int thread, long[] values) throws IOException {
        if (Arrays.stream(values).allMatch(value -> value == 0)) {
            return;
        }
        if (depth == 0 && noFrame == 0) {
            noFrame = writeLocation(NO_FRAME, "", 0, 0);
        }
        int[] labels = labels(thread);
        message(SAMPLE, to -> {
            int size = depth == 0 ? CodedOutputStream.computeUInt64SizeNoTag(noFrame) : 0;
            for (int level = 0; level < depth; level++) {
                size += CodedOutputStream.computeUInt64SizeNoTag(path[level]);
            }
            packed(to, SAMPLE_LOCATION_ID, size);
            if (depth == 0) {
                to.writeUInt64NoTag(noFrame);
            }
            for (int level = depth - 1; level >= 0; level--) {
                to.writeUInt64NoTag(path[level]);
            }
            packed(
                    to,
                    SAMPLE_VALUE,
                    Arrays.stream(values)
                            .mapToInt(CodedOutputStream::computeInt64SizeNoTag)
                            .sum());
            for (long value : values) {
                to.writeInt64NoTag(value);
            }
            for (int i = 0; i < labels.length; i += 2) {
                to.writeTag(SAMPLE_LABEL, 2);
                to.writeUInt32NoTag(CodedOutputStream.computeInt64Size(LABEL_KEY, labels[i])
                        + CodedOutputStream.computeInt64Size(LABEL_STR, labels[i + 1]));
                to.writeInt64(LABEL_KEY, labels[i]);
                to.writeInt64(LABEL_STR, labels[i + 1]);
            }
        });
    }

    /** Pairs of key and value. Texts, also of numbers: pprof shows numeric labels in buckets. */
    private int[] labels(int thread) {
        IntArrayList labels = new IntArrayList();
        view.labels().forEach((key, value) -> {
            labels.add(string(key));
            labels.add(string(value));
        });
        if (thread >= 0) {
            labels.add(string("thread"));
            labels.add(string(view.threadLabel(thread)));
        }
        return labels.toIntArray();
    }

    private static void packed(CodedOutputStream to, int field, int size) throws IOException {
        to.writeTag(field, 2);
        to.writeUInt32NoTag(size);
    }

    private int location(int frame) throws IOException {
        if (locations[frame] == 0) {
            FrameTable frames = tree.frames();
            locations[frame] = writeLocation(
                    frames.function(frame), frames.file(frame), frames.line(frame), frames.firstLine(frame));
        }
        return locations[frame];
    }

    /** @param firstLine of the function; 0 where it is not known */
    private int writeLocation(String function, String file, int line, int firstLine) throws IOException {
        int name = string(function);
        int fileName = string(file);
        int nextPair = names.size() + 1;
        int knownPair = names.putIfAbsent((long) name << Integer.SIZE | fileName, nextPair);
        int pair = knownPair == 0 ? nextPair : knownPair;
        int next = functions.size() + 1;
        int before = functions.putIfAbsent((long) pair << Integer.SIZE | Integer.toUnsignedLong(firstLine), next);
        int known = before == 0 ? next : before;
        if (before == 0) {
            // without a system name: pprof takes one that equals the name for C++ and strips what is in <>
            message(FUNCTION, to -> {
                to.writeUInt64(FUNCTION_ID, next);
                to.writeInt64(FUNCTION_NAME, name);
                to.writeInt64(FUNCTION_FILENAME, fileName);
                if (firstLine != 0) {
                    to.writeInt64(FUNCTION_START_LINE, firstLine);
                }
            });
        }
        int location = ++locationCount;
        message(LOCATION, to -> {
            to.writeUInt64(LOCATION_ID, location);
            to.writeUInt64(LOCATION_MAPPING_ID, 1);
            to.writeTag(LOCATION_LINE, 2);
            to.writeUInt32NoTag(CodedOutputStream.computeUInt64Size(LINE_FUNCTION_ID, known)
                    + CodedOutputStream.computeInt64Size(LINE_LINE, line));
            to.writeUInt64(LINE_FUNCTION_ID, known);
            to.writeInt64(LINE_LINE, line);
        });
        return location;
    }
}
