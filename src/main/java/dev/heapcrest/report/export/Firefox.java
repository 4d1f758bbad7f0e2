package dev.heapcrest.report.export;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.CoverageText;
import dev.heapcrest.report.JsonWriter;
import dev.heapcrest.report.ProgramName;
import dev.heapcrest.tables.Salted;
import dev.heapcrest.tables.TextNumbers;
import dev.heapcrest.tree.CallTree;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenCustomHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.io.Writer;

/**
 * The Firefox Profiler's processed profile format, version 61 (docs/firefox.md): the first that has all columns below in its
 * changelog of formats, and tables that all threads share. Newer profilers bring it up to their own version. Each view of the
 * tree is a thread, or one for each thread where those are split, whose native allocations have the own bytes of each stack.
 * The stack table is the call tree: its size follows the nodes.
 *
 * <p>Memory: about 40 bytes a distinct frame, 4 bytes an own value, and 12 bytes a row of the thread that is written.
 */
final class Firefox {
    private static final int VERSION = 61;
    /** Of Firefox's own format, which the profiler asks for and does not use here. */
    private static final int GECKO_VERSION = 31;

    private static final int OTHER = 0;
    private static final int PYTHON = 1;
    private static final int NATIVE = 2;

    /** Writes the value of a row. */
    private interface Cell {
        void write(int row) throws IOException;
    }

    private final ExportView view;
    private final CallTree tree;
    private final JsonWriter json;
    private final UsedFrames used;
    private final OwnByThread rows;

    private final TextNumbers texts = new TextNumbers();
    /** Text of each source, and source by text. */
    private final IntArrayList sources = new IntArrayList();

    private final Long2IntOpenCustomHashMap sourceOfText = Salted.longToInt();
    /** By function: text of its name, source or -1, first line or -1. */
    private final IntArrayList names = new IntArrayList();

    private final IntArrayList functionSources = new IntArrayList();
    private final IntArrayList firstLines = new IntArrayList();
    private final Long2IntOpenCustomHashMap pairs = Salted.longToInt();
    private final Long2IntOpenCustomHashMap functions = Salted.longToInt();
    private int threads;

    private Firefox(ExportView view, Writer out) {
        this.view = view;
        tree = view.tree();
        json = new JsonWriter(out);
        used = new UsedFrames(tree);
        rows = new OwnByThread(view);
    }

    /** As a {@link TreeExport}. */
    static void write(ExportView view, Writer out) throws IOException {
        new Firefox(view, out).write();
        out.write('\n');
    }

    private void write() throws IOException {
        json.beginObject();
        writeMeta();
        json.name("libs").beginArray().endArray();
        writeShared();
        json.name("threads").beginArray();
        writeThreads(view.figures());
        for (Figures each : tree.figures()) {
            if (each.view().kind() != view.kind()) {
                writeThreads(each);
            }
        }
        if (threads == 0) {
            // a row of nothing: the profiler takes its range of time from the first and last row
            writeThread(name(view.figures(), -1), IntArrayList.of(tree.nodeCount() - 1), LongArrayList.of(0));
        }
        json.endArray().endObject();
    }

    private void writeMeta() throws IOException {
        CaptureHeader header = view.profile().header();
        String program = ProgramName.of(header.commandLine());
        json.name("meta").beginObject();
        json.name("interval").value(1).name("startTime").value(header.startMillis());
        json.name("processType").value(0).name("stackwalk").value(0);
        json.name("product").value(program.isEmpty() ? "python" : program);
        json.name("importedFrom").value("heapcrest");
        json.name("version").value(GECKO_VERSION);
        json.name("preprocessedProfileVersion").value(VERSION);
        json.name("symbolicated").value(true).name("usesOnlyOneStackType").value(true);
        json.name("sourceCodeIsNotOnSearchfox").value(true);
        json.name("keepProfileThreadOrder").value(true);
        json.name("initialSelectedThreads").beginArray().value(0).endArray();
        json.name("markerSchema").beginArray().endArray();
        json.name("categories").beginArray();
        category("Other", "grey");
        category("Python", "yellow");
        category("Native", "blue");
        json.endArray();
        json.name("extra").beginArray().beginObject().name("label").value("Capture");
        json.name("entries").beginArray();
        entry("Command line", header.commandLine());
        entry(
                "Coverage",
                view.comments().isEmpty()
                        ? CoverageText.sentence(view.profile().coverage())
                        : view.comments().get(0));
        json.endArray().endObject().endArray().endObject();
    }

