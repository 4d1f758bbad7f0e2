package dev.heapcrest.report.text;

import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The source lines that hold most memory at the peak by themselves. */
final class TopFrames {
    /** Instead of a place. */
    static final String NO_PYTHON_FRAME = "no Python frame";

    /**
     * One of them.
     *
     * @param known false for memory allocated without a Python frame; one may have no name
     */
    record Place(boolean known, String function, String file, int line, long bytes, long count) {
        /** As memray writes it, for example {@code d:simple.py:14}. */
        String text() {
            return known ? function + ":" + file + ":" + line : NO_PYTHON_FRAME;
        }
    }

    private static final Comparator<Place> LARGEST_FIRST = Comparator.comparingLong(Place::bytes)
            .reversed()
            .thenComparing(Place::function)
            .thenComparing(Place::file)
            .thenComparingInt(Place::line);

    private TopFrames() {}

    /** Most bytes first, ties by text: frame ids follow from what happened to survive first. */
    static List<Place> atPeak(Profile profile, int limit) {
        FrameTable frames = profile.frames();
        long[] bytes = new long[frames.count() + 1];
        long[] counts = new long[frames.count() + 1];
        Figures peak = profile.figures(View.Kind.PEAK);
        for (int location = 0; location < profile.locations().count(); location++) {
            int frame = pythonFrame(profile, profile.locations().stacks().get(location));
            bytes[frame] += peak.bytes().get(location);
            counts[frame] += peak.counts().get(location);
        }
        List<Place> places = new ArrayList<>();
        if (bytes[0] > 0) {
            places.add(new Place(false, "", "", 0, bytes[0], counts[0]));
        }
        for (int frame = 1; frame < bytes.length; frame++) {
            if (bytes[frame] > 0) {
                places.add(new Place(
                        true,
                        frames.function(frame),
                        frames.file(frame),
                        frames.line(frame),
                        bytes[frame],
                        counts[frame]));
            }
        }
        return places.stream().sorted(LARGEST_FIRST).limit(limit).toList();
    }

    /** The innermost Python frame of a stack: what native code allocates counts for the line that called it, as in memray. */
    private static int pythonFrame(Profile profile, int stack) {
        int node = stack;
        while (profile.frames().image(profile.stacks().frames().get(node)) != 0) {
            node = profile.stacks().parents().get(node);
        }
        return profile.stacks().frames().get(node);
    }
}
