package dev.heapcrest.report;

import dev.heapcrest.capture.Coverage;
import dev.heapcrest.merge.Comparison;
import dev.heapcrest.merge.PartialTree;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.IntColumn;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileFrames;
import dev.heapcrest.profile.View;
import dev.heapcrest.tables.Salted;
import dev.heapcrest.tables.TextNumbers;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A comparison in the form of one profile, for reports that draw a tree: the figures of the new side as those of any
 * profile, those of the base as views of their own. All are sums over the captures of a side, unscaled. A node has the
 * frame of the new side, and that of the base where only the base has it. So two siblings can have one frame: where a line
 * moved to the number of another one that vanished. Stateless.
 */
public final class ComparedProfile {
    private ComparedProfile() {}

    /** Frames of two tables by id: all of the first, then those of the second that the first does not have. */
    private static final class BothFrames implements FrameTable {
        /** Texts by number: frames share them, and they may have megabytes. */
        private record Key(int function, int file, int line) {
            /** Salted: strangers choose names. */
            @Override
            public int hashCode() {
                return Salted.hash(Salted.hash(line, file), function);
            }
        }

        private final FrameTable first;
        private final FrameTable second;
        /** Frames of the second that are not in the first. */
        private final IntArrayList more = new IntArrayList();
        /** Of each frame of the second. */
        private final int[] numbers;

        BothFrames(FrameTable first, FrameTable second) {
            this.first = first;
            this.second = second;
            Map<Key, Integer> known = new HashMap<>();
            TextNumbers texts = new TextNumbers();
            for (int frame = 1; frame <= first.count(); frame++) {
                known.put(key(first, frame, texts), frame);
            }
            numbers = new int[second.count() + 1];
            for (int frame = 1; frame < numbers.length; frame++) {
                Integer same = known.get(key(second, frame, texts));
                if (same == null) {
                    more.add(frame);
                }
                numbers[frame] = same == null ? first.count() + more.size() : same;
            }
        }

        private static Key key(FrameTable table, int frame, TextNumbers texts) {
            return new Key(texts.add(table.function(frame)), texts.add(table.file(frame)), table.line(frame));
        }

        int ofSecond(int frame) {
            return numbers[frame];
        }

        private boolean isFirst(int frame) {
            return frame <= first.count();
        }

        private int inSecond(int frame) {
            return more.getInt(frame - first.count() - 1);
        }

        @Override
        public int count() {
            return first.count() + more.size();
        }

        @Override
        public String function(int frameId) {
            return isFirst(frameId) ? first.function(frameId) : second.function(inSecond(frameId));
        }

        @Override
        public String file(int frameId) {
            return isFirst(frameId) ? first.file(frameId) : second.file(inSecond(frameId));
        }

        @Override
        public int line(int frameId) {
            return isFirst(frameId) ? first.line(frameId) : second.line(inSecond(frameId));
        }

        @Override
        public int firstLine(int frameId) {
            return isFirst(frameId) ? first.firstLine(frameId) : second.firstLine(inSecond(frameId));
        }
    }

    /** Of a comparison of sides that have at least one capture each. */
    public static Profile of(Comparison comparison) {
        PartialTree changed = comparison.changed().tree();
        PartialTree base = comparison.base().tree();
        BothFrames both = new BothFrames(changed.frames(), base.frames());
        int nodes = comparison.nodeCount();
        int[] frames = new int[nodes];
        int[] parents = new int[nodes];
        IntArrayList path = new IntArrayList();
        for (int node = 0; node < nodes; node++) {
            int depth = comparison.depth(node);
            path.size(depth + 1);
            path.set(depth, node);
            parents[node] = depth == 0 ? 0 : path.getInt(depth - 1);
            int inNew = comparison.newNode(node);
            frames[node] = node == 0
                    ? 0
                    : inNew >= 0 ? changed.frame(inNew) : both.ofSecond(base.frame(comparison.baseNode(node)));
        }
        int[] holding = holding(comparison);
        List<Figures> figures = List.of(
                figures(View.Kind.PEAK, View.Kind.PEAK, comparison, holding),
                figures(View.Kind.LEAKS, View.Kind.LEAKS, comparison, holding),
                figures(View.Kind.BASE_PEAK, View.Kind.PEAK, comparison, holding),
                figures(View.Kind.BASE_LEAKS, View.Kind.LEAKS, comparison, holding));
        IntColumn zeros = IntColumn.of(new int[holding.length]);
        return new Profile(
                MergedProfile.header(comparison.changed()),
                new Coverage(0, 0, 0, 0, -1, false, List.of()),
                ProfileFrames.copyOf(both),
                new Profile.Stacks(IntColumn.of(parents), IntColumn.of(frames)),
                new Profile.Threads(LongColumn.of(0), List.of("")),
                new Profile.Locations(IntColumn.of(holding), zeros, zeros),
                figures,
                changed.totalBytes(View.Kind.PEAK),
                -1,
                Profile.PeakTime.UNKNOWN,
                Profile.Timeline.EMPTY,
                false);
    }

    /** Nodes that hold something themselves on one of the sides. */
    private static int[] holding(Comparison comparison) {
        IntArrayList holding = new IntArrayList();
        PartialTree base = comparison.base().tree();
        PartialTree changed = comparison.changed().tree();
        for (int node = 0; node < comparison.nodeCount(); node++) {
            if (holds(base, comparison.baseNode(node)) || holds(changed, comparison.newNode(node))) {
                holding.add(node);
            }
        }
        return holding.toIntArray();
    }

    private static boolean holds(PartialTree side, int node) {
        return node >= 0
                && (side.bytes(View.Kind.PEAK, node) != 0
                        || side.count(View.Kind.PEAK, node) != 0
                        || side.bytes(View.Kind.LEAKS, node) != 0
                        || side.count(View.Kind.LEAKS, node) != 0);
    }

    private static Figures figures(View.Kind as, View.Kind kind, Comparison comparison, int[] nodes) {
        boolean ofNew = as == kind;
        PartialTree side = (ofNew ? comparison.changed() : comparison.base()).tree();
        long[] bytes = new long[nodes.length];
        long[] counts = new long[nodes.length];
        for (int i = 0; i < nodes.length; i++) {
            int there = ofNew ? comparison.newNode(nodes[i]) : comparison.baseNode(nodes[i]);
            if (there >= 0) {
                bytes[i] = side.bytes(kind, there);
                counts[i] = side.count(kind, there);
            }
        }
        return new Figures(new View(as, View.NO_PARAMETER), LongColumn.of(bytes), LongColumn.of(counts));
    }
}
