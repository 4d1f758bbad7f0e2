package dev.heapcrest.merge;

import dev.heapcrest.tables.Salted;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenCustomHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;

/**
 * Matches the callees of one place in one capture with those of the same place in another. Both come in the order of their
 * frames, so those of one function and file are neighbours. Deterministic, and the same from either side. Not thread-safe.
 *
 * <p>By {@link MatchRule#FUNCTION} those of one function are neighbours, and files count only where they decide.
 *
 * <p>In a function: those that call most functions in common match, for a line that moved still calls what it called; of
 * equal ones, those of equal distances to the first line of the code object, then of equal lines. Of what calls nothing in
 * common, equal distances match, where both sides know them, then equal lines. Of what is left, in order of lines, if there
 * are equally many on both sides. Equal lines alone would not do: where a function moved by a few lines, other lines of it
 * take their numbers.
 */
final class FrameMatching {
    /** Fewer are compared faster than a table is made; usually there is one. */
    private static final int FEW_PAIRS = 64;

    /**
     * So many lines on each side are 128. Each pair costs a walk over the callees of both: what a node costs has a bound.
     */
    private static final int MOST_PAIRS = 1 << 14;

    /** Of the sum of two places in a group of {@link #MOST_PAIRS}. */
    private static final int PLACE_BITS = 17;

    private static final int PLACE = (1 << PLACE_BITS) - 1;
    private static final long MOST_SCORE = (1L << (Long.SIZE - 1 - 2 * PLACE_BITS)) - 1;

    private final PartialTree base;
    private final int[] baseEnds;
    private final PartialTree changed;
    private final int[] changedEnds;
    private final MatchRule rule;
    /** Function and file of each frame, in the order of the strings of both. */
    private final int[][] functions = new int[2][];

    private final int[][] files = new int[2][];

    /** Whether frames of different files may match now. */
    private boolean acrossFiles;

    private IntArrayList baseChildren = new IntArrayList();
    private IntArrayList changedChildren = new IntArrayList();

    /**
     * For two trees.
     *
     * @param baseEnds the node after the last one below each node of the base
     * @param changedEnds the same of the other tree
     */
    FrameMatching(PartialTree base, int[] baseEnds, PartialTree changed, int[] changedEnds, MatchRule rule) {
        this.base = base;
        this.baseEnds = baseEnds;
        this.changed = changed;
        this.changedEnds = changedEnds;
        this.rule = rule;
        int[] ofBase = new int[base.frames.strings.length];
        int[] ofChanged = new int[changed.frames.strings.length];
        PartialFrames.union(base.frames.strings, changed.frames.strings, ofBase, ofChanged);
        functions[0] = mapped(base.frames.functions, ofBase);
        files[0] = mapped(base.frames.files, ofBase);
        functions[1] = mapped(changed.frames.functions, ofChanged);
        files[1] = mapped(changed.frames.files, ofChanged);
    }

    private static int[] mapped(int[] strings, int[] numbers) {
        int[] mapped = new int[strings.length];
        for (int frame = 1; frame < mapped.length; frame++) {
            mapped[frame] = numbers[strings[frame]];
        }
        return mapped;
    }

    /** Hears of pairs of nodes; -1 stands for none. */
    interface Pairs {
        void pair(int baseNode, int changedNode);
    }

    /**
     * Matches children.
     *
     * @param ofBase children of a node, in order; empty for none
     * @param ofChanged children of the matched node
     */
    void match(IntArrayList ofBase, IntArrayList ofChanged, Pairs pairs) {
        baseChildren = ofBase;
        changedChildren = ofChanged;
        int i = 0;
        int j = 0;
        while (i < ofBase.size() || j < ofChanged.size()) {
            int order = i == ofBase.size() ? 1 : j == ofChanged.size() ? -1 : compare(i, j);
            int endOfBase = order <= 0 ? end(0, i) : i;
            int endOfChanged = order >= 0 ? end(1, j) : j;
            group(i, endOfBase, j, endOfChanged, pairs);
            i = endOfBase;
            j = endOfChanged;
        }
    }

    private int compare(int i, int j) {
        return compareFrames(base.nodeFrames[baseChildren.getInt(i)], changed.nodeFrames[changedChildren.getInt(j)]);
    }

