package dev.heapcrest.merge;

import dev.heapcrest.columns.ColumnReader;
import dev.heapcrest.columns.SectionReader;
import dev.heapcrest.columns.Texts;
import dev.heapcrest.profile.View;
import dev.heapcrest.tree.DepthFirst;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the tree of a partial: its frames, nodes and figures. Only the one form that a tree has is taken. */
final class PartialTreeReader {
    private final Texts texts;
    /** Captures that have figures. */
    private final int readable;

    private PartialTreeReader(Texts texts, int readable) {
        this.texts = texts;
        this.readable = readable;
    }

    /**
     * The tree of a file.
     *
     * @param readable how many captures have figures
     * @throws ColumnReader.Damaged if it is not one, or not in its one form
     */
    static PartialTree read(SectionReader sections, Texts texts, int readable) {
        PartialTreeReader reader = new PartialTreeReader(texts, readable);
        PartialFrames frames = sections.read(PartialSections.FRAMES, reader::frames);
        PartialTree bare = sections.read(PartialSections.NODES, part -> reader.nodes(part, frames));
        return sections.read(PartialSections.FIGURES, part -> reader.withFigures(part, bare));
    }

    private PartialFrames frames(ColumnReader part) {
        int count = part.count(4);
        int[] functions = new int[count + 1];
        int[] files = new int[count + 1];
        int[] lines = new int[count + 1];
        int[] firstLines = new int[count + 1];
        for (int frame = 1; frame <= count; frame++) {
            functions[frame] = functions[frame - 1] + part.below(texts.count() - functions[frame - 1]);
        }
        for (int frame = 1; frame <= count; frame++) {
            long file = files[frame - 1] + part.zigzag();
            if (file < 0 || file >= texts.count()) {
                throw part.damaged("frame " + frame + " has no file");
            }
            files[frame] = (int) file;
        }
        for (int frame = 1; frame <= count; frame++) {
            lines[frame] = Math.toIntExact(Math.addExact(lines[frame - 1], part.zigzag()));
        }
        for (int frame = 1; frame <= count; frame++) {
            long distance = part.zigzag();
            firstLines[frame] =
                    distance == 0 ? 0 : Math.toIntExact(Math.subtractExact(Math.addExact(lines[frame], 1L), distance));
            if (distance != 0 && firstLines[frame] == 0) {
                throw part.damaged("frame " + frame + " has a first line of 0");
            }
        }
        PartialFrames frames = PartialFrames.ofSortedTexts(texts, functions, files, lines, firstLines);
        if (!frames.inOrder()) {
            throw part.damaged("a frame is not after the one before it");
        }
        return frames;
    }

    private PartialTree nodes(ColumnReader part, PartialFrames frameTable) {
        int count = 1 + part.count(3);
        int[] depths = new int[count];
        for (int node = 1; node < count; node++) {
            depths[node] = depths[node - 1] + 1 - part.below(depths[node - 1] + 1);
        }
        int deepest = DepthFirst.deepest(depths);
        int[] frames = new int[count];
        int[] lastFrames = new int[deepest + 2];
        for (int node = 1; node < count; node++) {
            int before = lastFrames[depths[node]];
            frames[node] = before + part.below(frameTable.count() + 1 - before);
            if (frames[node] == before) {
                throw part.damaged("node " + node + " is not after the one before it");
            }
            lastFrames[depths[node]] = frames[node];
            lastFrames[depths[node] + 1] = 0;
        }
        int[] captures = part.ints(count, readable + 1);
        int[] path = new int[deepest + 1];
        for (int node = 0; node < count; node++) {
            path[depths[node]] = node;
            int most = node == 0 ? readable : captures[path[depths[node] - 1]];
            boolean right = node == 0 ? captures[0] == readable : captures[node] > 0 && captures[node] <= most;
            if (!right) {
                throw part.damaged("node " + node + " has " + captures[node] + " captures of " + most);
            }
        }
        String[] owners = new String[part.count(1)];
        for (int i = 0; i < owners.length; i++) {
            owners[i] = texts.text(part);
            if (i > 0 && owners[i].compareTo(owners[i - 1]) <= 0) {
                throw part.damaged("an identity is not after the one before it");
            }
        }
        return new PartialTree(frameTable, depths, frames, captures, owners, List.of());
    }

    private PartialTree withFigures(ColumnReader part, PartialTree bare) {
        PartialTree tree = new PartialTree(
                bare.frames, bare.depths, bare.nodeFrames, bare.captures, bare.owners, figures(part, bare));
        requireUsed(part, tree);
        return tree;
    }

    private List<PartialFigures> figures(ColumnReader part, PartialTree nodes) {
        int count = nodes.nodeCount();
        int[] parents = nodes.parents();
        List<PartialFigures> figures = new ArrayList<>();
        int views = part.count(1);
        if (views != PartialTreeBuilder.VIEWS.size()) {
            throw part.damaged(views + " views");
        }
        for (View.Kind kind : PartialTreeBuilder.VIEWS) {
            String key = texts.text(part);
            if (!key.equals(kind.key())) {
                throw part.damaged("figures of " + key + " instead of " + kind.key());
            }
            PartialFigures first = figures.isEmpty() ? null : figures.get(0);
            long[] bytes = column(part, count, first == null ? null : first.bytes());
            long[] counts = column(part, count, first == null ? null : first.counts());
            PartialFigures.requireSums(bytes);
            PartialFigures.requireSums(counts);
            long[] totals = PartialTree.totals(bytes, parents);
            long[] largest = new long[count];
            long[] smallest = new long[count];
            for (int node = 0; node < count; node++) {
                largest[node] = Math.subtractExact(totals[node], part.zigzag());
            }
            for (int node = 0; node < count; node++) {
                smallest[node] = Math.subtractExact(largest[node], positiveZigzag(part));
                if (nodes.captures[node] == 1 && (largest[node] != totals[node] || smallest[node] != totals[node])) {
                    throw part.damaged("node " + node + " of one capture has other extremes than its sum");
                }
            }
            int[] owners = readOwners(part, nodes);
            figures.add(new PartialFigures(kind, bytes, counts, smallest, largest, owners));
        }
        return figures;
    }

    /** @param base what is added to each number; null for nothing */
    private static long[] column(ColumnReader part, int count, long @Nullable [] base) {
        long[] values = part.longs(count);
        if (base != null) {
            for (int i = 0; i < count; i++) {
                values[i] = Math.addExact(values[i], base[i]);
            }
        }
        return values;
    }

    private static long positiveZigzag(ColumnReader part) {
        long value = part.zigzag();
        if (value < 0) {
            throw part.damaged("a smallest value is above the largest");
        }
        return value;
    }

    /** The tree of no capture has a root that nobody owns. */
    private static int[] readOwners(ColumnReader part, PartialTree nodes) {
        return part.ints(nodes.nodeCount(), nodes.captures[0] == 0 ? 1 : nodes.owners.length);
    }

    /** Whoever is not needed would make equal partials differ. */
    private static void requireUsed(ColumnReader part, PartialTree tree) {
        boolean[] frames = new boolean[tree.frames.count() + 1];
        frames[0] = true;
        for (int frame : tree.nodeFrames) {
            frames[frame] = true;
        }
        for (boolean[] used : List.of(frames, OwnerNames.used(tree))) {
            for (boolean each : used) {
                if (!each) {
                    throw part.damaged("it has frames or identities that no node has");
                }
            }
        }
    }
}
