package dev.heapcrest.aggregate;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.profile.RunTotals;
import dev.heapcrest.stacks.AllocationSink;
import dev.heapcrest.stacks.Frames;
import dev.heapcrest.stacks.Locations;
import dev.heapcrest.stacks.StackSnapshots;
import dev.heapcrest.stacks.StackTree;
import dev.heapcrest.stacks.ThreadStack;
import dev.heapcrest.tables.Salted;
import it.unimi.dsi.fastutil.ints.Int2IntOpenCustomHashMap;
import it.unimi.dsi.fastutil.longs.Long2LongOpenCustomHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up all allocations of a run beside a replay of them. Every stack that allocates is interned for that, also those of
 * memory that is given back at once. 16 bytes a location and 32 to 64 a distinct size. Not thread-safe.
 */
final class RunSums implements AllocationSink {
    private final HeapReplay replay;
    private final StackSnapshots snapshots;

    /** By location. */
    private long[] bytes = new long[1024];

    private long[] counts = new long[1024];
    private final Long2LongOpenCustomHashMap bySize = Salted.longToLong();
    private long sum;
    /** Only forged captures have so much. */
    private boolean overflowed;

    /** @param replay hears of everything first */
    RunSums(HeapReplay replay, StackSnapshots snapshots) {
        this.replay = replay;
        this.snapshots = snapshots;
    }

    @Override
    public void allocation(long address, long sizeBytes, ThreadStack stack, int allocator) {
        replay.allocation(address, sizeBytes, stack, allocator);
        add(sizeBytes, stack, allocator);
    }

    @Override
    public void mapping(long address, long sizeBytes, ThreadStack stack, int allocator) {
        replay.mapping(address, sizeBytes, stack, allocator);
        add(sizeBytes, stack, allocator);
    }

    /** The replay has taken a snapshot of this stack, so there is one. */
    private void add(long sizeBytes, ThreadStack stack, int allocator) {
        int location = snapshots.location(stack.snapshot(), allocator);
        if (location >= bytes.length) {
            int capacity = Math.max(location + 1, bytes.length + (bytes.length >> 1));
            bytes = Arrays.copyOf(bytes, capacity);
            counts = Arrays.copyOf(counts, capacity);
        }
        bytes[location] += sizeBytes;
        counts[location]++;
        bySize.addTo(sizeBytes, 1);
        sum += sizeBytes;
        overflowed |= sum < 0;
    }

    @Override
    public void deallocation(long address, int threadIndex) {
        replay.deallocation(address, threadIndex);
    }

    @Override
    public void unmapping(long address, long sizeBytes, int threadIndex) {
        replay.unmapping(address, sizeBytes, threadIndex);
    }

    @Override
    public void memory(long epochMillis, long residentBytes) {
        replay.memory(epochMillis, residentBytes);
    }

    /** The sums so far, by what people know. */
    RunTotals totals(Frames frames, StackTree tree, Locations locations, RunTotals.Modules modules) {
        if (overflowed) {
            return RunTotals.NONE;
        }
        long[] sizes = bySize.keySet().toLongArray();
        Arrays.sort(sizes);
        long[] sizeCounts = new long[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            sizeCounts[i] = bySize.get(sizes[i]);
        }
        long[] allocators = new long[Allocator.NUMBER_LIMIT];
        Stacks stacks = new Stacks(frames, tree, modules);
        // frame ids of locations, in order of appearance
        Int2IntOpenCustomHashMap placeOfFrame = Salted.intToInt();
        List<long[]> placeSums = new ArrayList<>();
        Map<String, long[]> moduleSums = new LinkedHashMap<>();
        for (int location = 1; location <= locations.count() && location < counts.length; location++) {
            if (counts[location] == 0) {
                continue;
            }
            allocators[locations.allocator(location)] += counts[location];
            int node = stacks.python(locations.stack(location));
            int known = placeOfFrame.putIfAbsent(stacks.frames[node], placeSums.size() + 1);
            if (known == 0) {
                placeSums.add(new long[] {stacks.frames[node], 0, 0});
            }
            add(placeSums.get(known == 0 ? placeSums.size() - 1 : known - 1), 1, location);
            add(moduleSums.computeIfAbsent(stacks.module(node), any -> new long[2]), 0, location);
        }
        List<RunTotals.Place> places = new ArrayList<>();
        for (long[] of : placeSums) {
            int frame = (int) of[0];
            places.add(new RunTotals.Place(
                    frame != 0,
                    frame == 0 ? "" : frames.string(frames.functionString(frame)),
                    frame == 0 ? "" : frames.string(frames.fileString(frame)),
                    frame == 0 ? 0 : frames.line(frame),
                    of[1],
                    of[2]));
        }
        List<RunTotals.Module> named = new ArrayList<>();
        moduleSums.forEach((name, of) -> named.add(new RunTotals.Module(name, of[0], of[1])));
        return new RunTotals(
                true, LongColumn.of(sizes), LongColumn.of(sizeCounts), LongColumn.of(allocators), places, named);
    }

    private void add(long[] sums, int at, int location) {
        sums[at] += bytes[location];
        sums[at + 1] += counts[location];
    }

    /** The stacks of the pass without their native parts. 12 bytes a node. */
    private static final class Stacks {
        /** Frame of each node without its bits; 0 for the empty stack and for what stands for a native one. */
        final int[] frames;

        private final int[] parents;
        private final String[] modules;

        Stacks(Frames names, StackTree tree, RunTotals.Modules modulesOfFiles) {
            parents = new int[tree.count()];
            frames = new int[tree.count()];
            modules = new String[tree.count()];
            tree.forEach((node, parent, frame) -> {
                parents[node] = parent;
                frames[node] = (frame & Frames.NATIVE) != 0 ? 0 : Frames.plain(frame);
            });
            String[] known = new String[names.stringCount()];
            modules[0] = RunTotals.Modules.ROOT;
            // parents have smaller numbers
            for (int node = 1; node < modules.length; node++) {
                String module = RunTotals.Modules.CALLERS;
                if (frames[node] != 0) {
                    int file = names.fileString(frames[node]);
                    if (known[file] == null) {
                        known[file] = modulesOfFiles.of(names.string(file));
                    }
                    module = known[file];
                }
                modules[node] = module.equals(RunTotals.Modules.CALLERS) ? modules[parents[node]] : module;
            }
        }

        /** The innermost node with a Python frame; 0 if there is none. */
        int python(int stack) {
            int node = stack;
            while (node != 0 && frames[node] == 0) {
                node = parents[node];
            }
            return node;
        }

        /** The module of the innermost frame that is not of the standard library, as in memray. */
        String module(int stack) {
            return modules[stack];
        }
    }
}