    /** By function and file, or by function alone. */
    private int compareFrames(int a, int b) {
        int byFunction = Integer.compare(functions[0][a], functions[1][b]);
        return byFunction != 0 || rule == MatchRule.FUNCTION ? byFunction : Integer.compare(files[0][a], files[1][b]);
    }

    /** Where the children of one function and file end. */
    private int end(int side, int from) {
        IntArrayList children = side == 0 ? baseChildren : changedChildren;
        int[] frames = side == 0 ? base.nodeFrames : changed.nodeFrames;
        int first = frames[children.getInt(from)];
        int to = from + 1;
        while (to < children.size()
                && functions[side][frames[children.getInt(to)]] == functions[side][first]
                && (rule == MatchRule.FUNCTION || files[side][frames[children.getInt(to)]] == files[side][first])) {
            to++;
        }
        return to;
    }

    private void group(int baseFrom, int baseTo, int changedFrom, int changedTo, Pairs pairs) {
        int[] partners = new int[baseTo - baseFrom];
        boolean[] taken = new boolean[changedTo - changedFrom];
        Arrays.fill(partners, -1);
        acrossFiles = false;
        matchBest(baseFrom, changedFrom, partners, taken);
        if (rule == MatchRule.FUNCTION) {
            acrossFiles = true;
            matchBest(baseFrom, changedFrom, partners, taken);
        }
        if (rule != MatchRule.EXACT) {
            matchInOrder(partners, taken);
        }
        for (int i = 0; i < partners.length; i++) {
            pairs.pair(
                    baseChildren.getInt(baseFrom + i),
                    partners[i] < 0 ? -1 : changedChildren.getInt(changedFrom + partners[i]));
        }
        for (int j = 0; j < taken.length; j++) {
            if (!taken[j]) {
                pairs.pair(-1, changedChildren.getInt(changedFrom + j));
            }
        }
    }

    private void matchBest(int baseFrom, int changedFrom, int[] partners, boolean[] taken) {
        if (rule != MatchRule.EXACT) {
            matchByCallees(baseFrom, changedFrom, partners, taken);
            matchEqual(baseFrom, changedFrom, partners, taken, false);
        }
        matchEqual(baseFrom, changedFrom, partners, taken, true);
    }

    private boolean mayMatch(int a, int b) {
        return acrossFiles || files[0][a] == files[1][b];
    }

    /** By lines, or by distances to the first line: each of the base takes the first that is left. */
    private void matchEqual(int baseFrom, int changedFrom, int[] partners, boolean[] taken, boolean lines) {
        if ((long) partners.length * taken.length > FEW_PAIRS) {
            matchEqualOfMany(baseFrom, changedFrom, partners, taken, lines);
            return;
        }
        for (int i = 0; i < partners.length; i++) {
            for (int j = 0; partners[i] < 0 && j < taken.length; j++) {
                int a = base.nodeFrames[baseChildren.getInt(baseFrom + i)];
                int b = changed.nodeFrames[changedChildren.getInt(changedFrom + j)];
                if (!taken[j] && mayMatch(a, b) && (lines ? sameLine(a, b) : sameDistance(a, b))) {
                    partners[i] = j;
                    taken[j] = true;
                }
            }
        }
    }

    /** The same by a table: a capture can have a million lines of one function. */
    private void matchEqualOfMany(int baseFrom, int changedFrom, int[] partners, boolean[] taken, boolean lines) {
        // of each key the first that is left, plus 1; those after it are in a list
        Long2IntOpenCustomHashMap first = Salted.longToInt();
        int[] next = new int[taken.length];
        for (int j = taken.length - 1; j >= 0; j--) {
            int frame = changed.nodeFrames[changedChildren.getInt(changedFrom + j)];
            if (!taken[j] && (lines || changed.frames.firstLines[frame] != 0)) {
                next[j] = first.put(key(1, changed, frame, lines), j + 1);
            }
        }
        for (int i = 0; i < partners.length; i++) {
            int frame = base.nodeFrames[baseChildren.getInt(baseFrom + i)];
            if (partners[i] < 0 && (lines || base.frames.firstLines[frame] != 0)) {
                long key = key(0, base, frame, lines);
                int found = first.get(key) - 1;
                if (found >= 0) {
                    partners[i] = found;
                    taken[found] = true;
                    first.put(key, next[found]);
                }
            }
        }
    }

