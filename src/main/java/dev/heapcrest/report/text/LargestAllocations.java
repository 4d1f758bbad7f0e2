package dev.heapcrest.report.text;

import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.ShortText;
import dev.heapcrest.tables.Salted;
import dev.heapcrest.tree.CallTree;
import dev.heapcrest.tree.FrameRules;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.Long2IntOpenCustomHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * What {@code tree} prints: the call stacks that hold most, as a tree, and the sum of the others
 * (docs/capture-format.md, section 14.5). 44 bytes a node of that tree, which has at most {@link #DEEPEST} for each stack,
 * and 28 bytes for each stack of the whole. Not thread-safe.
 */
public final class LargestAllocations {
    /** Levels shown of a stack. memray stops after as many with Python's usual recursion limit. */
    static final int DEEPEST = 400;

    /** More than one thread. */
    private static final int SEVERAL = -1;

    private final Profile profile;
    private final CallTree tree;
    private final boolean allFrames;
    private final FrameRules.Remembered rules = new FrameRules.Remembered();
    /** By frame: 1 if it is shown, -1 if not, 0 if nobody asked. */
    private final byte[] relevance;

    /** What allocated: a node of the call tree and a thread. */
    private final IntArrayList stackNodes = new IntArrayList();

    private final IntArrayList stackThreads = new IntArrayList();
    private final LongArrayList stackBytes = new LongArrayList();
    private final LongArrayList stackCounts = new LongArrayList();

    /** Nodes of the tree that is shown; 0 is the root. */
    private final IntArrayList parents = new IntArrayList(new int[] {-1});

    private final IntArrayList frames = new IntArrayList(new int[] {0});
    private final LongArrayList bytes = new LongArrayList(new long[] {0});
    private final LongArrayList counts = new LongArrayList(new long[] {0});
    private final IntArrayList threads = new IntArrayList(new int[] {SEVERAL});
    /** Frames of the deepest stack below a node that are not shown. */
    private final IntArrayList cuts = new IntArrayList(new int[] {0});

    private final Long2IntOpenCustomHashMap children = Salted.longToInt();

    private long elidedStacks;
    private long elidedBytes;
    private long elidedCounts;

    /**
     * Chooses the stacks.
     *
     * @param tree of the profile; its first view is shown
     * @param most stacks shown; one in two threads counts twice, as in memray
     * @param allFrames also those of the interpreter, of runpy and of the import system
     */
    public LargestAllocations(Profile profile, CallTree tree, int most, boolean allFrames) {
        this.profile = profile;
        this.tree = tree;
        this.allFrames = allFrames;
        relevance = new byte[tree.frames().count() + 1];
        collect();
        int[] order = new int[stackNodes.size()];
        Arrays.setAll(order, i -> i);
        // ties stay in the order of the tree
        IntArrays.mergeSort(order, (a, b) -> Long.compare(stackBytes.getLong(b), stackBytes.getLong(a)));
        int[] parentsOfTree = tree.parents();
        int shown = Math.min(most, order.length);
        for (int i = 0; i < shown; i++) {
            add(order[i], parentsOfTree);
        }
        for (int i = shown; i < order.length; i++) {
            elidedStacks++;
            elidedBytes += stackBytes.getLong(order[i]);
            elidedCounts += stackCounts.getLong(order[i]);
        }
        bytes.set(0, bytes.getLong(0) + elidedBytes);
        counts.set(0, counts.getLong(0) + elidedCounts);
    }

    /** Own values by node and thread: they are in this order. */
    private void collect() {
        Figures figures = tree.primary();
        for (int i = 0; i < tree.ownNodes().length; i++) {
            int node = tree.ownNodes()[i];
            int thread = tree.ownThreads()[i];
            long ownBytes = figures.bytes().get(i);
            long ownCount = figures.counts().get(i);
            int last = stackNodes.size() - 1;
            if (last >= 0 && stackNodes.getInt(last) == node && stackThreads.getInt(last) == thread) {
                stackBytes.set(last, stackBytes.getLong(last) + ownBytes);
                stackCounts.set(last, stackCounts.getLong(last) + ownCount);
            } else if (ownBytes != 0 || ownCount != 0) {
                stackNodes.add(node);
                stackThreads.add(thread);
                stackBytes.add(ownBytes);
                stackCounts.add(ownCount);
            }
        }
    }

    private void add(int stack, int[] parentsOfTree) {
        IntArrayList path = new IntArrayList();
        for (int node = stackNodes.getInt(stack); node > 0; node = parentsOfTree[node]) {
            int frame = tree.nodeFrames()[node];
            if (allFrames || relevant(frame)) {
                path.add(frame);
            }
        }
        int thread = stackThreads.getInt(stack);
        int node = 0;
        count(node, stack, thread);
        int end = Math.max(0, path.size() - DEEPEST);
        for (int level = path.size() - 1; level >= end; level--) {
            node = child(node, path.getInt(level), thread);
            count(node, stack, thread);
        }
        cuts.set(node, Math.max(cuts.getInt(node), end));
    }

    private boolean relevant(int frame) {
        if (relevance[frame] == 0) {
            boolean hidden = rules.nonRelevant(
                    tree.frames().function(frame), tree.frames().file(frame));
            relevance[frame] = (byte) (hidden ? -1 : 1);
        }
        return relevance[frame] > 0;
    }

    private int child(int parent, int frame, int thread) {
        int next = parents.size();
        int known = children.putIfAbsent((long) parent << Integer.SIZE | frame, next);
        if (known != 0) {
            return known;
        }
        parents.add(parent);
        frames.add(frame);
        bytes.add(0);
        counts.add(0);
        threads.add(thread);
        cuts.add(0);
        return next;
    }

    private void count(int node, int stack, int thread) {
        bytes.set(node, bytes.getLong(node) + stackBytes.getLong(stack));
        counts.set(node, counts.getLong(node) + stackCounts.getLong(stack));
        if (threads.getInt(node) != thread) {
            threads.set(node, SEVERAL);
        }
    }

    /** Receives the nodes of the tree that is shown, parents first. */
    interface Visitor {
        /** A node; the root has parent -1 and frame 0. */
        void visit(int node, int parent, int frame, long bytes, long count);
    }

    void forEach(Visitor visitor) {
        for (int node = 0; node < parents.size(); node++) {
            visitor.visit(node, parents.getInt(node), frames.getInt(node), bytes.getLong(node), counts.getLong(node));
        }
    }

    /** Stacks that are not shown. */
    long elidedStacks() {
        return elidedStacks;
    }

    long elidedBytes() {
        return elidedBytes;
    }

    long elidedCounts() {
        return elidedCounts;
    }

    /**
     * Writes the tree. What a frame alone calls is below it without being moved to the right, so that deep stacks stay
     * readable.
     *
     * @param colours with escapes of a terminal
     */
    public void write(boolean colours, Appendable out) throws IOException {
        Colour colour = new Colour(colours);
        out.append("        Size    Share  Allocations  Location\n");
        int[] byParent = new int[parents.size() - 1];
        Arrays.setAll(byParent, i -> i + 1);
        IntArrays.mergeSort(byParent, this::compareSiblings);
        int[] firsts = new int[parents.size() + 1];
        for (int node = 1; node < parents.size(); node++) {
            firsts[parents.getInt(node) + 1]++;
        }
        for (int node = 0; node < parents.size(); node++) {
            firsts[node + 1] += firsts[node];
        }
        StringBuilder lead = new StringBuilder();
        // a node, the length of the lead before it, and how it hangs on its parent
        IntArrayList open = new IntArrayList(new int[] {0, 0, ALONE});
        while (!open.isEmpty()) {
            int how = open.popInt();
            lead.setLength(open.popInt());
            int node = open.popInt();
            line(node, lead + BRANCHES[how], colour, out);
            lead.append(BELOW[how]);
            if (cuts.getInt(node) > 0) {
                out.append(" ".repeat(36)).append(lead);
                out.append("(%s below)\n".formatted(Quantities.counted(cuts.getInt(node), "more frame")));
            }
            int first = firsts[node];
            int end = firsts[node + 1];
            for (int i = end - 1; i >= first; i--) {
                open.add(byParent[i]);
                open.add(lead.length());
                open.add(end - first == 1 ? ALONE : i == end - 1 ? LAST : MIDDLE);
            }
        }
        if (elidedStacks > 0) {
            figures(elidedBytes, elidedCounts, colour, out);
            out.append("(%s that hold less; -b shows more)\n".formatted(Quantities.counted(elidedStacks, "place")));
        }
    }

    private static final int ALONE = 0;
    private static final int MIDDLE = 1;
    private static final int LAST = 2;
    private static final String[] BRANCHES = {"", "├─ ", "└─ "};
    private static final String[] BELOW = {"", "│  ", "   "};

    private int compareSiblings(int a, int b) {
        int byParent = Integer.compare(parents.getInt(a), parents.getInt(b));
        return byParent != 0 ? byParent : Long.compare(bytes.getLong(b), bytes.getLong(a));
    }

    private void figures(long amount, long count, Colour colour, Appendable out) throws IOException {
        long whole = bytes.getLong(0);
        String share = whole == 0 ? "0.00 %" : String.format(Locale.ROOT, "%.2f %%", 100.0 * amount / whole);
        out.append(colour.amount("%12s %8s".formatted(Quantities.fineBytes(amount), share), amount, whole));
        out.append(" %12s  ".formatted(Quantities.count(count)));
    }

    private void line(int node, String lead, Colour colour, Appendable out) throws IOException {
        figures(bytes.getLong(node), counts.getLong(node), colour, out);
        out.append(lead);
        if (node == 0) {
            out.append("<ROOT>");
        } else {
            int frame = frames.getInt(node);
            String file = tree.frames().file(frame);
            int number = tree.frames().line(frame);
            out.append(colour.function(ShortText.visible(tree.frames().function(frame))));
            String place = ShortText.visible(file);
            out.append("  ").append(colour.file(number == 0 ? place : place + ":" + number));
        }
        if (profile.threads().count() > 1
                && threads.getInt(node) != SEVERAL
                && threads.getInt(parents.getInt(node)) == SEVERAL) {
            out.append("  [thread ").append(thread(threads.getInt(node))).append(']');
        }
        out.append('\n');
    }

    private String thread(int thread) {
        String name = profile.threads().names().get(thread);
        String id = profile.threads().idText(thread);
        return name.isEmpty() ? id : id + " (" + ShortText.visible(name) + ")";
    }
}
