package dev.heapcrest.tree;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.IntColumn;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileFrames;
import dev.heapcrest.profile.View;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A profile of a made-up program: chains of calls that part at random, one allocating location at each leaf. */
public final class SyntheticProfile {
    private static final int FRAMES = 5000;
    private static final int BRANCH_LENGTH = 12;

    private SyntheticProfile() {}

    /** A profile with about that many stack nodes; the same for the same number. */
    public static Profile of(int stackNodes) {
        Random random = new Random(stackNodes);
        int branches = Math.max(1, stackNodes / BRANCH_LENGTH);
        int count = 1 + branches * BRANCH_LENGTH;
        int[] parents = new int[count];
        int[] frames = new int[count];
        int[] leaves = new int[branches];
        long[] bytes = new long[branches];
        long[] counts = new long[branches];
        int node = 0;
        for (int branch = 0; branch < branches; branch++) {
            // near the root of an earlier chain, so that the tree is deep and wide
            int parent = branch == 0 ? 0 : leaves[random.nextInt(branch)] - random.nextInt(BRANCH_LENGTH);
            for (int level = 0; level < BRANCH_LENGTH; level++) {
                node++;
                parents[node] = parent;
                frames[node] = 1 + (node * 31 + random.nextInt(7)) % FRAMES;
                parent = node;
            }
            leaves[branch] = node;
            bytes[branch] = 1 + random.nextInt(100_000);
            counts[branch] = 1 + random.nextInt(9);
        }
        int[] allocators = new int[branches];
        Arrays.fill(allocators, 6);
        Figures peak = new Figures(View.PEAK, LongColumn.of(bytes), LongColumn.of(counts));
        return new Profile(
                header(),
                new Coverage(branches, branches, 0, 0, 0, false, List.of()),
                ProfileFrames.copyOf(new Names()),
                new Profile.Stacks(IntColumn.of(parents), IntColumn.of(frames)),
                new Profile.Threads(LongColumn.of(1), List.of("")),
                new Profile.Locations(IntColumn.of(leaves), IntColumn.of(new int[branches]), IntColumn.of(allocators)),
                List.of(peak, new Figures(View.LEAKS, peak.bytes(), peak.counts())),
                peak.totalBytes(),
                0,
                Profile.PeakTime.UNKNOWN,
                Profile.Timeline.EMPTY,
                false);
    }

    private static CaptureHeader header() {
        return new CaptureHeader(
                13,
                0x030D00F0,
                false,
                false,
                0,
                0,
                0,
                0,
                "synthetic",
                1,
                1,
                0,
                1,
                false,
                false,
                "",
                List.of(),
                List.of());
    }

    private record Names() implements FrameTable {
        @Override
        public int count() {
            return FRAMES;
        }

        @Override
        public String function(int frameId) {
            return "function_" + frameId % 1777;
        }

        @Override
        public String file(int frameId) {
            return "/srv/application/package_" + frameId % 37 + "/module_" + frameId % 411 + ".py";
        }

        @Override
        public int line(int frameId) {
            return frameId % 800 + 1;
        }
    }
}
