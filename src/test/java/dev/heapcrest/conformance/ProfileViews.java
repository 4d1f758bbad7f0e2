package dev.heapcrest.conformance;

import dev.heapcrest.aggregate.HeapProfile;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.testing.FrameText;
import dev.heapcrest.testing.NaiveModel;
import dev.heapcrest.testing.TextStacks;
import dev.heapcrest.testing.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Turns the columns of a profile into views that can be compared by text. */
public final class ProfileViews {
    private final HeapProfile profile;
    private final int[] wholeIds;
    private final int[] trimmedIds;

    public ProfileViews(HeapProfile profile, TextStacks stacks) {
        this.profile = profile;
        CaptureHeader header = profile.header();
        int[] parents = profile.stackParents();
        int[] depths = new int[parents.length];
        wholeIds = new int[parents.length];
        trimmedIds = new int[parents.length];
        FrameText[] texts = new FrameText[profile.frames().count() + 1];
        for (int node = 1; node < parents.length; node++) {
            int parent = parents[node];
            if (parent >= node || parent < 0) {
                throw new AssertionError("stack node " + node + " has parent " + parent);
            }
            int frameId = profile.stackFrames()[node];
            if (texts[frameId] == null) {
                texts[frameId] = new FrameText(
                        profile.frames().function(frameId),
                        profile.frames().file(frameId),
                        profile.frames().line(frameId));
            }
            depths[node] = depths[parent] + 1;
            wholeIds[node] = stacks.call(wholeIds[parent], texts[frameId]);
            trimmedIds[node] = depths[node] <= header.skippedMainThreadFrames()
                    ? 0
                    : stacks.call(trimmedIds[parent], texts[frameId]);
        }
    }

    public View peak() {
        return view(profile.peak());
    }

    public View leaks() {
        return view(profile.leaks());
    }

    public View temporary() {
        return view(profile.temporary());
    }

    private View view(HeapProfile.Figures figures) {
        View view = new View();
        long mainThread = profile.header().mainThreadId();
        for (int location = 0; location < profile.locationCount(); location++) {
            long thread = profile.threads().ids()[profile.locationThreads()[location]];
            int[] ids = mainThread != 0 && thread == mainThread ? trimmedIds : wholeIds;
            view.add(
                    thread,
                    ids[profile.locationStacks()[location]],
                    figures.bytes()[location],
                    figures.counts()[location]);
        }
        return view;
    }

    public List<NaiveModel.Point> timeline() {
        HeapProfile.MemoryTimeline timeline = profile.timeline();
        List<NaiveModel.Point> points = new ArrayList<>();
        for (int i = 0; i < timeline.count(); i++) {
            points.add(new NaiveModel.Point(
                    timeline.epochMillis()[i], timeline.residentBytes()[i], timeline.heapBytes()[i]));
        }
        return points;
    }

    /** Name of a thread; "" where there is none or no such thread. */
    public String threadName(long threadId) {
        long[] ids = profile.threads().ids();
        return Arrays.stream(ids).filter(id -> id == threadId).findAny().isEmpty()
                ? ""
                : profile.threads().names()[indexOf(ids, threadId)];
    }

    private static int indexOf(long[] ids, long threadId) {
        int index = 0;
        while (ids[index] != threadId) {
            index++;
        }
        return index;
    }
}
