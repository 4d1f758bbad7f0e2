package dev.heapcrest.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.profile.View;
import dev.heapcrest.tree.CallTree;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Trees in canonical order, also where files that have one name make siblings equal. */
class PartialTreeBuilderTest {
    private static final long SEED = Long.getLong("seed", 20261130L);

    /** 12 frames: three functions in four files. */
    private static final FrameTable FRAMES = new FrameTable() {
        @Override
        public int count() {
            return 12;
        }

        @Override
        public String function(int frame) {
            return "f" + frame % 3;
        }

        @Override
        public String file(int frame) {
            return "d" + (frame - 1) / 3 + "/x.py";
        }

        @Override
        public int line(int frame) {
            return 1;
        }
    };

    /** A tree whose siblings are distinct frames, in any order. */
    private static CallTree tree(Random random) {
        int count = 2 + random.nextInt(200);
        int[] depths = new int[count];
        int[] frames = new int[count];
        int[] used = new int[count + 1];
        for (int node = 1; node < count; node++) {
            int depth = 1 + random.nextInt(depths[node - 1] + 1);
            while (depth <= depths[node - 1] && Integer.bitCount(used[depth]) == FRAMES.count()) {
                depth++;
            }
            do {
                frames[node] = 1 + random.nextInt(FRAMES.count());
            } while ((used[depth] & 1 << frames[node]) != 0);
            depths[node] = depth;
            used[depth] |= 1 << frames[node];
            used[depth + 1] = 0;
        }
        int[] ownNodes = new int[count];
        Arrays.setAll(ownNodes, node -> node);
        long[] bytes = random.longs(count, 0, 1000).toArray();
        long[] counts = random.longs(count, 0, 10).toArray();
        return new CallTree(
                depths,
                frames,
                FRAMES,
                ownNodes,
                new int[count],
                new byte[count],
                List.of(new Figures(View.PEAK, LongColumn.of(bytes), LongColumn.of(counts))));
    }

    private static String[] stacks(
            int[] parents, int[] nodeFrames, FrameTable frames, UnaryOperator<String> files, String root) {
        String[] stacks = new String[parents.length];
        stacks[0] = root;
        for (int node = 1; node < stacks.length; node++) {
            int frame = nodeFrames[node];
            stacks[node] =
                    stacks[parents[node]] + '\n' + frames.function(frame) + '\t' + files.apply(frames.file(frame));
        }
        return stacks;
    }

    @Test
    void stacks_that_read_the_same_are_one_in_canonical_order() {
        Random random = new Random(SEED);
        int folded = 0;
        for (int round = 0; round < 500; round++) {
            CallTree given = tree(random);
            String level = random.nextBoolean() ? "a process" : "";
            int kept = random.nextInt(5);
            UnaryOperator<String> files = file -> file.charAt(1) - '0' < kept ? "one" : file;
            PartialTree built = PartialTreeBuilder.build(given, files, level, "id", List.of(View.Kind.PEAK));
            String[] of = stacks(
                    given.parents(), given.nodeFrames(), FRAMES, files, level.isEmpty() ? "" : "\n" + level + "\t");
            Map<String, long[]> expected = new TreeMap<>();
            expected.put("", new long[3]);
            for (int node = 0; node < of.length; node++) {
                long bytes = given.primary().bytes().get(node);
                long[] place = expected.computeIfAbsent(of[node], any -> new long[3]);
                place[0] += bytes;
                place[1] += given.primary().counts().get(node);
            }
            expected.forEach((stack, place) -> expected.forEach((other, below) -> {
                if (other.equals(stack) || other.startsWith(stack + '\n')) {
                    place[2] += below[0];
                }
            }));
            int[] parents = built.parents();
            String[] stacks = stacks(parents, built.nodeFrames, built.frames(), UnaryOperator.identity(), "");
            assertEquals(expected.size(), built.nodeCount(), "seed " + SEED + ", round " + round);
            for (int node = 0; node < stacks.length; node++) {
                String where = "seed " + SEED + ", round " + round + stacks[node];
                long[] place = expected.get(stacks[node]);
                assertEquals(place[0], built.bytes(View.Kind.PEAK, node), where);
                assertEquals(place[1], built.count(View.Kind.PEAK, node), where);
                assertEquals(place[2], built.smallestBytes(View.Kind.PEAK, node), where);
                assertEquals(place[2], built.largestBytes(View.Kind.PEAK, node), where);
                assertEquals("id", built.largestCapture(View.Kind.PEAK, node), where);
            }
            int[] last = new int[stacks.length];
            for (int node = 1; node < stacks.length; node++) {
                assertTrue(last[parents[node]] < built.frame(node), "siblings in order, round " + round);
                last[parents[node]] = built.frame(node);
            }
            folded += of.length + (level.isEmpty() ? 0 : 1) > built.nodeCount() ? 1 : 0;
        }
        assertTrue(folded > 100 && folded < 400, folded + " of 500 had equal siblings");
    }
}
