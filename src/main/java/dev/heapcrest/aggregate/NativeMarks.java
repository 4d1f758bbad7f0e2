package dev.heapcrest.aggregate;

import dev.heapcrest.capture.CaptureSink;
import dev.heapcrest.capture.NativeSink;
import dev.heapcrest.stacks.ImageLists;
import dev.heapcrest.stacks.NativeStacks.LoadedImage;
import dev.heapcrest.tables.Salted;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongOpenCustomHashSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Native stacks of a capture that is compacted, as frames on top of Python stacks: so a pass keeps apart what differs in
 * them without knowing of them (docs/capture-format.md, section 10.1).
 *
 * <p>A mark is a frame whose function begins with a zero, which no name in a capture can hold: a native stack, or a Python
 * frame that runs in its caller's interpreter loop. 12 bytes a native frame, half as much again while growing; images of
 * equal lists once; 60 to 100 bytes a native stack. Not thread-safe.
 */
final class NativeMarks implements NativeSink {
    /** Begins the function of a frame that is no plain one. */
    private static final String MARK = "\0";

    private static final String INNER = MARK + "i";
    private static final String NATIVE = MARK + "n";
    /** Bit of frame ids that no memray gives out; a capture with such an id is damaged where it defines it. */
    private static final long ID = 1L << 62;

    private static final int FRAME_BITS = 31;

    private final LongArrayList pointers = new LongArrayList(new long[] {0});
    private final IntArrayList parents = new IntArrayList(new int[] {0});
    private final LongOpenCustomHashSet defined = Salted.longs();
    private final ImageLists reading = new ImageLists();
    /** Lists of images, none twice; 0 is that of a capture without any. */
    private final List<List<LoadedImage>> lists = new ArrayList<>(List.of(List.of()));

    private final Map<List<LoadedImage>, Integer> listNumbers = new HashMap<>();
    /** Number of the list of each generation. */
    private final IntArrayList generations = new IntArrayList(new int[] {0});

    private long undefined;

    @Override
    public void nativeFrame(long pointer, long parent) {
        boolean known = parent >= 0 && parent < pointers.size();
        undefined += known ? 0 : 1;
        pointers.add(pointer);
        parents.add(known ? (int) parent : 0);
    }

    @Override
    public void memoryMapStart() {
        closeList();
        reading.start();
    }

    @Override
    public void segmentHeader(String path, long segmentCount, long loadAddress) {
        reading.image(path, loadAddress);
    }

    @Override
    public void segment(long virtualAddress, long sizeBytes) {
        reading.segment(virtualAddress, sizeBytes);
    }

    private void closeList() {
        List<LoadedImage> list = reading.take();
        if (list == null) {
            return;
        }
        int number = listNumbers.computeIfAbsent(list, any -> lists.size());
        if (number == lists.size()) {
            lists.add(list);
        }
        generations.add(number);
    }

    /** The generation of records that come now. */
    long generation() {
        closeList();
        return generations.size() - 1L;
    }

    /**
     * Frame id of a native stack; 0 = none.
     *
     * @param sink receives its definition where it is new
     */
    long frame(long nativeFrameId, long generation, CaptureSink sink) {
        closeList();
        if (nativeFrameId == 0) {
            return 0;
        }
        boolean known = nativeFrameId > 0
                && nativeFrameId < pointers.size()
                && generation >= 0
                && generation < generations.size();
        if (!known) {
            undefined++;
            return 0;
        }
        int list = generations.getInt((int) generation);
        long id = ID | ((long) list << FRAME_BITS) | nativeFrameId;
        if (defined.add(id)) {
            sink.frameDefinition(id, NATIVE + list, "", (int) nativeFrameId, true);
        }
        return id;
    }

    /** Native frames and stacks that the capture names and does not define. */
    long undefined() {
        return undefined;
    }

    /** A Python function whose frame runs in its caller's interpreter loop. */
    static String inner(String function) {
        return INNER + function;
    }

    static boolean isInner(String function) {
        return function.startsWith(INNER);
    }

    /** The function as the capture has it. */
    static String plain(String function) {
        return isInner(function) ? function.substring(INNER.length()) : function;
    }

    static boolean isNative(String function) {
        return function.startsWith(NATIVE);
    }

    /** Number of the list of images, by the function of a native stack; its line is the innermost native frame. */
    static int list(String function) {
        return Integer.parseInt(function, NATIVE.length(), function.length(), 10);
    }

    int parent(int frame) {
        return parents.getInt(frame);
    }

    long pointer(int frame) {
        return pointers.getLong(frame);
    }

    /** Native frames; they count from 1. */
    int frames() {
        return pointers.size() - 1;
    }

    /** Lists of images, 0 included. */
    int lists() {
        closeList();
        return lists.size();
    }

    /** Tells the records of a list of images. */
    void write(int list, NativeSink sink) {
        sink.memoryMapStart();
        for (LoadedImage image : lists.get(list)) {
            List<Long> segments = image.segments();
            sink.segmentHeader(image.path(), segments.size() / 2, image.loadAddress());
            for (int i = 0; i < segments.size(); i += 2) {
                sink.segment(segments.get(i), segments.get(i + 1));
            }
        }
    }
}
