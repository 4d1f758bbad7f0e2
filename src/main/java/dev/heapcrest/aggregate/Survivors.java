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
import dev.heapcrest.stacks.NativeStacks;
import dev.heapcrest.stacks.StackTree;
import dev.heapcrest.stacks.ThreadTable;
import dev.heapcrest.symbols.SymbolSource;
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
 * @param natives of the pass; null where the capture has no native stacks
 */
record Survivors(
        Frames frames,
        StackTree tree,
        ThreadTable threads,
        Locations locations,
        @Nullable NativeStacks natives) {
    /** What a pass says of the moment of the peak. */
    record Peak(long bytes, long record, Profile.PeakTime time) {}

    /** What stacks hold, as the profile has it. */
    record Shown(
            ProfileFrames frames,
            Profile.Stacks stacks,
            Profile.Locations locations,
            List<Figures> figures,
            History history) {}

    /**
     * @param symbols give native frames their names, where there are any
     * @throws UnsupportedProfileException if the capture ends before the range that was asked for
     */
    Profile profile(
            CaptureHeader header,
            Coverage coverage,
            List<ViewFigures> views,
            Peak peak,
            MemorySamples samples,
            @Nullable BucketLedger overTime,
            ProfileOptions options,
            @Nullable SymbolSource symbols)
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
        MergedSurvivors merged =
                natives == null || symbols == null ? null : MergedSurvivors.symbolize(this, natives, stacks, symbols);
        List<Figures> figures = figures(views, kept);
        History history = overTime == null ? History.NONE : overTime.history(kept);
        Shown shown = merged == null
                ? new Shown(
                        SurvivingFrames.copy(frames, stacks.frames),
                        new Profile.Stacks(IntColumn.of(stacks.parents), IntColumn.of(stacks.frames)),
                        new Profile.Locations(
                                IntColumn.of(stackNodes), IntColumn.of(threadIndexes), IntColumn.of(allocators)),
                        figures,
                        history)
                : merged.merge(header, stackNodes, threadIndexes, allocators, figures, history);
        return new Profile(
                header,
                coverage,
                shown.frames,
                shown.stacks,
                new Profile.Threads(LongColumn.of(threads.ids()), List.of(threads.names())),
                shown.locations,
                shown.figures,
                peak.bytes(),
                peak.record(),
                peak.time(),
                samples.timeline(options.maxMemoryRecords()),
                shown.history,
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
}
