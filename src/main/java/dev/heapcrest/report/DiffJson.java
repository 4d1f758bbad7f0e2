package dev.heapcrest.report;

import dev.heapcrest.merge.Comparison;
import dev.heapcrest.merge.MatchRule;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.merge.PartialTree;
import dev.heapcrest.profile.View;
import dev.heapcrest.tables.Salted;
import it.unimi.dsi.fastutil.longs.Long2IntOpenCustomHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.io.Writer;

/** Format "heapcrest-diff": what differs between two sides (docs/json-format.md). */
public final class DiffJson {
    private static final int VERSION = 1;

    private final Comparison comparison;
    private final JsonWriter json;
    private final PartialTree base;
    private final PartialTree changed;
    /** Pairs of frames, that of the base above, in order of first use. */
    private final LongArrayList frames = new LongArrayList();

    private DiffJson(Comparison comparison, JsonWriter json) {
        this.comparison = comparison;
        this.json = json;
        base = comparison.base().tree();
        changed = comparison.changed().tree();
    }

    /**
     * Writes it all.
     *
     * @throws IOException what the writer throws
     */
    public static void write(Comparison comparison, MatchRule rule, Writer out) throws IOException {
        new DiffJson(comparison, new JsonWriter(out)).write(rule);
        out.write('\n');
    }

    /** What the page of a comparison says of both sides; the caller opens and closes the object. */
    public static void sums(ComparedSides sides, JsonWriter json) throws IOException {
        Comparison comparison = sides.comparison();
        Partial changed = comparison.changed();
        json.newLine().name("capture").beginObject();
        json.name("program").value(sides.changed().program());
        json.name("start_time_ms").value(sides.changed().startMillis()).endObject();
        json.newLine().name("peak_memory_bytes").value(changed.tree().totalBytes(View.Kind.PEAK));
        json.newLine().name("comparison").beginObject();
        json.name("base_captures").value(comparison.divisor(comparison.base()));
        json.name("new_captures").value(comparison.divisor(changed));
        json.name("base_name").value(sides.name(comparison.base()));
        json.name("new_name").value(sides.name(changed));
        json.name("normalized").value(sides.normalized()).endObject();
        view(View.Kind.PEAK, View.Kind.PEAK, changed, json);
        view(View.Kind.LEAKS, View.Kind.LEAKS, changed, json);
        view(View.Kind.BASE_PEAK, View.Kind.PEAK, comparison.base(), json);
        view(View.Kind.BASE_LEAKS, View.Kind.LEAKS, comparison.base(), json);
    }

    private static void view(View.Kind as, View.Kind kind, Partial side, JsonWriter json) throws IOException {
        json.newLine().name(as.key()).beginObject();
        json.name("bytes").value(side.tree().totalBytes(kind));
        json.name("count").value(side.tree().totalCount(kind)).endObject();
    }

    private void write(MatchRule rule) throws IOException {
        json.beginObject();
        json.newLine().name("format").value("heapcrest-diff").name("version").value(VERSION);
        json.newLine().name("match").value(rule.text());
        json.newLine().name("options").value(comparison.base().options().text());
        side("base", comparison.base(), comparison.baseScale());
        side("new", comparison.changed(), comparison.newScale());
        json.newLine().name("matched_base_bytes").value(comparison.matchedBaseBytes(View.Kind.PEAK));
        json.name("matched_new_bytes").value(comparison.matchedNewBytes(View.Kind.PEAK));
        int[] frameOfNode = framesOfNodes();
        frames();
        int[] parents = nodes(frameOfNode);
        totals(parents);
        spreads();
        allocations();
        json.newLine().endObject();
    }

    private void side(String name, Partial side, double scale) throws IOException {
        json.newLine().name(name + "_capture_count").value(side.captures());
        json.name(name + "_readable").value(side.readable());
        json.name(name + "_scale").value((float) scale);
        MergeJson.rows(name + "_captures", side.rows(), json);
        json.newLine().name(name + "_sum_of_peaks_bytes").value(side.tree().totalBytes(View.Kind.PEAK));
        json.name(name + "_sum_of_peaks_count").value(side.tree().totalCount(View.Kind.PEAK));
        json.name(name + "_leaked_bytes").value(side.tree().totalBytes(View.Kind.LEAKS));
        json.name(name + "_leaked_count").value(side.tree().totalCount(View.Kind.LEAKS));
    }

    private int[] framesOfNodes() {
        Long2IntOpenCustomHashMap known = Salted.longToInt();
        int[] frameOfNode = new int[comparison.nodeCount()];
        for (int node = 1; node < frameOfNode.length; node++) {
            int baseNode = comparison.baseNode(node);
            int newNode = comparison.newNode(node);
            long pair =
                    (long) (baseNode < 0 ? 0 : base.frame(baseNode)) << 32 | (newNode < 0 ? 0 : changed.frame(newNode));
            int next = frames.size();
            int before = known.getOrDefault(pair, -1);
            if (before < 0) {
                known.put(pair, next);
                frames.add(pair);
                before = next;
            }
            frameOfNode[node] = before;
        }
        return frameOfNode;
    }

