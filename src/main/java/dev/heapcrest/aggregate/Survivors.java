package dev.heapcrest.aggregate;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.History;
import dev.heapcrest.profile.IntColumn;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileFrames;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.profile.UnsupportedProfileException;
import dev.heapcrest.stacks.Frames;
import dev.heapcrest.stacks.Locations;
import dev.heapcrest.stacks.StackTree;
import dev.heapcrest.stacks.ThreadTable;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies what the views show out of the tables of a pass into a {@link Profile}, so that the tables can go.
 *
 * @param frames of the pass
 * @param tree stacks of the pass
 * @param threads of the pass
 * @param locations of the pass
 */
record Survivors(Frames frames, StackTree tree, ThreadTable threads, Locations locations) {
    /** What a pass says of the moment of the peak. */
    record Peak(long bytes, long record, Profile.PeakTime time) {}

    /** @throws UnsupportedProfileException if the capture ends before the range that was asked for */
    Profile profile(
            CaptureHeader header,
            Coverage coverage,
            List<ViewFigures> views,
            Peak peak,
            MemorySamples samples,
            @Nullable BucketLedger overTime,
            ProfileOptions options)
            throws UnsupportedProfileException {
        if (overTime != null) {
            overTime.thinTo(options.maxMemoryRecords());
        }
        int[] kept = kept(views, overTime == null ? new BitSet(0) : overTime.locations());
        int[] stackNodes = new int[kept.length];
        int[] threadIndexes = new int[kept.length];
        int[] allocators = new int[kept.length];
        for (int i = 0; i < kept.length; i++) {
            stackNodes[i] = locations.stack(kept[i]);
            threadIndexes[i] = locations.thread(kept[i]);
            allocators[i] = locations.allocator(kept[i]);
        }
        SurvivingStacks stacks = new SurvivingStacks(tree, stackNodes);
        for (int i = 0; i < stackNodes.length; i++) {
            stackNodes[i] = stacks.number(stackNodes[i]);
        }
        ProfileFrames ownFrames = copyFrames(stacks.frames);
        return new Profile(
                header,
                coverage,
                ownFrames,
                new Profile.Stacks(IntColumn.of(stacks.parents), IntColumn.of(stacks.frames)),
                new Profile.Threads(LongColumn.of(threads.ids()), List.of(threads.names())),
                new Profile.Locations(IntColumn.of(stackNodes), IntColumn.of(threadIndexes), IntColumn.of(allocators)),
                figures(views, kept),
                peak.bytes(),
                peak.record(),
                peak.time(),
                samples.timeline(options.maxMemoryRecords()),
                overTime == null ? History.NONE : overTime.history(kept),
                false);
    }

    /** @param others locations that are kept whatever the views say */
    private int[] kept(List<ViewFigures> views, BitSet others) {
        IntArrayList kept = new IntArrayList();
        for (int location = 1; location <= locations.count(); location++) {
            if (others.get(location) || any(views, location)) {
                kept.add(location);
            }
        }
        return kept.toIntArray();
    }

    private static boolean any(List<ViewFigures> views, int location) {
        for (ViewFigures view : views) {
            if (view.any(location)) {
                return true;
            }
        }
        return false;
    }

    private static List<Figures> figures(List<ViewFigures> views, int[] kept) {
        List<Figures> figures = new ArrayList<>();
        for (ViewFigures view : views) {
            long[] bytes = new long[kept.length];
            long[] counts = new long[kept.length];
            for (int i = 0; i < kept.length; i++) {
                bytes[i] = view.bytes(kept[i]);
                counts[i] = view.count(kept[i]);
            }
            figures.add(new Figures(view.view(), LongColumn.of(bytes), LongColumn.of(counts)));
        }
        return figures;
    }

    /**
     * Copies the frames that stacks have, in the order of their ids.
     *
     * @param stackFrames frame of each node, from node 1; receives the new ids
     */
    private ProfileFrames copyFrames(int[] stackFrames) {
        int[] numbers = new int[frames.count() + 1];
        for (int node = 1; node < stackFrames.length; node++) {
            numbers[stackFrames[node]] = 1;
        }
        int count = 0;
        for (int frame = 1; frame < numbers.length; frame++) {
            if (numbers[frame] != 0) {
                numbers[frame] = ++count;
            }
        }
        int[] functions = new int[count + 1];
        int[] files = new int[count + 1];
        int[] lines = new int[count + 1];
        List<String> strings = new ArrayList<>();
        int[] stringNumbers = new int[frames.stringCount()];
        for (int frame = 1; frame < numbers.length; frame++) {
            int number = numbers[frame];
            if (number != 0) {
                functions[number] = copyString(frames.functionString(frame), stringNumbers, strings);
                files[number] = copyString(frames.fileString(frame), stringNumbers, strings);
                lines[number] = frames.line(frame);
            }
        }
        for (int node = 1; node < stackFrames.length; node++) {
            stackFrames[node] = numbers[stackFrames[node]];
        }
        return new ProfileFrames(IntColumn.of(functions), IntColumn.of(files), IntColumn.of(lines), strings);
    }

    /** @param numbers new number of each string plus one; 0 where it has none yet */
    private int copyString(int string, int[] numbers, List<String> strings) {
        if (numbers[string] == 0) {
            strings.add(frames.string(string));
            numbers[string] = strings.size();
        }
        return numbers[string] - 1;
    }
}
