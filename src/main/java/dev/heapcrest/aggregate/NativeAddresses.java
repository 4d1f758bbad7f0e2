package dev.heapcrest.aggregate;

import dev.heapcrest.capture.AggregatedSink;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.capture.NativeForwarding;
import dev.heapcrest.capture.NativeSink;
import dev.heapcrest.capture.ReadProgress;
import dev.heapcrest.capture.RecordSink;
import dev.heapcrest.stacks.NativeStacks;
import dev.heapcrest.symbols.Image;
import dev.heapcrest.symbols.ImageAddresses;
import dev.heapcrest.tables.Salted;
import it.unimi.dsi.fastutil.longs.LongArrays;
import it.unimi.dsi.fastutil.longs.LongOpenCustomHashSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All addresses of a capture's native stacks, those of freed memory as well, for a symbol pack. Up to 16 bytes
 * for each native frame and era, 8 for each address. Not thread-safe.
 */
public final class NativeAddresses {
    private final NativeStacks natives;
    /** Numbers of stacks, whose callers are all there as well. */
    private final LongOpenCustomHashSet stacks = Salted.longs();

    private long steps;

    private NativeAddresses(Capture capture) {
        natives = new NativeStacks(capture.limits());
    }

    /**
     * What was read.
     *
     * @param question images by path, offsets ascending without signs
     * @param coverage how far the capture could be read
     */
    public record Found(List<ImageAddresses> question, Coverage coverage) {}

    /**
     * Reads a capture.
     *
     * @throws IOException if the input cannot be read
     */
    public static Found read(Capture capture, ReadProgress progress) throws IOException {
        NativeAddresses addresses = new NativeAddresses(capture);
        Coverage coverage;
        try {
            Records records = addresses.new Records();
            coverage = capture.header().aggregated()
                    ? capture.readAggregated(records, progress)
                    : capture.read(records, progress);
        } catch (UncheckedIOException tooMany) {
            throw tooMany.getCause();
        }
        return new Found(addresses.question(), coverage);
    }

    private void add(long stack) {
        long eraPart = stack - NativeStacks.frameOf(stack);
        for (int each = NativeStacks.frameOf(stack);
                each != 0 && stacks.add(eraPart | each);
                each = natives.parent(each)) {
            steps++;
        }
        if (steps * NativeSteps.NEW > natives.mostSteps() + NativeSteps.PER_STACK * natives.count()) {
            throw new UncheckedIOException(
                    NativeSteps.tooMany(natives.mostSteps() + NativeSteps.PER_STACK * natives.count()));
        }
    }

    private List<ImageAddresses> question() {
        Map<String, Map<Image, LongOpenCustomHashSet>> byPath = new TreeMap<>();
        long[] byEra = stacks.toLongArray();
        Arrays.sort(byEra);
        int era = -1;
        EraSegments segments = new EraSegments(List.of());
        for (long stack : byEra) {
            if (NativeStacks.eraOf(stack) != era) {
                era = NativeStacks.eraOf(stack);
                segments = new EraSegments(natives.images(era));
            }
            long address = natives.instructionPointer(NativeStacks.frameOf(stack));
            int segment = segments.find(address);
            if (segment >= 0) {
                Image image = segments.image(segment);
                byPath.computeIfAbsent(image.path(), any -> new LinkedHashMap<>())
                        .computeIfAbsent(image, any -> Salted.longs())
                        .add(address - segments.loadAddress(segment));
            }
        }
        List<ImageAddresses> question = new ArrayList<>();
        byPath.values()
                .forEach(images -> images.forEach((image, offsets) -> {
                    long[] sorted = offsets.toLongArray();
                    LongArrays.quickSort(sorted, Long::compareUnsigned);
                    question.add(new ImageAddresses(image, sorted));
                }));
        return question;
    }

    /** The records of both kinds of captures: what differs are allocations. */
    private final class Records implements RecordSink, AggregatedSink, NativeForwarding {
        @Override
        public NativeSink natives() {
            return natives;
        }

        @Override
        public void allocation(int allocator, long address, long sizeBytes, long nativeFrameId) {
            if (nativeFrameId != 0) {
                add(natives.stack(nativeFrameId));
            }
        }

        @Override
        public void aggregatedAllocation(
                long threadId, int allocator, long nativeFrameId, long stackIndex, long generation, Figures figures) {
            if (nativeFrameId != 0) {
                add(natives.stackOfList(nativeFrameId, generation));
            }
        }

        @Override
        public void deallocation(int allocator, long address, long sizeBytes) {}

        @Override
        public void codeFramePush(long codeObjectId, int instructionOffset, boolean entryFrame) {}

        @Override
        public void framePush(long frameId) {}

        @Override
        public void framePop(long count) {}

        @Override
        public void memory(long epochMillis, long residentBytes) {}

        @Override
        public void memorySnapshot(long epochMillis, long residentBytes, long heapBytes) {}

        @Override
        public void stackTreeNode(long frameId, long parentIndex) {}

        @Override
        public void codeFrameDefinition(long frameId, long codeObjectId, int instructionOffset, boolean entryFrame) {}

        @Override
        public void frameDefinition(long frameId, String function, String file, int line, boolean entryFrame) {}

        @Override
        public void codeObject(long codeObjectId, String function, String file, int firstLine, byte[] lineTable) {}

        @Override
        public void contextSwitch(long threadId) {}

        @Override
        public void threadName(String name) {}
    }
}
