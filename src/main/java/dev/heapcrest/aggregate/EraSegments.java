package dev.heapcrest.aggregate;

import dev.heapcrest.stacks.NativeStacks;
import dev.heapcrest.symbols.Image;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The loaded segments of an era by address. 24 bytes a segment, and the images. Immutable. */
final class EraSegments {
    private record Loaded(long start, long end, NativeStacks.LoadedImage image) {}

    private final long[] starts;
    private final long[] ends;
    /** The highest end up to a segment: ascends even where segments overlap. */
    private final long[] highestEnds;

    private final Image[] images;
    private final long[] loadAddresses;

    EraSegments(List<NativeStacks.LoadedImage> loaded) {
        List<Loaded> segments = new ArrayList<>();
        for (NativeStacks.LoadedImage image : loaded) {
            for (int i = 0; i < image.segments().size(); i += 2) {
                long start = image.loadAddress() + image.segments().get(i);
                segments.add(new Loaded(start, start + image.segments().get(i + 1), image));
            }
        }
        segments.sort(Comparator.comparing(Loaded::start, Long::compareUnsigned));
        int count = segments.size();
        starts = new long[count];
        ends = new long[count];
        highestEnds = new long[count];
        images = new Image[count];
        loadAddresses = new long[count];
        long highest = 0;
        for (int i = 0; i < count; i++) {
            Loaded segment = segments.get(i);
            starts[i] = segment.start();
            ends[i] = segment.end();
            highest = Long.compareUnsigned(segment.end(), highest) > 0 ? segment.end() : highest;
            highestEnds[i] = highest;
            images[i] = image(segment.image());
            loadAddresses[i] = segment.image().loadAddress();
        }
    }

    private static Image image(NativeStacks.LoadedImage loaded) {
        List<Image.Segment> segments = new ArrayList<>();
        for (int i = 0; i < loaded.segments().size(); i += 2) {
            segments.add(new Image.Segment(
                    loaded.segments().get(i), loaded.segments().get(i + 1)));
        }
        return new Image(loaded.path(), segments);
    }

    /**
     * The segment of a return address; -1 = none. memray's rule: the first in the order of addresses whose end is not
     * below it, if it begins there or before and ends after it.
     */
    int find(long address) {
        int from = 0;
        int to = highestEnds.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (Long.compareUnsigned(highestEnds[middle], address) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        boolean inside = from < starts.length
                && Long.compareUnsigned(starts[from], address) <= 0
                && Long.compareUnsigned(address, ends[from]) < 0;
        return inside ? from : -1;
    }

    Image image(int segment) {
        return images[segment];
    }

    long loadAddress(int segment) {
        return loadAddresses[segment];
    }
}
