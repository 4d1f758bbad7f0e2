package dev.heapcrest.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.IntColumn;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileFrames;
import dev.heapcrest.profile.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallTreeBuilderTest {
    private static final long MAIN = 1;
    private static final long OTHER = 2;

    /** Frame ids are letters: 1 = a, 2 = b, ... */
    static final FrameTable LETTERS = new FrameTable() {
        @Override
        public int count() {
            return 26;
        }

        @Override
        public String function(int frameId) {
            return String.valueOf((char) ('a' + frameId - 1));
        }

        @Override
        public String file(int frameId) {
            return "letters.py";
        }

        @Override
        public int line(int frameId) {
            return frameId;
        }
    };

    private final List<int[]> stackNodes = new ArrayList<>(List.of(new int[] {0, 0}));
    private final List<long[]> locations = new ArrayList<>();

    /** Stack, thread, bytes at the peak, bytes leaked; one allocation each where there are bytes. */
    private void location(String stack, long thread, long peakBytes, long leakBytes) {
        int node = 0;
        for (char letter : stack.toCharArray()) {
            node = child(node, letter - 'a' + 1);
        }
        locations.add(new long[] {node, thread - 1, peakBytes, leakBytes});
    }

    private int child(int parent, int frame) {
        for (int node = 1; node < stackNodes.size(); node++) {
            if (stackNodes.get(node)[0] == parent && stackNodes.get(node)[1] == frame) {
                return node;
            }
        }
        stackNodes.add(new int[] {parent, frame});
        return stackNodes.size() - 1;
    }

    private CallTree build(View.Kind primary, int skippedMainThreadFrames) {
        return CallTreeBuilder.build(profile(skippedMainThreadFrames), primary);
    }

    private Profile profile(int skippedMainThreadFrames) {
        CaptureHeader header = new CaptureHeader(
                13,
                0x030D_00F0,
                false,
                false,
                0,
                0,
                0,
                0,
                "",
                1,
                MAIN,
                skippedMainThreadFrames,
                1,
                false,
                false,
                "",
                List.of(),
                List.of());
        int count = locations.size();
        int[] allocators = new int[count];
        Arrays.fill(allocators, 6);
        return new Profile(
                header,
                new Coverage(0, 0, 0, 0, 0, false, List.of()),
                ProfileFrames.copyOf(LETTERS),
                new Profile.Stacks(
                        IntColumn.of(
                                stackNodes.stream().mapToInt(node -> node[0]).toArray()),
                        IntColumn.of(
                                stackNodes.stream().mapToInt(node -> node[1]).toArray())),
                new Profile.Threads(LongColumn.of(MAIN, OTHER), List.of("", "")),
                new Profile.Locations(
                        IntColumn.of(
                                locations.stream().mapToInt(row -> (int) row[0]).toArray()),
                        IntColumn.of(
                                locations.stream().mapToInt(row -> (int) row[1]).toArray()),
                        IntColumn.of(allocators)),
                List.of(figures(View.PEAK, 2), figures(View.LEAKS, 3)),
                0,
                0,
                Profile.PeakTime.UNKNOWN,
                Profile.Timeline.EMPTY,
                false);
    }

    private Figures figures(View view, int column) {
        return new Figures(
                view,
                LongColumn.of(locations.stream().mapToLong(row -> row[column]).toArray()),
                LongColumn.of(locations.stream()
                        .mapToLong(row -> row[column] == 0 ? 0 : 1)
                        .toArray()));
    }

    /** Names by depth, as "depth name" in preorder. */
    private static String text(CallTree tree) {
        StringBuilder text = new StringBuilder();
        for (int node = 1; node < tree.nodeCount(); node++) {
            text.append(tree.depths()[node])
                    .append(tree.frames().function(tree.nodeFrames()[node]))
                    .append(' ');
        }
        return text.toString().trim();
    }

    @Test
    void siblingsComeLargestFirstAndChildrenRightBehindTheirParent() {
        location("ab", MAIN, 10, 0);
        location("ac", MAIN, 30, 0);
        location("d", MAIN, 100, 0);
        location("acx", MAIN, 1, 0);
        CallTree tree = build(View.Kind.PEAK, 0);
        assertEquals("1d 1a 2c 3x 2b", text(tree));
        assertArrayEquals(new int[] {1, 3, 4, 5}, tree.ownNodes());
        assertArrayEquals(new long[] {100, 30, 1, 10}, tree.primary().bytes().toArray());
    }

    @Test
    void equallyLargeSiblingsComeByName() {
        location("c", MAIN, 5, 0);
        location("b", MAIN, 5, 0);
        location("a", MAIN, 5, 0);
        assertEquals("1a 1b 1c", text(build(View.Kind.PEAK, 0)));
    }

    @Test
    void anUnorderedTreeHasSiblingsAsTheStacksCame() {
        location("xab", MAIN, 10, 4);
        location("xac", MAIN, 30, 0);
        location("xd", MAIN, 100, 0);
        location("yacx", MAIN, 1, 2);
        CallTree tree = CallTreeBuilder.buildUnordered(profile(1), View.Kind.LEAKS);
        assertEquals("1a 2b 2c 3x 1d", text(tree));
        assertArrayEquals(new int[] {2, 3, 4, 5}, tree.ownNodes());
        assertArrayEquals(new long[] {4, 0, 2, 0}, tree.primary().bytes().toArray());
        assertArrayEquals(
                new long[] {10, 30, 1, 100}, tree.figures().get(1).bytes().toArray());
    }

    @Test
    void theChosenViewOrdersAndComesFirst() {
        location("a", MAIN, 10, 1);
        location("b", MAIN, 1, 10);
        CallTree tree = build(View.Kind.LEAKS, 0);
        assertEquals("1b 1a", text(tree));
        assertEquals(
                List.of(View.Kind.LEAKS, View.Kind.PEAK),
                tree.figures().stream().map(figures -> figures.view().kind()).toList());
        assertArrayEquals(new long[] {10, 1}, tree.primary().bytes().toArray());
        assertArrayEquals(new long[] {1, 10}, tree.figures().get(1).bytes().toArray());
    }

    @Test
    void aViewThatTheProfileDoesNotHaveIsRefused() {
        location("a", MAIN, 10, 1);
        assertThrows(IllegalArgumentException.class, () -> build(View.Kind.TEMPORARY, 0));
    }

    @Test
    void theLaunchersFramesAreHiddenOnTheMainThreadOnly() {
        location("xyab", MAIN, 10, 0);
        location("xyab", OTHER, 3, 0);
        CallTree tree = build(View.Kind.PEAK, 2);
        assertEquals("1a 2b 1x 2y 3a 4b", text(tree));
        assertArrayEquals(new int[] {0, 1}, tree.ownThreads());
    }

    @Test
    void stacksThatDifferOnlyInHiddenFramesFallTogether() {
        location("xab", MAIN, 10, 0);
        location("yab", MAIN, 5, 0);
        location("yac", MAIN, 1, 0);
        CallTree tree = build(View.Kind.PEAK, 1);
        assertEquals("1a 2b 2c", text(tree));
        assertArrayEquals(new long[] {15, 1}, tree.primary().bytes().toArray());
        assertArrayEquals(new long[] {2, 1}, tree.primary().counts().toArray());
    }

    @Test
    void aStackOfHiddenFramesAloneBelongsToTheRoot() {
        location("xy", MAIN, 10, 0);
        CallTree tree = build(View.Kind.PEAK, 4);
        assertEquals(1, tree.nodeCount());
        assertArrayEquals(new int[] {0}, tree.ownNodes());
    }

    @Test
    void anEmptyProfileIsARoot() {
        CallTree tree = build(View.Kind.PEAK, 3);
        assertEquals(1, tree.nodeCount());
        assertEquals(0, tree.ownNodes().length);
    }
}
