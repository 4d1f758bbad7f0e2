package dev.heapcrest.aggregate;

import dev.heapcrest.capture.AggregatedSink;
import dev.heapcrest.capture.CaptureDamage;
import dev.heapcrest.capture.Limit;
import dev.heapcrest.capture.Limits;
import dev.heapcrest.capture.NativeForwarding;
import dev.heapcrest.capture.NativeSink;
import dev.heapcrest.capture.Rule;
import dev.heapcrest.profile.View;
import dev.heapcrest.stacks.Frames;
import dev.heapcrest.stacks.Locations;
import dev.heapcrest.stacks.NativeStacks;
import dev.heapcrest.stacks.StackSnapshots;
import dev.heapcrest.stacks.StackTree;
import dev.heapcrest.stacks.ThreadTable;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the ready-made figures of an aggregated capture (docs/capture-format.md, section 8). Counts are added, where
 * memray adds one for each record it folds. Not thread-safe.
 */
final class AggregatedFigures implements AggregatedSink, NativeForwarding {
    private static final int PEAK_BYTES = 0;
    private static final int PEAK_COUNT = 1;
    private static final int LEAK_BYTES = 2;
    private static final int LEAK_COUNT = 3;
    private static final int STRIDE = 4;

    private static final NativeSink IGNORED = new NativeSink() {};

    private final Frames frames;
    /** Null in captures without native stacks. */
    private final @Nullable NativeStacks natives;

    private final StackTree tree;
    private final Locations locations;
    private final ThreadTable threads;
    private final MemorySamples samples = new MemorySamples();
    private final HeapSpanSamples spans;
    private final LongArrayList figures = new LongArrayList();
    /** Stack tree node by the capture's own number. */
    private final IntArrayList nodes = new IntArrayList(new int[] {0});

    private final long mostStacks;
    private int currentThread;
    private long totalPeakBytes;

    /** Of a capture without native stacks. */
    AggregatedFigures(Frames frames, Limits limits) {
        this(frames, limits, null, new HeapSpanSamples());
    }

    /**
     * Of any capture.
     *
     * @param natives receives native stacks; null where there are none
     * @param spans hears of the memory samples as well
     */
    AggregatedFigures(Frames frames, Limits limits, @Nullable NativeStacks natives, HeapSpanSamples spans) {
        this.spans = spans;
        this.frames = frames;
        this.natives = natives;
        tree = new StackTree(limits);
        locations = new Locations(limits);
        mostStacks = limits.of(Limit.STACKS);
        threads = new ThreadTable(new StackSnapshots(frames, tree, locations), limits);
    }

    /** The tables of the pass, for what survives of them. */
    Survivors survivors() {
        return new Survivors(frames, tree, threads, locations, natives);
    }

    List<ViewFigures> views() {
        return List.of(new Columns(View.PEAK, PEAK_BYTES, PEAK_COUNT), new Columns(View.LEAKS, LEAK_BYTES, LEAK_COUNT));
    }

    private final class Columns implements ViewFigures {
        private final View view;
        private final int bytes;
        private final int count;

        Columns(View view, int bytes, int count) {
            this.view = view;
            this.bytes = bytes;
            this.count = count;
        }

        @Override
        public View view() {
            return view;
        }

        @Override
        public long bytes(int location) {
            return figures.getLong(location * STRIDE + bytes);
        }

        @Override
        public long count(int location) {
            return figures.getLong(location * STRIDE + count);
        }
    }

    MemorySamples samples() {
        return samples;
    }

    /** What memray calls the peak memory of such a capture: the sum over all records. */
    long totalPeakBytes() {
        return totalPeakBytes;
    }

    @Override
    public void memorySnapshot(long epochMillis, long residentBytes, long heapBytes) {
        samples.add(epochMillis, residentBytes, heapBytes);
        spans.add(epochMillis, heapBytes, heapBytes);
    }

    @Override
    public void aggregatedAllocation(
            long threadId, int allocator, long nativeFrameId, long stackIndex, long generation, Figures record) {
        int node = nodes.getInt((int) stackIndex);
        if (natives != null && nativeFrameId != 0) {
            node = child(node, frames.ofNative(natives.stackOfList(nativeFrameId, generation)));
        }
        int location = locations.of(node, threads.indexOf(threadId), allocator);
        if (location == 0) {
            throw new CaptureDamage(Rule.LOCATIONS, locations.count());
        }
        int at = location * STRIDE;
        if (at >= figures.size()) {
            figures.size(at + STRIDE);
        }
        totalPeakBytes += record.peakBytes;
        // a view shows only records whose count in it is not 0
        if (record.peakCount != 0) {
            add(at + PEAK_BYTES, record.peakBytes);
            add(at + PEAK_COUNT, record.peakCount);
        }
        if (record.leakCount != 0) {
            add(at + LEAK_BYTES, record.leakBytes);
            add(at + LEAK_COUNT, record.leakCount);
        }
    }

    private void add(int at, long value) {
        figures.set(at, figures.getLong(at) + value);
    }

    @Override
    public void stackTreeNode(long frameId, long parentIndex) {
        int node = child(nodes.getInt((int) parentIndex), frames.ofDefinition(frameId));
        if (nodes.size() > mostStacks) {
            throw new CaptureDamage(Rule.STACKS, mostStacks);
        }
        nodes.add(node);
    }

    private int child(int parent, int frame) {
        int node = frame == 0 ? 0 : tree.child(parent, frame);
        if (node == 0) {
            throw new CaptureDamage(Rule.STACKS, tree.count() - 1);
        }
        return node;
    }

    @Override
    public void frameDefinition(long frameId, String function, String file, int line, boolean entryFrame) {
        frames.define(frameId, function, file, line, natives != null && !entryFrame);
    }

    @Override
    public void codeFrameDefinition(long frameId, long codeObjectId, int instructionOffset, boolean entryFrame) {
        frames.define(frameId, frames.ofCode(codeObjectId, instructionOffset, natives != null && !entryFrame));
    }

    @Override
    public void codeObject(long codeObjectId, String function, String file, int firstLine, byte[] lineTable) {
        frames.defineCode(codeObjectId, function, file, firstLine, lineTable);
    }

    @Override
    public void contextSwitch(long threadId) {
        currentThread = threads.indexOf(threadId);
    }

    @Override
    public void threadName(String name) {
        threads.name(currentThread, name);
    }

    @Override
    public NativeSink natives() {
        return natives == null ? IGNORED : natives;
    }
}