    private void category(String name, String colour) throws IOException {
        json.beginObject().name("name").value(name).name("color").value(colour);
        json.name("subcategories").beginArray().value("Other").endArray().endObject();
    }

    private void entry(String label, String value) throws IOException {
        json.beginObject().name("label").value(label).name("format").value("string");
        json.name("value").value(value).endObject();
    }

    private void writeShared() throws IOException {
        FrameTable frames = tree.frames();
        int frameCount = used.count() + 1;
        int[] functionOf = new int[frameCount];
        for (int i = 0; i < used.count(); i++) {
            int frame = used.frame(i);
            functionOf[i] = function(frames.function(frame), frames.file(frame), frames.firstLine(frame));
        }
        // what is allocated without a frame: the profiler counts rows without a stack nowhere
        functionOf[used.count()] = function(StackNames.NO_PYTHON_FRAMES, "", 0);

        json.newLine().name("shared").beginObject();
        writeStacks(frameCount);
        writeFrames(functionOf);
        writeFunctions();
        int count = sources.size();
        json.newLine().name("sources").beginObject().name("length").value(count);
        column("id", count, i -> reference(-1));
        column("filename", count, i -> json.value(sources.getInt(i)));
        column("startLine", count, i -> json.value(1));
        column("startColumn", count, i -> json.value(1));
        column("sourceMapURL", count, i -> reference(-1));
        json.endObject();
        empty("resourceTable", "lib", "name", "host", "type");
        empty("nativeSymbols", "libIndex", "address", "name", "functionSize");
        json.newLine().name("stringArray").beginArray();
        for (String text : texts.texts()) {
            json.newLine().value(text);
        }
        json.endArray().endObject();
    }

    /** Stack i is of node i + 1; the last one is of what has no frame. */
    private void writeStacks(int frameCount) throws IOException {
        int count = tree.nodeCount();
        int[] parents = tree.parents();
        json.newLine().name("stackTable").beginObject().name("length").value(count);
        column("prefix", count, i -> reference(i + 1 == count ? -1 : parents[i + 1] - 1));
        column(
                "frame",
                count,
                i -> json.value(i + 1 == count ? frameCount - 1 : used.indexOf(tree.nodeFrames()[i + 1])));
        json.endObject();
    }

    private void writeFrames(int[] functionOf) throws IOException {
        FrameTable frames = tree.frames();
        int count = functionOf.length;
        json.newLine().name("frameTable").beginObject().name("length").value(count);
        column("address", count, i -> json.value(-1));
        column("inlineDepth", count, i -> json.value(0));
        column("category", count, i -> json.value(i + 1 == count ? OTHER : category(used.frame(i))));
        column("subcategory", count, i -> json.value(0));
        column("func", count, i -> json.value(functionOf[i]));
        column("nativeSymbol", count, i -> reference(-1));
        column("innerWindowID", count, i -> json.value(0));
        column("line", count, i -> reference(i + 1 == count ? -1 : known(frames.line(used.frame(i)))));
        column("column", count, i -> reference(-1));
        json.endObject();
    }

    private int category(int frame) {
        return tree.frames().image(frame) == 0 ? PYTHON : NATIVE;
    }

    private void writeFunctions() throws IOException {
        int count = names.size();
        json.newLine().name("funcTable").beginObject().name("length").value(count);
        column("name", count, i -> json.value(names.getInt(i)));
        column("isJS", count, i -> json.value(false));
        column("relevantForJS", count, i -> json.value(false));
        column("resource", count, i -> json.value(-1));
        column("source", count, i -> reference(functionSources.getInt(i)));
        column("lineNumber", count, i -> reference(firstLines.getInt(i)));
        column("columnNumber", count, i -> reference(-1));
        json.endObject();
    }

