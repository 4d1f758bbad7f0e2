package dev.heapcrest.aggregate;

import dev.heapcrest.capture.AggregatedSink;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.capture.ReadProgress;
import dev.heapcrest.capture.RecordSink;
import dev.heapcrest.stacks.NativeStacks;
import dev.heapcrest.symbols.Image;
import dev.heapcrest.symbols.ImageAddresses;
import dev.heapcrest.tables.Salted;
import it.unimi.dsi.fastutil.longs.LongArrays;
import it.unimi.dsi.fastutil.longs.LongOpenCustomHashSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All addresses of a capture's native stacks, those of freed memory as well, for a symbol pack. A bit for each native
 * frame and era, 8 bytes for each address. Not thread-safe.
 */
public final class NativeAddresses {
    private final NativeStacks natives;
    /** By era, the frames whose callers are all there as well. */
    private final List<BitSet> frames = new ArrayList<>();

    private long lists;

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
        Coverage coverage = capture.header().aggregated()
                ? capture.readAggregated(addresses.new Aggregated(), progress)
                : capture.read(addresses.new Records(), progress);
        return new Found(addresses.question(), coverage);
    }

    private void add(long frame, long list) {
        if (frame == 0) {
            return;
        }
        long stack = natives.stackOfList(frame, list);
        int era = NativeStacks.eraOf(stack);
        while (frames.size() <= era) {
            frames.add(new BitSet());
        }
        BitSet known = frames.get(era);
        for (int each = NativeStacks.frameOf(stack); each != 0 && !known.get(each); each = natives.parent(each)) {
            known.set(each);
        }
    }

    private List<ImageAddresses> question() {
        Map<String, Map<Image, LongOpenCustomHashSet>> byPath = new TreeMap<>();
        for (int era = 0; era < frames.size(); era++) {
            EraSegments segments = new EraSegments(natives.images(era));
            BitSet ofEra = frames.get(era);
            for (int frame = ofEra.nextSetBit(0); frame >= 0; frame = ofEra.nextSetBit(frame + 1)) {
                long address = natives.instructionPointer(frame);
                int segment = segments.find(address);
                if (segment >= 0) {
                    Image image = segments.image(segment);
                    byPath.computeIfAbsent(image.path(), any -> new LinkedHashMap<>())
                            .computeIfAbsent(image, any -> Salted.longs())
                            .add(address - segments.loadAddress(segment));
                }
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

    private final class Records implements RecordSink {
        @Override
        public void allocation(int allocator, long address, long sizeBytes, long nativeFrameId) {
            add(nativeFrameId, lists);
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
        public void frameDefinition(long frameId, String function, String file, int line, boolean entryFrame) {}

        @Override
        public void codeObject(long codeObjectId, String function, String file, int firstLine, byte[] lineTable) {}

        @Override
        public void contextSwitch(long threadId) {}

        @Override
        public void threadName(String name) {}

        @Override
        public void nativeFrame(long instructionPointer, long parentNativeFrameId) {
            natives.frame(instructionPointer, parentNativeFrameId);
        }

        @Override
        public void memoryMapStart() {
            lists++;
            natives.mapStart();
        }

        @Override
        public void segmentHeader(String file, long segmentCount, long loadAddress) {
            natives.image(file, loadAddress);
        }

        @Override
        public void segment(long virtualAddress, long sizeBytes) {
            natives.segment(virtualAddress, sizeBytes);
        }
    }

    private final class Aggregated implements AggregatedSink {
        @Override
        public void aggregatedAllocation(
                long threadId, int allocator, long nativeFrameId, long stackIndex, long generation, Figures figures) {
            add(nativeFrameId, generation);
        }

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

        @Override
        public void nativeFrame(long instructionPointer, long parentNativeFrameId) {
            natives.frame(instructionPointer, parentNativeFrameId);
        }

        @Override
        public void memoryMapStart() {
            natives.mapStart();
        }

        @Override
        public void segmentHeader(String file, long segmentCount, long loadAddress) {
            natives.image(file, loadAddress);
        }

        @Override
        public void segment(long virtualAddress, long sizeBytes) {
            natives.segment(virtualAddress, sizeBytes);
        }
    }
}
