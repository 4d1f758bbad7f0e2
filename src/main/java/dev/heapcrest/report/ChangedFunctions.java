package dev.heapcrest.report;

import dev.heapcrest.merge.Comparison;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.merge.PartialTree;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Functions whose own bytes changed by more than noise, as means per capture of a side.
 *
 * @param grown the largest growth first
 * @param shrunk the largest shrinkage first
 * @param noise bytes; smaller changes are left out
 */
public record ChangedFunctions(List<Row> grown, List<Row> shrunk, double noise) {
    /** Changes below that, and below a thousandth of the larger total, are noise. */
    public static final long DEFAULT_NOISE_BYTES = 4096;

    /** Own bytes of a function on both sides. */
    public static final class Row {
        private final String place;
        private double base;
        private double changed;
        private double baseSpread;
        private double newSpread;
        private boolean ofLeaves = true;
        private boolean inBase;
        private boolean inNew;

        Row(String place) {
            this.place = place;
        }

        /** Function and file, fit to be shown. */
        public String place() {
            return place;
        }

        public double base() {
            return base;
        }

        /** Of the new side. */
        public double changed() {
            return changed;
        }

        /** New less base. */
        public double change() {
            return changed - base;
        }

        /** ", new", ", vanished", that captures of one side differ as much among themselves, or nothing. */
        public String word() {
            String where = !inBase ? ", new" : !inNew ? ", vanished" : "";
            return where + (withinSpread() ? ", within the spread of its captures" : "");
        }

        /**
         * Whether the stacks of the function differ by more between the captures of one side. Known only where nothing is called
         * from them: of others the extremes have what callees hold.
         */
        public boolean withinSpread() {
            return ofLeaves && Math.abs(change()) < Math.max(baseSpread, newSpread);
        }

        private void add(Comparison comparison, View.Kind kind, int node) {
            double factor = comparison.baseScale() * comparison.divisor(comparison.base());
            baseSpread += comparison.baseSpread(kind, node) * factor;
            newSpread += comparison.newSpread(kind, node);
            ofLeaves &= node + 1 == comparison.nodeCount() || comparison.depth(node + 1) <= comparison.depth(node);
        }
    }

    /** Of one view of a comparison. */
    public static ChangedFunctions of(Comparison comparison, View.Kind kind) {
        return of(comparison, kind, DEFAULT_NOISE_BYTES);
    }

    /**
     * The same with another limit.
     *
     * @param noiseBytes changes below that are noise, and below a thousandth of the larger total
     */
    public static ChangedFunctions of(Comparison comparison, View.Kind kind, long noiseBytes) {
        double larger = Math.max(
                total(comparison.base(), kind) * comparison.baseScale(),
                total(comparison.changed(), kind) * comparison.newScale());
        double noise = Math.max((double) noiseBytes, larger / 1000);
        List<Row> rows = new ArrayList<>(rows(comparison, kind).values());
        List<Row> grown = rows.stream()
                .filter(row -> row.change() >= noise)
                .sorted(Comparator.comparingDouble(Row::change).reversed().thenComparing(Row::place))
                .toList();
        List<Row> shrunk = rows.stream()
                .filter(row -> row.change() <= -noise)
                .sorted(Comparator.comparingDouble(Row::change).thenComparing(Row::place))
                .toList();
        return new ChangedFunctions(grown, shrunk, noise);
    }

    private static double total(Partial side, View.Kind kind) {
        return side.tree().totalBytes(kind);
    }

    private static Map<String, Row> rows(Comparison comparison, View.Kind kind) {
        Map<String, Row> rows = new HashMap<>();
        // nodes share frames: a text for each node would be most of the work
        Row[] ofBase = new Row[comparison.base().tree().frames().count() + 1];
        Row[] ofNew = new Row[comparison.changed().tree().frames().count() + 1];
        for (int node = 0; node < comparison.nodeCount(); node++) {
            long base = comparison.baseBytes(kind, node);
            long changed = comparison.newBytes(kind, node);
            if (base != 0 || changed != 0) {
                boolean isNew = comparison.newNode(node) >= 0;
                PartialTree tree = (isNew ? comparison.changed() : comparison.base()).tree();
                int frame = node == 0 ? 0 : tree.frame(isNew ? comparison.newNode(node) : comparison.baseNode(node));
                Row[] known = isNew ? ofNew : ofBase;
                if (known[frame] == null) {
                    known[frame] = rows.computeIfAbsent(place(tree.frames(), frame), Row::new);
                }
                Row row = known[frame];
                row.base += base * comparison.baseScale();
                row.changed += changed * comparison.newScale();
                row.add(comparison, kind, node);
                row.inBase |= base != 0;
                row.inNew |= changed != 0;
            }
        }
        return rows;
    }

    private static String place(FrameTable frames, int frame) {
        return frame == 0
                ? "(no Python frame)"
                : ShortText.visible(frames.function(frame)) + " (" + ShortText.visible(frames.file(frame)) + ")";
    }

    /** "+4.2 MB", with its sign. */
    public static String signed(double bytes) {
        long rounded = Math.round(bytes);
        return (rounded > 0 ? "+" : "") + Quantities.bytes(rounded);
    }
}