    private long key(int side, PartialTree tree, int frame, boolean lines) {
        int line = tree.frames.lines[frame] - (lines ? 0 : tree.frames.firstLines[frame]);
        return (long) (acrossFiles ? 0 : files[side][frame]) << Integer.SIZE | Integer.toUnsignedLong(line);
    }

    private boolean sameLine(int a, int b) {
        return base.frames.lines[a] == changed.frames.lines[b];
    }

    private boolean sameDistance(int a, int b) {
        int first = base.frames.firstLines[a];
        int otherFirst = changed.frames.firstLines[b];
        return first != 0 && otherFirst != 0 && base.frames.lines[a] - first == changed.frames.lines[b] - otherFirst;
    }

    /**
     * Takes the pair with most callees in common again and again; of equal ones those of like lines, then the first. Of very
     * many pairs none is looked at: lines decide.
     */
    private void matchByCallees(int baseFrom, int changedFrom, int[] partners, boolean[] taken) {
        if ((long) partners.length * taken.length > MOST_PAIRS) {
            return;
        }
        // each as one number, best first
        LongArrayList pairs = new LongArrayList();
        for (int i = 0; i < partners.length; i++) {
            for (int j = 0; partners[i] < 0 && j < taken.length; j++) {
                int a = baseChildren.getInt(baseFrom + i);
                int b = changedChildren.getInt(changedFrom + j);
                boolean possible = !taken[j] && mayMatch(base.nodeFrames[a], changed.nodeFrames[b]);
                int common = possible ? calleesInCommon(a, b) : 0;
                if (common > 0) {
                    long score = Math.min(MOST_SCORE, 3L * common + nearness(baseFrom + i, changedFrom + j));
                    pairs.add((MOST_SCORE - score) << (2 * PLACE_BITS) | (long) (i + j) << PLACE_BITS | i);
                }
            }
        }
        pairs.sort(null);
        for (int pair = 0; pair < pairs.size(); pair++) {
            int i = (int) pairs.getLong(pair) & PLACE;
            int j = ((int) (pairs.getLong(pair) >>> PLACE_BITS) & PLACE) - i;
            if (partners[i] < 0 && !taken[j]) {
                partners[i] = j;
                taken[j] = true;
            }
        }
    }

    /** 2 for equal distances to the first line, 1 for equal lines. */
    private int nearness(int i, int j) {
        int a = base.nodeFrames[baseChildren.getInt(i)];
        int b = changed.nodeFrames[changedChildren.getInt(j)];
        return sameDistance(a, b) ? 2 : sameLine(a, b) ? 1 : 0;
    }

    /** Functions that both nodes call, each once for each line that both have of it at least. */
    private int calleesInCommon(int a, int b) {
        int common = 0;
        int i = firstChild(base, a);
        int j = firstChild(changed, b);
        while (i >= 0 && j >= 0) {
            int order = compareFrames(base.nodeFrames[i], changed.nodeFrames[j]);
            common += order == 0 ? 1 : 0;
            i = order <= 0 ? nextSibling(base, baseEnds, i) : i;
            j = order >= 0 ? nextSibling(changed, changedEnds, j) : j;
        }
        return common;
    }

    private static int firstChild(PartialTree tree, int node) {
        return node + 1 < tree.nodeCount() && tree.depths[node + 1] > tree.depths[node] ? node + 1 : -1;
    }

    private static int nextSibling(PartialTree tree, int[] ends, int node) {
        int next = ends[node];
        return next < tree.nodeCount() && tree.depths[next] == tree.depths[node] ? next : -1;
    }

    private static void matchInOrder(int[] partners, boolean[] taken) {
        IntArrayList left = new IntArrayList();
        IntArrayList right = new IntArrayList();
        for (int i = 0; i < partners.length; i++) {
            if (partners[i] < 0) {
                left.add(i);
            }
        }
        for (int j = 0; j < taken.length; j++) {
            if (!taken[j]) {
                right.add(j);
            }
        }
        if (left.size() == right.size()) {
            for (int k = 0; k < left.size(); k++) {
                partners[left.getInt(k)] = right.getInt(k);
                taken[right.getInt(k)] = true;
            }
        }
    }
}