    private void frames() throws IOException {
        json.newLine().name("frames").beginArray();
        for (long pair : frames) {
            int baseFrame = (int) (pair >>> 32);
            int newFrame = (int) pair;
            PartialTree tree = newFrame == 0 ? base : changed;
            int frame = newFrame == 0 ? baseFrame : newFrame;
            json.newLine().beginObject();
            json.name("function").value(tree.frames().function(frame));
            json.name("file").value(tree.frames().file(frame));
            json.name("line").value(tree.frames().line(frame));
            json.name("base_line");
            if (baseFrame == 0) {
                json.value(null);
            } else {
                json.value(base.frames().line(baseFrame));
            }
            json.endObject();
        }
        json.newLine().endArray();
    }

    private int[] nodes(int[] frameOfNode) throws IOException {
        int[] parents = new int[frameOfNode.length];
        int deepest = 0;
        for (int node = 0; node < parents.length; node++) {
            deepest = Math.max(deepest, comparison.depth(node));
        }
        int[] path = new int[deepest + 1];
        json.newLine().name("nodes").beginArray();
        for (int node = 1; node < parents.length; node++) {
            path[comparison.depth(node)] = node;
            parents[node] = path[comparison.depth(node) - 1];
            json.newLine().beginArray();
            json.value(parents[node]).value(frameOfNode[node]).endArray();
        }
        json.newLine().endArray();
        return parents;
    }

    /** For every node, the root included: peak bytes of both sides with all below it. */
    private void totals(int[] parents) throws IOException {
        int count = comparison.nodeCount();
        long[] baseTotals = new long[count];
        long[] newTotals = new long[count];
        for (int node = count - 1; node >= 0; node--) {
            baseTotals[node] += comparison.baseBytes(View.Kind.PEAK, node);
            newTotals[node] += comparison.newBytes(View.Kind.PEAK, node);
            if (node > 0) {
                baseTotals[parents[node]] += baseTotals[node];
                newTotals[parents[node]] += newTotals[node];
            }
        }
        json.newLine().name("node_totals").beginArray();
        for (int node = 0; node < count; node++) {
            json.newLine().beginArray().value(baseTotals[node]).value(newTotals[node]);
            json.value(comparison.state(node, baseTotals[node], newTotals[node]).text())
                    .endArray();
        }
        json.newLine().endArray();
    }

    /** For every node likewise, how much captures of each side differ; null where that is not known. */
    private void spreads() throws IOException {
        json.newLine().name("node_spreads");
        long most = Math.max(comparison.base().readable(), comparison.changed().readable());
        if (comparison.sums() || most < 2) {
            json.value(null);
            return;
        }
        json.beginArray();
        for (int node = 0; node < comparison.nodeCount(); node++) {
            json.newLine().beginArray().value(comparison.baseSpread(View.Kind.PEAK, node));
            json.value(comparison.newSpread(View.Kind.PEAK, node)).endArray();
        }
        json.newLine().endArray();
    }

    private void allocations() throws IOException {
        json.newLine().name("allocations").beginArray();
        for (int node = 0; node < comparison.nodeCount(); node++) {
            long[] ofBase = figures(base, comparison.baseNode(node));
            long[] ofNew = figures(changed, comparison.newNode(node));
            if (!any(ofBase) && !any(ofNew)) {
                continue;
            }
            json.newLine().beginObject().name("node").value(node);
            figures("base", ofBase);
            figures("new", ofNew);
            json.name("state").value(comparison.state(node, ofBase[0], ofNew[0]).text());
            json.endObject();
        }
        json.newLine().endArray();
    }

    private static long[] figures(PartialTree tree, int node) {
        return node < 0
                ? new long[5]
                : new long[] {
                    tree.bytes(View.Kind.PEAK, node),
                    tree.count(View.Kind.PEAK, node),
                    tree.bytes(View.Kind.LEAKS, node),
                    tree.count(View.Kind.LEAKS, node),
                    tree.captures(node)
                };
    }

    private static boolean any(long[] figures) {
        return figures[0] != 0 || figures[1] != 0 || figures[2] != 0 || figures[3] != 0;
    }

    private void figures(String side, long[] figures) throws IOException {
        json.name(side + "_peak_bytes")
                .value(figures[0])
                .name(side + "_peak_count")
                .value(figures[1]);
        json.name(side + "_leaked_bytes").value(figures[2]);
        json.name(side + "_leaked_count").value(figures[3]);
        json.name(side + "_captures").value(figures[4]);
    }
}
