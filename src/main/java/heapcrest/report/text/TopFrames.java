package heapcrest.report.text;

import heapcrest.aggregate.HeapProfile;
import heapcrest.stacks.FrameTable;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The source lines that hold most memory at the peak by themselves. */
final class TopFrames {
    /**
     * One of them.
     *
     * @param function {@code ""} with file {@code ""} for memory allocated without a Python frame
     */
    record Place(String function, String file, int line, long bytes, long count) {
        /** As memray writes it, for example {@code d:simple.py:14}. */
        String text() {
            return function.isEmpty() && file.isEmpty() ? "no Python frame" : function + ":" + file + ":" + line;
        }
    }

    private TopFrames() {}

    /** Most bytes first, ties by frame id, that is by appearance. */
    static List<Place> atPeak(HeapProfile profile, int limit) {
        FrameTable frames = profile.frames();
        long[] bytes = new long[frames.count() + 1];
        long[] counts = new long[frames.count() + 1];
        for (int location = 0; location < profile.locationCount(); location++) {
            int stack = profile.locationStacks()[location];
            int frame = stack == 0 ? 0 : profile.stackFrames()[stack];
            bytes[frame] += profile.peak().bytes()[location];
            counts[frame] += profile.peak().counts()[location];
        }
        int[] order = new int[bytes.length];
        Arrays.setAll(order, i -> i);
        IntArrays.quickSort(order, (a, b) -> {
            int most = Long.compare(bytes[b], bytes[a]);
            return most != 0 ? most : Integer.compare(a, b);
        });
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < order.length && places.size() < limit; i++) {
            int frame = order[i];
            if (bytes[frame] <= 0) {
                break;
            }
            places.add(
                    frame == 0
                            ? new Place("", "", 0, bytes[0], counts[0])
                            : new Place(
                                    frames.function(frame),
                                    frames.file(frame),
                                    frames.line(frame),
                                    bytes[frame],
                                    counts[frame]));
        }
        return places;
    }
}