    private static int known(int line) {
        return line > 0 ? line : -1;
    }

    /** Index of a function, by its name, file and first line: calls at other lines of it are the same function. */
    private int function(String name, String file, int firstLine) {
        int text = texts.add(name);
        int source = file.isEmpty() ? -1 : source(texts.add(file));
        int nextPair = pairs.size() + 1;
        int knownPair = pairs.putIfAbsent((long) text << Integer.SIZE | source + 1, nextPair);
        int pair = knownPair == 0 ? nextPair : knownPair;
        int next = names.size() + 1;
        int before =
                functions.putIfAbsent((long) pair << Integer.SIZE | Integer.toUnsignedLong(known(firstLine)), next);
        if (before != 0) {
            return before - 1;
        }
        names.add(text);
        functionSources.add(source);
        firstLines.add(known(firstLine));
        return next - 1;
    }

    private int source(int text) {
        int next = sources.size() + 1;
        int before = sourceOfText.putIfAbsent(text, next);
        if (before != 0) {
            return before - 1;
        }
        sources.add(text);
        return next - 1;
    }

    /** A view: one thread, or those that hold anything. */
    private void writeThreads(Figures figures) throws IOException {
        IntArrayList stacks = new IntArrayList();
        LongArrayList weights = new LongArrayList();
        for (int from = 0, end; from < rows.count(); from = end) {
            end = rows.endOfThread(from);
            stacks.clear();
            weights.clear();
            for (int at = from, next; at < end; at = next) {
                next = rows.endOfNode(at);
                long bytes = rows.sum(figures.bytes(), at, next);
                // what is below 0 the profiler takes for memory given back
                if (bytes > 0) {
                    int node = rows.node(at);
                    stacks.add(node == 0 ? tree.nodeCount() - 1 : node - 1);
                    weights.add(bytes);
                }
            }
            if (!stacks.isEmpty()) {
                writeThread(name(figures, rows.thread(from)), stacks, weights);
            }
        }
    }

    private String name(Figures figures, int thread) {
        View.Kind kind = figures.view().kind();
        return Pprof.name(kind) + (thread < 0 ? "" : ", thread " + view.threadLabel(thread));
    }

    private void writeThread(String name, IntArrayList stacks, LongArrayList weights) throws IOException {
        json.newLine().beginObject().name("name").value(name);
        json.name("isMainThread").value(threads == 0).name("processType").value("default");
        // tids must be unique, and a thread of the capture has several views
        json.name("pid").value(Long.toString(view.profile().header().pid()));
        json.name("tid").value(threads++);
        json.name("processStartupTime").value(0).name("processShutdownTime").value(null);
        json.name("registerTime").value(0).name("unregisterTime").value(null);
        json.name("pausedRanges").beginArray().endArray();
        json.name("markers").beginObject().name("length").value(0);
        for (String column : new String[] {"data", "name", "startTime", "endTime", "phase", "category"}) {
            json.name(column).beginArray().endArray();
        }
        json.endObject();
        json.name("samples").beginObject().name("length").value(0);
        json.name("stack").beginArray().endArray().name("time").beginArray().endArray();
        json.name("weight").value(null).name("weightType").value("samples").endObject();
        int count = stacks.size();
        json.newLine().name("nativeAllocations").beginObject().name("length").value(count);
        json.name("weightType").value("bytes");
        column("time", count, i -> json.value(0));
        column("stack", count, i -> json.value(stacks.getInt(i)));
        column("weight", count, i -> json.value(weights.getLong(i)));
        json.endObject().endObject();
    }

    private void column(String name, int length, Cell cell) throws IOException {
        json.newLine().name(name).beginArray();
        for (int i = 0; i < length; i++) {
            cell.write(i);
        }
        json.endArray();
    }

    /** @param index negative for none */
    private void reference(int index) throws IOException {
        if (index < 0) {
            json.value(null);
        } else {
            json.value(index);
        }
    }

    private void empty(String table, String... columns) throws IOException {
        json.newLine().name(table).beginObject().name("length").value(0);
        for (String column : columns) {
            json.name(column).beginArray().endArray();
        }
        json.endObject();
    }
}
