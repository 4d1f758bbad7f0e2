package dev.heapcrest.conformance;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.History;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import dev.heapcrest.testing.FrameText;
import dev.heapcrest.testing.NaiveHistory;
import dev.heapcrest.testing.NaiveModel;
import dev.heapcrest.testing.TextStacks;
import dev.heapcrest.testing.TextView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Turns the columns of a profile into views that can be compared by text. Of captures with native stacks the Python frames
 * alone; those are without the launcher's already.
 */
public final class ProfileViews {
    private final Profile profile;
    private final TextStacks stacks;
    private final int[] wholeIds;
    private final int[] trimmedIds;

    public ProfileViews(Profile profile, TextStacks stacks) {
        this.profile = profile;
        this.stacks = stacks;
        CaptureHeader header = profile.header();
        long hidden = header.nativeTraces() ? 0 : header.skippedMainThreadFrames();
        int[] parents = profile.stacks().parents().toArray();
        int[] depths = new int[parents.length];
        wholeIds = new int[parents.length];
        trimmedIds = new int[parents.length];
        FrameText[] texts = new FrameText[profile.frames().count() + 1];
        for (int node = 1; node < parents.length; node++) {
            int parent = parents[node];
            if (parent >= node || parent < 0) {
                throw new AssertionError("stack node " + node + " has parent " + parent);
            }
            int frameId = profile.stacks().frames().get(node);
            if (profile.frames().image(frameId) != 0) {
                depths[node] = depths[parent];
                wholeIds[node] = wholeIds[parent];
                trimmedIds[node] = trimmedIds[parent];
                continue;
            }
            if (texts[frameId] == null) {
                texts[frameId] = new FrameText(
                        profile.frames().function(frameId),
                        profile.frames().file(frameId),
                        profile.frames().line(frameId));
            }
            depths[node] = depths[parent] + 1;
            wholeIds[node] = stacks.call(wholeIds[parent], texts[frameId]);
            trimmedIds[node] = depths[node] <= hidden ? 0 : stacks.call(trimmedIds[parent], texts[frameId]);
        }
    }

    public TextView peak() {
        return view(profile.figures(View.Kind.PEAK));
    }

    public TextView leaks() {
        return view(profile.figures(View.Kind.LEAKS));
    }

    public TextView together() {
        return view(profile.figures(View.Kind.TOGETHER));
    }

    public TextView temporary() {
        return view(profile.figures(View.Kind.TEMPORARY));
    }

    /** A view with the native frames of its stacks, whose launcher frames a capture with native traces has not. */
    public static TextView hybrid(Profile profile, Figures figures, TextStacks stacks) {
        return hybrid(profile, figures, stacks, TextTree::text);
    }

    /** The same with other names; frames whose name is null are left out. */
    static TextView hybrid(Profile profile, Figures figures, TextStacks stacks, TextTree.Reading names) {
        int[] ids = new int[profile.stacks().count()];
        for (int node = 1; node < ids.length; node++) {
            FrameText name =
                    names.of(profile.frames(), profile.stacks().frames().get(node));
            int caller = ids[profile.stacks().parents().get(node)];
            ids[node] = name == null ? caller : stacks.call(caller, name);
        }
        TextView view = new TextView();
        for (int location = 0; location < profile.locations().count(); location++) {
            view.add(
                    profile.threads().ids().get(profile.locations().threads().get(location)),
                    ids[profile.locations().stacks().get(location)],
                    figures.bytes().get(location),
                    figures.counts().get(location));
        }
        return view;
    }

    private TextView view(Figures figures) {
        TextView view = new TextView();
        long mainThread = profile.header().mainThreadId();
        for (int location = 0; location < profile.locations().count(); location++) {
            long thread =
                    profile.threads().ids().get(profile.locations().threads().get(location));
            int[] ids = mainThread != 0 && thread == mainThread ? trimmedIds : wholeIds;
            view.add(
                    thread,
                    ids[profile.locations().stacks().get(location)],
                    figures.bytes().get(location),
                    figures.counts().get(location));
        }
        return view;
    }

    /**
     * The sum of some lifetimes by allocator: with threads and the stacks that reports show, or without threads and with
     * whole stacks, as memray has merged views over time.
     *
     * @param chosen by index of the lifetime
     */
    public TextView lifetimes(IntPredicate chosen, boolean byThread) {
        TextView view = new TextView();
        History.Lifetimes lifetimes = profile.history().lifetimes();
        long mainThread = profile.header().mainThreadId();
        for (int i = 0; i < lifetimes.count(); i++) {
            if (chosen.test(i)) {
                int location = lifetimes.locations().get(i);
                long thread = profile.threads()
                        .ids()
                        .get(profile.locations().threads().get(location));
                boolean trims = byThread && mainThread != 0 && thread == mainThread;
                int stack = (trims ? trimmedIds : wholeIds)
                        [profile.locations().stacks().get(location)];
                String allocator = Allocator.of(profile.locations().allocators().get(location))
                        .name();
                view.add(
                        byThread ? thread : TextView.ANY_THREAD,
                        NaiveHistory.withAllocator(stacks, stack, allocator),
                        lifetimes.bytes().get(i),
                        lifetimes.counts().get(i));
            }
        }
        return view;
    }

    public List<NaiveModel.Point> timeline() {
        Profile.Timeline timeline = profile.timeline();
        List<NaiveModel.Point> points = new ArrayList<>();
        for (int i = 0; i < timeline.count(); i++) {
            points.add(new NaiveModel.Point(
                    timeline.epochMillis().get(i),
                    timeline.residentBytes().get(i),
                    timeline.heapBytes().get(i)));
        }
        return points;
    }

    /** Name of a thread; "" where there is none or no such thread. */
    public String threadName(long threadId) {
        long[] ids = profile.threads().ids().toArray();
        return Arrays.stream(ids).filter(id -> id == threadId).findAny().isEmpty()
                ? ""
                : profile.threads().names().get(indexOf(ids, threadId));
    }

    private static int indexOf(long[] ids, long threadId) {
        int index = 0;
        while (ids[index] != threadId) {
            index++;
        }
        return index;
    }
}
